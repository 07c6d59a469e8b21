"""What a newcomer meets in the demo world without searching, beyond what the figures say by themselves."""

import datetime as dt
from dataclasses import dataclass

from randa.demo.exchange import DALARNA, speaker_of
from randa.placements.models import MandateChange
from randa.placements.services.capacity import change_mandate
from randa.training.models import Unit

WARD_CODE = "ENH-20-022"  # Psykiatriska avdelningen Granen, Säter
DECIDED_AT = dt.datetime(2027, 1, 8, 9, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class WardSeats:
    """The ward whose mandate shrinks: seats before and after, of which some are reserved for AT."""

    effective_on: dt.date
    before: int
    after: int
    reserved: int
    reason: str
    decided_by: str


WARD_SEATS = WardSeats(
    effective_on=dt.date(2027, 5, 3),
    before=4,
    after=2,
    reserved=1,
    reason="Avdelningen går från 14 till 7 vårdplatser när heldygnsvården samlas i Falun.",
    decided_by="Hälso- och sjukvårdsnämnden (påhittat beslut)",
)


def make_mandate_change() -> None:
    """Record that the ward in Säter goes from four seats to two, after the year was planned: some lose their place."""
    made = change_mandate(
        actor=speaker_of(DALARNA),
        unit=Unit.objects.select_related("organisation").get(organisation__code=WARD_CODE),
        effective_on=WARD_SEATS.effective_on,
        seats_after=WARD_SEATS.after,
        reason=WARD_SEATS.reason,
        decided_by=WARD_SEATS.decided_by,
    )
    MandateChange.objects.filter(pk=made.pk).update(recorded_at=DECIDED_AT)
