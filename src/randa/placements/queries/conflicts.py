"""Both versions of blocks that two planners changed, in words."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.periods import week_code
from randa.placements.editing.conflicts import Conflict
from randa.placements.editing.rows import Row
from randa.training.models import Enrolment, Unit


def conflict_rows(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Return, per block, whose it is and its three versions: as seen, the other's and one's own. Two queries."""
    found = list(conflicts)
    rows = [row for one in found for row in (one.seen, one.theirs, one.mine) if row is not None]
    units = Unit.objects.select_related("organisation").in_bulk({row.unit for row in rows if row.unit is not None})
    learners = Enrolment.objects.select_related("learner").in_bulk({row.enrolment for row in rows})
    names = {str(key): str(one.learner) for key, one in learners.items()}

    def said(row: Row | None) -> str:
        return _("borttaget") if row is None else row_words(row, units)

    return [
        {
            "key": one.key,
            "learner": next((names.get(row.enrolment, "") for row in (one.seen, one.theirs, one.mine) if row), ""),
            "seen": said(one.seen),
            "theirs": said(one.theirs),
            "mine": said(one.mine),
            "who": one.who,
            "when": timezone.localtime(one.when).strftime("%H:%M"),
        }
        for one in found
    ]


def row_words(row: Row, units: dict[int, Unit]) -> str:
    """Return a block in words: area, unit, weeks, how many of service, and whether it is locked."""
    unit = str(units[row.unit]) if row.unit in units else _("plats saknas")
    first, last = week_code(row.starts_on), week_code(row.ends_before - dt.timedelta(days=1))
    weeks = ngettext("%(count)d vecka", "%(count)d veckor", row.weeks) % {"count": row.weeks}
    parts = [f"{row.area} {unit}", f"{first}–{last}", weeks]
    return ", ".join([*parts, *([_("låst")] if row.is_locked else []), *([f"”{row.comment}”"] if row.comment else [])])
