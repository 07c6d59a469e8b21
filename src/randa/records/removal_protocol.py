"""The protocol of a removal as a document to register: it says what was removed in figures, and names none whom it concerned."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.people.models import User
from randa.privacy.models import RetentionRun
from randa.privacy.papers import protocol
from randa.records.sources import Offer


def removal_offer(actor: User, object_id: str) -> Offer | None:
    """Return the protocol of a removal that is done, None for another one or one that the actor does not see."""
    try:
        key = UUID(object_id)
    except ValueError:
        return None
    runs = RetentionRun.objects.visible_to(actor).filter(state=RetentionRun.State.APPLIED)
    run = runs.select_related("organisation", "proposed_by", "decided_by").filter(pk=key).first()
    if run is None or run.applied_at is None:
        return None
    day = timezone.localtime(run.applied_at).date()
    return Offer(
        label=_("Gallring %(day)s") % {"day": run.day},
        url=reverse("privacy:run", args=[run.pk]),
        concerns=_("Gallringsprotokoll för %(organisation)s, %(day)s")
        % {"organisation": run.organisation.name, "day": day.isoformat()},
        on=day,
        organisation_code=run.organisation.code,
        file_name=f"gallringsprotokoll {day.isoformat()}.pdf",
        file=lambda: protocol(run),
    )
