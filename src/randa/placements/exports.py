"""A plan as an Excel file that re-imports unchanged."""

import datetime as dt
from collections.abc import Iterable

from randa.core.periods import week_code
from randa.core.ui.export import xlsx_bytes
from randa.placements.models import Placement, Plan

# Headings are fixed Swedish words, whatever the language of the page: the file is also read back.
HEADINGS = ("Tjänst", "Namn", "Område", "Enhetskod", "Enhet", "Från vecka", "Till och med vecka", "Tjänstgöringsveckor")
NOTES = ("Låst", "Kommentar")  # what a planner has said of the block; a file without these columns is read too
LOCKED = "ja"


def plan_xlsx(plan: Plan, placements: Iterable[Placement], *, with_comments: bool) -> bytes:
    """Return a workbook with one row per block; a block without unit has empty unit cells. Weeks are ISO weeks, the last one included.

    What planners write to each other goes `with_comments` only.
    """
    rows = [
        (
            row.enrolment.post.number,
            str(row.enrolment.learner),
            row.area_id,
            row.unit.organisation.code if row.unit else "",
            str(row.unit) if row.unit else "",
            week_code(row.starts_on),
            week_code(row.ends_before - dt.timedelta(days=1)),
            row.working_weeks,
            LOCKED if row.is_locked else "",
            row.comment if with_comments else "",
        )
        for row in placements
    ]
    return xlsx_bytes(str(plan), HEADINGS + NOTES, rows)


def parse_week(text: str) -> dt.date:
    """Return the Monday of an ISO week written as 2027v05, 2027-W05 or 2027 v 5. Raises ValueError."""
    digits = text.upper().replace("-W", "V").replace(" ", "")
    year, separator, week = digits.partition("V")
    if not separator:
        raise ValueError(f"{text!r} is no ISO week")
    return dt.date.fromisocalendar(int(year), int(week), 1)
