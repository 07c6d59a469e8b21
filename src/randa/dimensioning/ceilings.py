"""The ceilings over an area's seats in a year, from weeks that are alike: numbers only, the same for the page and for the forecast.

Rooms, closures, supervisors and patients are ceilings over each unit and week; a budget is one over the whole area and year. Levers
are what a scenario tries: so many times what has been stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from randa.placements.capacity import WeekCapacity

Ceiling = Literal["seats", "rooms", "closed", "supervisors", "hours", "patients", "budget"]
CEILINGS: tuple[Ceiling, ...] = ("seats", "rooms", "closed", "supervisors", "hours", "patients", "budget")


@dataclass(frozen=True, slots=True)
class Levers:
    """What a scenario multiplies with: promised seats, supervisors with their time, patients, and money."""

    seats: float = 1.0
    supervisors: float = 1.0
    patients: float = 1.0
    budget: float = 1.0


AS_STATED = Levers()


@dataclass(frozen=True, slots=True)
class PatientPlaces:
    """A unit's patients in a week, and the learners who share them.

    Attributes:
        amount: patients of one measure, a year.
        need: of these for one learner who is there all year (a BT doctor, who takes a whole seat).
        held_seats: seats promised per kind of learner; they take their patients first.
        held_need: patients that the learners on those seats need.
    """

    amount: float
    need: float
    held_seats: float = 0.0
    held_need: float = 0.0

    def places(self, factor: float = 1.0) -> float:
        """Return the seats that `factor` times the patients suffice for; a part of a seat is part of the year."""
        there = self.amount * factor
        if there < self.held_need:
            return self.held_seats * there / self.held_need
        return self.held_seats + (there - self.held_need) / self.need


@dataclass(frozen=True, slots=True)
class UnitRun:
    """`weeks` weeks of one unit that are like `week`; of several measures the one that suffices for the fewest decides."""

    unit_id: int
    week: WeekCapacity
    weeks: int
    patients: tuple[PatientPlaces, ...] = ()


@dataclass(slots=True)
class YearCeilings:
    """A region's area in one year, in seat-weeks.

    Attributes:
        weeks: per ceiling, the promised seats that remain if only that ceiling is over them, unit by unit and week by week.
        left: what remains under all of them together; at most the lowest, as units differ in what binds.
        housed, supervised: what the units have room for, whoever supervises, and what there are supervisors with time for.
        supervised_seats, patient_seats: of the housed, those with a supervisor with time, and of these those with patients too.
        budget: what the money suffices for; None without a budget.
        known: per ceiling, the units that have registered something of it that holds during the year.
        units: all units of the area.
    """

    weeks: dict[Ceiling, float] = field(default_factory=lambda: dict.fromkeys(CEILINGS, 0.0))
    left: float = 0.0
    housed: float = 0.0
    supervised: float = 0.0
    supervised_seats: float = 0.0
    patient_seats: float = 0.0
    budget: float | None = None
    known: dict[Ceiling, set[int]] = field(default_factory=lambda: {one: set() for one in CEILINGS})
    units: set[int] = field(default_factory=set)

    def is_known(self, name: Ceiling) -> bool:
        """Tell whether anybody has registered what the ceiling is counted from; what nobody has said is unknown, not 0."""
        if name == "budget":
            return bool(self.known["seats"]) and self.budget is not None
        return bool(self.known["seats"] and self.known[name])

    def takes(self, name: Ceiling) -> float:
        """Return the promised seat-weeks that the ceiling takes away by itself."""
        return self.weeks["seats"] - self.weeks[name]

    @property
    def binding(self) -> Ceiling | None:
        """Return the lowest ceiling, the first when several are equally low; None when no unit has said how many seats it has."""
        if not self.is_known("seats"):
            return None
        return min(CEILINGS, key=self.weeks.__getitem__)


@dataclass(eq=False)
class AreaYear:
    """All that is known of a region's area in a year.

    Attributes:
        weeks: weeks of the year.
        supervised_units: units that have a supervisor registered.
        budget: seat-weeks that the money suffices for.
    """

    weeks: int
    runs: list[UnitRun] = field(default_factory=list)
    units: set[int] = field(default_factory=set)
    supervised_units: set[int] = field(default_factory=set)
    budget: float | None = None
    _under: dict[Levers, YearCeilings] = field(default_factory=dict, repr=False)

    def under(self, levers: Levers = AS_STATED) -> YearCeilings:
        """Return the ceilings with `levers` on what has been stated; counted once for each."""
        found = self._under.get(levers)
        if found is None:
            found = self._under[levers] = self._counted(levers)
        return found

    def _counted(self, levers: Levers) -> YearCeilings:
        year = YearCeilings(units=self.units)
        year.known["supervisors"] = year.known["hours"] = self.supervised_units
        for run in self.runs:
            _add(year, run, levers)
        year.weeks["budget"], year.left = year.weeks["seats"], year.patient_seats
        if self.budget is not None:
            year.budget = self.budget * levers.budget
            year.weeks["budget"] = min(year.weeks["seats"], year.budget)
            year.left = min(year.left, year.budget)
        return year


def _add(year: YearCeilings, run: UnitRun, levers: Levers) -> None:
    """Add one unit's weeks, each ceiling alone over the promised seats and all together."""
    week, seats = run.week, run.week.seats * levers.seats
    over: dict[Ceiling, float | None] = {
        "seats": seats,
        "rooms": week.rooms,
        "closed": 0 if week.is_closed else None,
        "supervisors": week.supervisor_places * levers.supervisors,
        "hours": None if week.hour_places is None else week.hour_places * levers.supervisors,
        "patients": _fewest(run.patients, levers.patients),
    }
    for name, ceiling in over.items():
        year.weeks[name] += run.weeks * (seats if ceiling is None else min(seats, ceiling))
    housed, supervised = _least(over, "seats", "rooms", "closed"), _least(over, "supervisors", "hours")
    year.housed += run.weeks * housed
    year.supervised += run.weeks * supervised
    year.supervised_seats += run.weeks * min(housed, supervised)
    year.patient_seats += run.weeks * min(housed, supervised, _least(over, "seats", "patients"))
    if week.seats:
        year.known["seats"].add(run.unit_id)
    if week.rooms is not None:
        year.known["rooms"].add(run.unit_id)
    if week.is_closed:
        year.known["closed"].add(run.unit_id)
    if run.patients:
        year.known["patients"].add(run.unit_id)


def _least(over: dict[Ceiling, float | None], *names: Ceiling) -> float:
    return min(value for name in names if (value := over[name]) is not None)


def _fewest(patients: Sequence[PatientPlaces], factor: float) -> float | None:
    return min((one.places(factor) for one in patients), default=None)
