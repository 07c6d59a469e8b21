"""Calendars keep their identities; weeks are read in the ways people write them."""

import datetime as dt

import icalendar
import pytest

from randa.placements.exports import learner_calendar, parse_week
from randa.placements.models import Placement
from tests.factories import PlacementFactory, PlanFactory


@pytest.mark.parametrize("text", ["2027v05", "2027-W05", "2027 v 5", "2027V5"])
def test_a_week_is_read_in_every_way_people_write_it(text: str) -> None:
    assert parse_week(text) == dt.date(2027, 2, 1)


@pytest.mark.parametrize("text", ["", "v05", "2027", "2027v54", "feb"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_week(text)


@pytest.mark.django_db
def test_a_moved_block_updates_its_calendar_event_instead_of_adding_one() -> None:
    first = PlacementFactory.create(plan=PlanFactory.create(version=1))
    moved = PlacementFactory.create(
        plan=PlanFactory.create(version=2), enrolment=first.enrolment, area=first.area,
        starts_on=dt.date(2027, 3, 1), ends_before=dt.date(2027, 4, 26),
    )  # fmt: skip

    before, after = (event_of(row) for row in (first, moved))

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 2)
    assert (after["dtstart"].dt, after["dtend"].dt) == (dt.date(2027, 3, 1), dt.date(2027, 4, 26))


def event_of(placement: Placement) -> icalendar.Event:
    rows = Placement.objects.filter(pk=placement.pk).for_calendar()
    calendar = icalendar.Calendar.from_ical(learner_calendar(placement.enrolment, rows, host="randa.example"))
    (event,) = calendar.walk("VEVENT")
    return event
