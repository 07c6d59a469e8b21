"""A published plan as a document to register: the file that the page gives, for the authority whose register the actor keeps."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.people.models import User
from randa.placements.exports import plan_xlsx
from randa.placements.models import Placement, Plan
from randa.records.permissions import can_manage_records_at
from randa.records.sources import Offer


def plan_offer(actor: User, object_id: str) -> Offer | None:
    """Return a published plan that the actor sees and in one of whose regions they keep the register, None otherwise."""
    try:
        key = UUID(object_id)
    except ValueError:
        return None
    plan = Plan.objects.visible_to(actor).filter(pk=key, state=Plan.State.PUBLISHED).first()
    if plan is None:
        return None
    regions = [one for one in plan.regions.order_by("sort_name") if can_manage_records_at(actor, one)]
    if not regions:
        return None

    def file() -> bytes:
        rows = Placement.objects.visible_to(actor).usable(actor).filter(plan=plan)
        return plan_xlsx(plan, rows.for_file(), with_comments=False)

    return Offer(
        label=str(plan),
        url=reverse("placements:plan", args=[plan.pk]),
        concerns=_("Placeringsplan: %(plan)s") % {"plan": plan},
        on=today(),
        organisation_code=regions[0].code,
        file_name=f"plan-{plan.start_year}-version-{plan.version}.xlsx",
        file=file,
    )
