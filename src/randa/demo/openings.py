"""Units that are asked for one place more, for doctors whom the draft of Dalarna has no seat for: one to answer, one that said no."""

from randa.core.clock import today
from randa.demo.exchange import DALARNA, speaker_of
from randa.demo.story import WARD_CODE
from randa.people.models import RoleAssignment
from randa.placements.models import Placement, Plan
from randa.supply.models import SeatOpening
from randa.supply.services.openings import ask_to_open, decline_opening
from randa.training.models import LearnerKind, Unit

MESSAGE = "En BT-läkare saknar plats i psykiatri de veckorna. Går det att ta emot en till?"
NO = "Vi har handledare till dem som redan är lovade, men inte till en till."


def make_openings() -> None:
    """Ask the visitor's ward, which has yet to answer, and another psychiatric unit of the region, whose head said no."""
    units = Unit.objects.filter(region__code=DALARNA, area="PSY").select_related("organisation", "region")
    _ask(units.get(organisation__code=WARD_CODE))
    refusing = units.exclude(organisation__code=WARD_CODE).order_by("organisation__code")[0]
    head = RoleAssignment.objects.select_related("user").get(role="unit_head", organisation=refusing.organisation_id)
    decline_opening(actor=head.user, opening=_ask(refusing), answer=NO)


def _ask(unit: Unit) -> SeatOpening:
    """Ask for the weeks of the first doctor without a seat in psychiatry."""
    without = Placement.objects.filter(plan__state=Plan.State.DRAFT, unit=None, area="PSY")
    block = without.order_by("starts_on", "enrolment__post__number")[0]
    return ask_to_open(
        actor=speaker_of(DALARNA), unit=unit, kind=LearnerKind.objects.get(pk="BT"), starts_on=block.starts_on,
        ends_before=block.ends_before, message=MESSAGE, today=today(),
    )  # fmt: skip
