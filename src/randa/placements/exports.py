"""A plan as files: Excel that re-imports unchanged, and a calendar per person with lasting identities."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from randa.core.periods import monday_of, week_code
from randa.core.ui.export import xlsx_bytes
from randa.placements.models import Placement, Plan
from randa.training.models import Enrolment

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


def learner_calendar(enrolment: Enrolment, placements: Iterable[Placement], *, host: str) -> bytes:
    """Return an iCalendar file. An event keeps its identity over plan versions as long as it is the same area of the same enrolment.

    Identity is (enrolment, area): a programme holds each area at most once, so a moved block updates its event instead of adding one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Randa//Placeringar//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Placeringar – %(name)s") % {"name": enrolment.learner})
    for row in placements:
        calendar.add_component(_event(row, host))
    return bytes(calendar.to_ical())


def _event(row: Placement, host: str) -> Event:
    event = Event()
    where = str(row.unit) if row.unit else _("Plats saknas ännu")
    event.add("uid", f"{row.enrolment_id}-{row.area_id}@{host}")
    event.add("sequence", row.plan.version)
    event.add("dtstamp", row.plan.created_at)
    event.add("dtstart", monday_of(row.starts_on))
    event.add("dtend", row.ends_before)
    event.add("summary", f"{row.area}: {where}")
    event.add("location", f"{where}, {row.unit.site}" if row.unit and row.unit.site else where)
    event.add("transp", "TRANSPARENT")
    return event
