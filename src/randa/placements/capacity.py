"""How many learners a unit takes, week by week, and which limit binds: the one answer for planning and for dimensioning."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from randa.core.periods import Lasting, steady_weeks, turns_of
from randa.placements.models import MandateChange, SeatPeriod
from randa.supervisors.queries import SupervisionRows, Supply, supervision_rows
from randa.training.models import SeatClaim, UnitClosure, UnitRooms

WEEK = dt.timedelta(weeks=1)
WEDNESDAY = dt.timedelta(days=2)
NONE = Decimal(0)
Limit = Literal["seats", "rooms", "supervisors", "hours", "closed"]


@dataclass(frozen=True, slots=True)
class WeekCapacity:
    """One unit in one week: the ceilings over it, and what they leave.

    Attributes:
        seats: learners of all kinds that the unit has said yes to.
        reserved: of these, promised to others (AT, ST, students, those who began BT earlier): the unit's figure, or what is promised
            per kind of learner when that is more. Exact, in parts of a seat where learners share one.
        supervisor_places: learners that qualified supervisors present that week take together, by the method of the week.
        hour_places: of these, as many as the supervisors' hours suffice for; None when hours set no limit.
        rooms: learners that there are rooms for; None when rooms set no limit.
        is_closed: the unit takes nobody.
    """

    seats: int
    reserved: Decimal
    supervisor_places: int
    hour_places: int | None = None
    rooms: int | None = None
    is_closed: bool = False

    @property
    def ceilings(self) -> dict[Limit, int]:
        """Return each limit that is set, in the order in which one is named when several are equally low."""
        limits: dict[Limit, int | None] = {
            "closed": 0 if self.is_closed else None,
            "seats": self.seats,
            "rooms": self.rooms,
            "supervisors": self.supervisor_places,
            "hours": self.hour_places,
        }
        return {name: value for name, value in limits.items() if value is not None}

    @property
    def usable(self) -> int:
        """Learners of all kinds who get a seat, a room and a supervisor with hours left: a seat that lacks any of these is none."""
        return min(self.ceilings.values())

    @property
    def open(self) -> Decimal:
        """What is left for new learners: nobody who is promised a seat loses it when supervisors are missing."""
        return max(NONE, self.usable - self.reserved)

    @property
    def binding(self) -> Limit:
        """Return the limit that decides: the lowest."""
        ceilings = self.ceilings
        return min(ceilings, key=ceilings.__getitem__)

    @property
    def supervised(self) -> int:
        """Learners that there are supervisors with hours for, wherever they sit."""
        return min(self.supervisor_places, self.supervisor_places if self.hour_places is None else self.hour_places)


@dataclass(slots=True)
class Statements:
    """All that has been said about one unit's seats, rooms, closures and promises."""

    periods: list[SeatPeriod] = field(default_factory=list)
    changes: list[MandateChange] = field(default_factory=list)
    rooms: list[UnitRooms] = field(default_factory=list)
    closures: list[UnitClosure] = field(default_factory=list)
    promises: list[SeatClaim] = field(default_factory=list)  # with `kind` selected

    def turns(self) -> list[dt.date]:
        """Return the days on which anything of it begins or ends."""
        lasting: list[Lasting] = [*self.periods, *self.rooms, *self.closures, *self.promises]
        return [*turns_of(lasting), *(one.effective_on for one in self.changes)]


def weeks_from(first_monday: dt.date, count: int) -> list[dt.date]:
    """Return the Mondays of `count` weeks."""
    return [first_monday + number * WEEK for number in range(count)]


def unit_capacity(unit_ids: Collection[int], mondays: Sequence[dt.date]) -> dict[int, list[WeekCapacity]]:
    """Return, per unit, its capacity in each of the weeks: ten queries at any size.

    A unit with no seat figure for a week has 0 seats. A changed mandate holds from the first whole week after its day
    until a seat period that begins later says otherwise. A closure holds in weeks whose Wednesday it covers.
    """
    statements = unit_statements(unit_ids)
    supervision = supervision_rows(unit_ids)
    return {
        unit_id: weeks_of_unit(statements.get(unit_id) or Statements(), supervision, unit_id, mondays)
        for unit_id in unit_ids
    }


def weeks_of_unit(
    said: Statements, supervision: SupervisionRows, unit_id: int, mondays: Sequence[dt.date]
) -> list[WeekCapacity]:
    """Return one unit's capacity in each of the weeks. Weeks between which nothing begins or ends are one and the same object."""
    return steady_weeks(
        mondays,
        [*said.turns(), *supervision.turns(unit_id)],
        lambda monday: week_capacity(said, monday, supervision.of_week(unit_id, monday)),
    )


def unit_statements(unit_ids: Collection[int]) -> dict[int, Statements]:
    """Return what has been said about each unit's seats, rooms, closures and promises: five queries; silent units are left out."""
    found: dict[int, Statements] = defaultdict(Statements)
    for period in SeatPeriod.objects.filter(unit__in=unit_ids).order_by("starts_on"):
        found[period.unit_id].periods.append(period)
    for change in MandateChange.objects.filter(unit__in=unit_ids).order_by("effective_on", "pk"):
        found[change.unit_id].changes.append(change)
    for rooms in UnitRooms.objects.filter(unit__in=unit_ids):
        found[rooms.unit_id].rooms.append(rooms)
    for closure in UnitClosure.objects.filter(unit__in=unit_ids):
        found[closure.unit_id].closures.append(closure)
    promised = SeatClaim.objects.filter(unit__in=unit_ids, state=SeatClaim.State.PROMISED).select_related("kind")
    for claim in promised:
        found[claim.unit_id].promises.append(claim)
    return dict(found)


def week_capacity(said: Statements, monday: dt.date, supply: Supply) -> WeekCapacity:
    """Return one unit's capacity in the week of `monday`, from what has been said about it and what its supervisors give."""
    period = next((one for one in said.periods if one.starts_on <= monday < one.ends_before), None)
    seats, reserved = 0, NONE
    if period is not None:
        seats = period.seats
        for change in said.changes:
            if period.starts_on < change.effective_on <= monday:
                seats = change.seats_after
        reserved = min(max(Decimal(period.reserved), promised_seats(said.promises, monday)), Decimal(seats))
    middle = monday + WEDNESDAY
    return WeekCapacity(
        seats=seats,
        reserved=reserved,
        supervisor_places=supply.places,
        hour_places=supply.hour_places,
        rooms=next((one.rooms for one in said.rooms if one.starts_on <= middle < one.ends_before), None),
        is_closed=any(one.starts_on <= middle < one.ends_before for one in said.closures),
    )


def promised_seats(promises: Iterable[SeatClaim], monday: dt.date) -> Decimal:
    """Return the seats that promises per kind of learner hold in the week, exactly: shares of a seat add up, and half a seat is half."""
    middle = monday + WEDNESDAY
    return sum((one.seats for one in promises if one.starts_on <= middle < one.ends_before), NONE)
