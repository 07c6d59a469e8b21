"""The engine's explanation -> what a plan keeps (JSON): ids of ours instead of the problem's numbers, weeks as ISO weeks."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from randa.core.periods import week_code
from randa.engines.planning.model import Plan as EnginePlan
from randa.placements.planning import BuiltProblem

if TYPE_CHECKING:
    from randa.engines.planning.explain import UnplacedBlock


def explanation_of(built: BuiltProblem, plan: EnginePlan) -> dict[str, Any]:
    """Return why each unplaced block is unplaced and what would help; empty lists when everybody has a place."""
    from randa.engines.planning.explain import explain  # loads the compiler: only a worker needs it

    told = explain(built.problem, plan)
    return {
        "blocks": [_block(built, block) for block in told.blocks],
        "shortages": [
            {
                "area": one.kind,
                "region": built.problem.regions[one.region],
                "blocks": one.blocks,
                "weeks": one.weeks,
                "unit": _unit(built, one.unit),
                "saved_weeks": one.saved_weeks,
            }
            for one in told.shortages
        ],
    }


def _block(built: BuiltProblem, block: "UnplacedBlock") -> dict[str, Any]:
    return {
        "enrolment": str(built.enrolments[block.doctor].pk),
        "area": block.block.kind,
        "weeks": block.block.weeks,
        "first_week": week_code(built.monday(block.first_week)),
        "last_week": week_code(built.monday(block.last_week)),
        "reason": block.reason.value,
        "tried": [
            {
                "unit": _unit(built, one.unit),
                "full": _spans(built, one.full_weeks),
                "full_weeks": len(one.full_weeks),
                "sitters": [str(built.enrolments[sitter].pk) for sitter in one.sitters],
            }
            for one in block.tried
        ],
        "remedies": [
            {
                "way": one.way.value,
                "price": one.price,
                "unit": _unit(built, one.unit),
                "unit_code": None if one.unit is None else built.units[one.unit].organisation.code,
                "other": None if one.other is None else str(built.enrolments[one.other].pk),
                "extra_weeks": one.extra_weeks,
            }
            for one in block.remedies
        ],
    }


def _unit(built: BuiltProblem, unit: int | None) -> str | None:
    return None if unit is None else str(built.units[unit])


def _spans(built: BuiltProblem, weeks: tuple[int, ...]) -> list[str]:
    """Return neighbouring weeks as spans: 2027v05–2027v09."""
    spans = []
    for _key, group in groupby(enumerate(weeks), key=lambda pair: pair[1] - pair[0]):
        run = [week for _number, week in group]
        first, last = week_code(built.monday(run[0])), week_code(built.monday(run[-1]))
        spans.append(first if first == last else f"{first}–{last}")
    return spans
