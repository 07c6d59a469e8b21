"""What planning anew counts with: the price of a place that somebody has, and how long it searches. Rules as data, per region."""

from collections.abc import Sequence
from dataclasses import dataclass

from randa.organisations.models import Organisation
from randa.placements.figures import Figure, said_by
from randa.regulations.models import Rule

KEPT, KEPT_LOW = "placement.kept_place_points", "placement.kept_place_points_low"
SELECTION, WHOLE = "placement.selection_search_seconds", "placement.whole_search_seconds"
UNSAID = {KEPT: 40, KEPT_LOW: 8, SELECTION: 10, WHOLE: 40}  # where no rule says
FIGURES = [Figure(key, UNSAID[key], min if key == KEPT_LOW else max) for key in UNSAID]


@dataclass(frozen=True, slots=True)
class Terms:
    """What planning anew counts with in some regions.

    Attributes:
        kept_points: what a place that somebody has is worth keeping, in points of the plan's cost.
        kept_points_low: the same at the position of the dial that disturbs the most.
        selection_seconds, whole_seconds: how long chosen learners, or a whole draft, are searched for.
        rule: where the first of them comes from; None where nobody has said anything.
    """

    kept_points: int
    kept_points_low: int
    selection_seconds: int
    whole_seconds: int
    rule: Rule | None


def terms_for(regions: Sequence[Organisation]) -> Terms:
    """Return what holds for a plan over `regions`: the dearest place and the longest search of any; the low price is the lowest."""
    said = said_by(regions, FIGURES)
    return Terms(
        kept_points=said[KEPT].value,
        kept_points_low=said[KEPT_LOW].value,
        selection_seconds=said[SELECTION].value,
        whole_seconds=said[WHOLE].value,
        rule=said[KEPT].rule,
    )
