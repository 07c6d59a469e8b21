"""Groups of other learners: what the reserved seats are promised to, and what a university asks for that does not fit."""

import datetime as dt
from collections.abc import Iterator

from randa.placements.models import SeatPeriod
from randa.training.models import SeatClaim, Unit

SPRING, SUMMER = dt.date(2027, 1, 18), dt.date(2027, 6, 7)
TERM = "Vårterminen 2027 (påhittat)"
REGION, SHORT_AREA, ASKED_EVERY = "REG-20", "PSY", 3


def make_claims() -> None:
    """Say to whom the seats reserved in spring 2027 are promised, never more than are reserved, and ask for some more in Dalarna."""
    SeatClaim.objects.bulk_create([*_promised(), *_asked()])


def _promised() -> Iterator[SeatClaim]:
    held = SeatPeriod.objects.filter(starts_on__lte=SPRING, ends_before__gt=SPRING, reserved__gt=0)
    for period in held.order_by("unit__organisation__code"):
        ends_before = min(SUMMER, period.ends_before)
        doctors = period.reserved - 1 if period.reserved > 1 else 1
        yield _claim(period.unit, "AT", doctors, ends_before)
        if period.reserved > 1:
            yield _claim(period.unit, "MED", 2, ends_before)  # two students in a pair take the seat that is left


def _claim(unit: Unit, kind: str, learners: int, ends_before: dt.date) -> SeatClaim:
    promised = SeatClaim.State.PROMISED
    return SeatClaim(
        unit=unit, kind_id=kind, learners=learners, starts_on=SPRING, ends_before=ends_before, state=promised, note=TERM
    )


def _asked() -> Iterator[SeatClaim]:
    """Give what is asked for at every third psychiatric unit of one region: medical students and an outside placement."""
    units = Unit.objects.filter(region__code=REGION, area=SHORT_AREA).order_by("organisation__code")
    for unit in units[::ASKED_EVERY]:
        starts_on, ends_before = dt.date(2027, 3, 29), dt.date(2027, 4, 26)
        yield SeatClaim(
            unit=unit,
            kind_id="MED",
            learners=6,
            starts_on=starts_on,
            ends_before=ends_before,
            note="Läkarprogrammet, termin 8 (påhittat)",
        )
        yield SeatClaim(
            unit=unit,
            kind_id="ST",
            learners=1,
            starts_on=starts_on,
            ends_before=ends_before,
            note="Sidotjänstgöring (påhittat)",
        )
