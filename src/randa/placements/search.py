"""What the palette finds here: plans."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.search.registry import Hit
from randa.people.models import User
from randa.placements.models import Plan


def find_plans(actor: User, query: str, limit: int) -> Iterator[Hit]:
    """Yield plans that `actor` may see whose name matches."""
    if not query:
        return
    for plan in Plan.objects.visible_to(actor).filter(name__icontains=query).order_by("-created_at")[:limit]:
        yield Hit(str(plan), _("Planer"), reverse("placements:plan", args=[plan.pk]), plan.get_state_display())
