"""What units bear: how many doctors they want at least, and how many they have with ease. What a plan's seats say of neither."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.engines.planning.model import Unit as EngineUnit
from randa.placements.capacity import unit_capacity, weeks_from
from randa.placements.choices import PlanningChoices
from randa.placements.held import Counts
from randa.placements.models import Placement, UnitMinimum
from randa.placements.queries.seats import columns, count_weeks


@dataclass(frozen=True, slots=True)
class Bearing:
    """What one unit bears, per week, counted in doctors of the plan; None where it says nothing.

    Attributes:
        least: how many it wants at least.
        ease: how many it has with ease.
    """

    least: tuple[int, ...] | None = None
    ease: tuple[int, ...] | None = None

    def __bool__(self) -> bool:
        return self.least is not None or self.ease is not None

    def without(self, taken: Sequence[int]) -> "Bearing":
        """Return what is left when so many are there already: costs differ by what no choice changes."""
        return Bearing(_less(self.least, taken), _less(self.ease, taken))

    def at_most(self, there: Mapping[int, int]) -> "Bearing":
        """Return it without wanting more than can be there in a week."""
        least = tuple(min(wanted, there.get(week, 0)) for week, wanted in enumerate(self.least or ()))
        return Bearing(least if any(least) else None, self.ease)

    def more(self, week: int, held: int, choices: PlanningChoices) -> int:
        """Return by how much the cost of a week changes with one more than are there, in points."""
        below = choices.below_least_points if self.least and held < self.least[week] else 0
        above = choices.above_ease_points if self.ease and held >= self.ease[week] else 0
        return above - below


def bearings(
    caps: Counts, first_monday: dt.date, *, placing: Collection[UUID], choices: PlanningChoices
) -> dict[int, Bearing]:
    """Return what each unit bears of the enrolments `placing`, by unit; units that bear nothing are left out.

    Two queries where no price is set on load, a dozen else, at any number of units.

    Args:
        caps: places open to them, per unit and week.
        first_monday: of week 0.
        placing: whom the plan places; what is published for others counts as there.
        choices: the prices.
    """
    least = _least(caps, first_monday, placing) if choices.below_least_points else {}
    ease = _ease(caps, first_monday, choices.ease_percent) if choices.above_ease_points else {}
    found = {}
    for unit in caps:
        wanted, easy = least.get(unit), ease.get(unit)
        if wanted and easy:  # what a unit asks for itself is no strain
            easy = [max(pair) for pair in zip(easy, wanted, strict=True)]
        found[unit] = Bearing(tuple(wanted) if wanted else None, tuple(easy) if easy else None)
    return {unit: one for unit, one in found.items() if one}


def serving(doctors: Collection[Sequence[int]]) -> Counter[int]:
    """Return how many are under way in each week, given the working weeks of each."""
    return Counter(week for work in doctors for week in range(work[0], work[-1] + 1))


def bearing_unit(unit: EngineUnit, bearing: Bearing | None) -> EngineUnit:
    """Return the engine's unit with what it bears."""
    return replace(unit, least=bearing.least, ease=bearing.ease) if bearing else unit


def bearing_prices(borne: Iterable[Bearing], choices: PlanningChoices) -> tuple[int, int]:
    """Return the prices below what units want and above what they have with ease; 0 for what no unit says."""
    every = list(borne)
    return (
        choices.below_least_points if any(one.least for one in every) else 0,
        choices.above_ease_points if any(one.ease for one in every) else 0,
    )


def _less(numbers: tuple[int, ...] | None, taken: Sequence[int]) -> tuple[int, ...] | None:
    return None if numbers is None else tuple(max(0, one - other) for one, other in zip(numbers, taken, strict=True))


def _least(caps: Counts, first_monday: dt.date, placing: Collection[UUID]) -> Counts:
    """Return how many of those who are placed units want, never more than there are places for; units that want nobody are left out."""
    weeks = len(next(iter(caps.values()), ()))
    wanted: Counts = {}
    for row in UnitMinimum.objects.filter(unit__in=list(caps)).order_by("starts_on"):
        numbers = wanted.setdefault(row.unit_id, [0] * weeks)
        for week in columns(first_monday, weeks, row.starts_on, row.ends_before):
            numbers[week] = row.least
    others = Placement.objects.filter(unit__in=list(wanted), is_published=True, kind=None).exclude(
        enrolment__in=placing
    )
    with as_system("how many are at a unit counts every doctor there, and says nothing of who they are"):
        there = list(others.values_list("unit", "starts_on", "ends_before"))
    held = count_weeks(there, list(wanted), first_monday, weeks)
    left = {
        unit: [min(max(0, want - here), cap) for want, here, cap in zip(numbers, held[unit], caps[unit], strict=True)]
        for unit, numbers in wanted.items()
    }
    return {unit: numbers for unit, numbers in left.items() if any(numbers)}


def _ease(caps: Counts, first_monday: dt.date, percent: int) -> Counts:
    """Return how many more units have with ease: a share of all their places, rounded down and at least one, less what others hold.

    Units that cannot have more than that are left out.
    """
    capacity = unit_capacity(list(caps), weeks_from(first_monday, len(next(iter(caps.values()), ()))))
    found = {
        unit: [
            max(0, max(1, week.usable * percent // 100) - max(0, week.usable - cap))
            for week, cap in zip(capacity[unit], places, strict=True)
        ]
        for unit, places in caps.items()
    }
    return {
        unit: ease for unit, ease in found.items() if any(cap > one for cap, one in zip(caps[unit], ease, strict=True))
    }
