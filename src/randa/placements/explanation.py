"""The engine's explanation -> what a plan keeps (JSON): ids of ours instead of the problem's numbers, weeks as ISO weeks."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from randa.core.periods import week_code
from randa.engines.planning.model import Plan as EnginePlan
from randa.engines.planning.model import Problem
from randa.placements.parts import area_of
from randa.placements.planning import BuiltProblem
from randa.training.models import Unit

if TYPE_CHECKING:
    from randa.engines.planning.explain import Shortage, UnplacedBlock


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a problem's numbers stand for: the enrolment's key by doctor, the unit, and the Monday of a week."""

    learner: Callable[[int], str]
    unit: Callable[[int], Unit]
    monday: Callable[[int], dt.date]


def meaning_of(built: BuiltProblem) -> Meaning:
    """Return what the numbers of a run's problem stand for."""
    return Meaning(lambda doctor: str(built.enrolments[doctor].pk), lambda unit: built.units[unit], built.monday)


def explanation_of(problem: Problem, plan: EnginePlan, means: Meaning) -> dict[str, Any]:
    """Return why each unplaced block of a legal plan is unplaced and what would help; empty lists when everybody has a place."""
    from randa.engines.planning.explain import explain  # loads the compiler: only a worker needs it

    told = explain(problem, plan)
    return {
        "blocks": [_block(means, block) for block in told.blocks],
        "shortages": _shortages(problem, told.shortages, means),
    }


def _shortages(problem: Problem, told: Iterable["Shortage"], means: Meaning) -> list[dict[str, Any]]:
    """Return what each area lacks in each region, its parts together; the unit is the one that helps most."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for one in told:
        made = {
            "area": area_of(one.kind),
            "region": problem.regions[one.region],
            "blocks": one.blocks,
            "weeks": one.weeks,
            "unit": _unit(means, one.unit),
            "saved_weeks": one.saved_weeks,
        }
        other = found.setdefault((area_of(one.kind), one.region), made)
        if other is not made:
            best = max(other, made, key=lambda side: int(side["saved_weeks"]))
            sums = {name: other[name] + made[name] for name in ("blocks", "weeks")}
            found[area_of(one.kind), one.region] = best | sums
    return sorted(found.values(), key=lambda one: -int(one["weeks"]))


def _block(means: Meaning, block: "UnplacedBlock") -> dict[str, Any]:
    return {
        "enrolment": means.learner(block.doctor),
        "area": area_of(block.block.kind),
        "weeks": block.block.weeks,
        "first_week": week_code(means.monday(block.first_week)),
        "last_week": week_code(means.monday(block.last_week)),
        "reason": block.reason.value,
        "tried": [
            {
                "unit": _unit(means, one.unit),
                "unit_code": means.unit(one.unit).organisation.code,
                "full": _spans(means, one.full_weeks),
                "full_weeks": len(one.full_weeks),
                "sitters": [means.learner(sitter) for sitter in one.sitters],
            }
            for one in block.tried
        ],
        "remedies": [
            {
                "way": one.way.value,
                "price": one.price,
                "unit": _unit(means, one.unit),
                "unit_code": None if one.unit is None else means.unit(one.unit).organisation.code,
                "other": None if one.other is None else means.learner(one.other),
                "extra_weeks": one.extra_weeks,
            }
            for one in block.remedies
        ],
    }


def _unit(means: Meaning, unit: int | None) -> str | None:
    return None if unit is None else str(means.unit(unit))


def _spans(means: Meaning, weeks: tuple[int, ...]) -> list[str]:
    """Return neighbouring weeks as spans: 2027v05–2027v09."""
    spans = []
    for _key, group in groupby(enumerate(weeks), key=lambda pair: pair[1] - pair[0]):
        run = [week for _number, week in group]
        first, last = week_code(means.monday(run[0])), week_code(means.monday(run[-1]))
        spans.append(first if first == last else f"{first}–{last}")
    return spans
