"""How long before a placement people must be told of it: rules as data, per region."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.placements.figures import Figure, said_by
from randa.regulations.models import Rule

PLACEMENT_RULE, SCHEDULE_RULE = "placement.notice_weeks", "placement.schedule_notice_weeks"


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice period that a plan is held to.

    Attributes:
        weeks: weeks before the first day when the unit and the period must be known; 0 where no rule says.
        urgent_weeks: weeks before the first day when the schedule should stand: nearer than this hits the harder.
        rule: where `weeks` comes from.
        day: counted from this day.
    """

    weeks: int
    urgent_weeks: int
    rule: Rule | None
    day: dt.date

    def weeks_before(self, first_day: dt.date) -> int:
        """Return the whole weeks from today to `first_day`; negative for a day that has passed."""
        return (first_day - self.day).days // 7

    def is_late(self, first_day: dt.date) -> bool:
        return self.weeks_before(first_day) < self.weeks

    def is_urgent(self, first_day: dt.date) -> bool:
        return self.weeks_before(first_day) < self.urgent_weeks


def notice_for(regions: Sequence[Organisation]) -> Notice:
    """Return the notice period for a plan over `regions`: the longest that any of them has."""
    said = said_by(regions, (Figure(PLACEMENT_RULE, 0, max), Figure(SCHEDULE_RULE, 0, max)))
    longest = said[PLACEMENT_RULE]
    return Notice(longest.value, said[SCHEDULE_RULE].value, longest.rule, today())
