"""What the independent checker says of a plan, in words for the planner: names and weeks instead of the problem's numbers."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from randa.core.periods import week_code
from randa.placements.planning import BuiltProblem

_OF_UNIT = re.compile(r"^unit (\d+), week (\d+)")
_OF_DOCTOR = re.compile(r"^doctor (\d+)")


def in_words(built: BuiltProblem, violations: Sequence[str]) -> list[str]:
    """Return one sentence per unit or learner that breaks a rule, in the checker's order; nobody is named twice."""
    weeks: dict[int, list[str]] = {}
    learners: list[str] = []
    for violation in violations:
        if found := _OF_UNIT.match(violation):
            weeks.setdefault(int(found[1]), []).append(week_code(built.monday(int(found[2]))))
        elif found := _OF_DOCTOR.match(violation):
            learners.append(str(built.enrolments[int(found[1])].learner))
    return [_too_many(built, unit, span) for unit, span in weeks.items()] + [
        _("%(name)s: blocken följer inte programmets längder och ordning, eller ligger på en enhet som inte är möjlig.")
        % {"name": name}
        for name in dict.fromkeys(learners)
    ]


def _too_many(built: BuiltProblem, unit: int, weeks: Sequence[str]) -> str:
    span = weeks[0] if len(weeks) == 1 else f"{weeks[0]}–{weeks[-1]}"
    return _("%(unit)s, %(weeks)s: fler läkare än öppna platser.") % {"unit": built.units[unit], "weeks": span}
