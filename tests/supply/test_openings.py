"""A unit is asked to take one more: a yes raises the seats in those weeks alone, a no has a reason, and what was said stands in the log."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.core.notifications.models import Notification
from randa.core.notifications.waiting import collect
from randa.people.models import User
from randa.placements.capacity import unit_capacity, weeks_from
from randa.supply.errors import OpeningAnsweredError
from randa.supply.models import SeatOpening
from randa.supply.services.openings import ask_to_open, decline_opening, open_seat, withdraw_opening
from randa.training.models import Unit
from tests.factories import (
    TODAY,
    LearnerKindFactory,
    MandateChangeFactory,
    SeatOpeningFactory,
    SeatPeriodFactory,
    SupervisorFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)
FIRST, AFTER = dt.date(2027, 4, 26), dt.date(2027, 5, 10)  # two weeks
AROUND = weeks_from(FIRST - WEEK, 4)


def _unit(seats: int = 2, learners: int = 9) -> Unit:
    unit: Unit = SupervisorFactory.create(learner_limit=learners, supervision_hours_per_week=99).unit
    SeatPeriodFactory.create(unit=unit, seats=seats, reserved=1)
    return unit


def _planner(unit: Unit) -> User:
    return person_with("placements.view", "placements.plan", at=unit.region)


def _head(unit: Unit) -> User:
    return person_with("placements.view", "capacity.edit", at=unit.organisation)


def _asked(unit: Unit, planner: User, *, starts_on: dt.date = FIRST, ends_before: dt.date = AFTER) -> SeatOpening:
    kind = LearnerKindFactory.create(code="BT", name_sv="BT-läkare", name_en="BT doctors")
    return ask_to_open(
        actor=planner, unit=unit, kind=kind, starts_on=starts_on, ends_before=ends_before, message="Sista blocket", today=TODAY
    )  # fmt: skip


def _seats(unit: Unit) -> list[tuple[int, int]]:
    return [(one.seats, one.open) for one in unit_capacity([unit.pk], AROUND)[unit.pk]]


def test_a_yes_gives_one_seat_more_in_those_weeks_and_what_is_around_them_stands() -> None:
    unit = _unit()
    planner, head = _planner(unit), _head(unit)
    opening = _asked(unit, planner)
    assert Notification.objects.filter(recipient=head, kind="supply.opening").exists()

    opened = open_seat(actor=head, opening=opening)

    assert (opened.weeks, opened.lacking) == (2, 0)
    assert _seats(unit) == [(2, 1), (3, 2), (3, 2), (2, 1)]
    assert [one.action for one in AuditEvent.objects.filter(action__startswith="unit.opening").order_by("pk")] == [
        "unit.opening_asked",
        "unit.opening_opened",
    ]
    assert Notification.objects.filter(recipient=planner, title__contains="tar emot en till").exists()


def test_a_yes_twice_opens_one_seat() -> None:
    unit = _unit()
    opening, head = _asked(unit, _planner(unit)), _head(unit)

    for _time in range(2):
        open_seat(actor=head, opening=opening)

    assert _seats(unit)[1] == (3, 2)


def test_a_yes_without_a_supervisor_says_in_how_many_weeks_the_seat_does_not_count() -> None:
    unit = _unit(learners=2)

    opened = open_seat(actor=_head(unit), opening=_asked(unit, _planner(unit)))

    assert (opened.weeks, opened.lacking) == (2, 2)
    assert _seats(unit)[1] == (3, 1)


def test_a_changed_mandate_holds_on_both_sides_of_the_opened_weeks() -> None:
    unit = _unit(seats=4)
    MandateChangeFactory.create(unit=unit, effective_on=FIRST + dt.timedelta(days=2), seats_before=4, seats_after=2)

    open_seat(actor=_head(unit), opening=_asked(unit, _planner(unit)))

    assert [seats for seats, _open in _seats(unit)] == [4, 5, 3, 2]


def test_a_unit_that_has_said_nothing_of_seats_gets_the_one_it_opens() -> None:
    unit = SupervisorFactory.create(learner_limit=9, supervision_hours_per_week=99).unit

    open_seat(actor=_head(unit), opening=_asked(unit, _planner(unit)))

    assert [seats for seats, _open in _seats(unit)] == [0, 1, 1, 0]


def test_the_weeks_that_the_period_touches_are_meant_whole() -> None:
    unit = _unit()
    opening = _asked(
        unit, _planner(unit), starts_on=FIRST + dt.timedelta(days=3), ends_before=AFTER - dt.timedelta(days=4)
    )

    assert (opening.starts_on, opening.ends_before) == (FIRST, AFTER)


def test_a_no_has_a_reason_that_whoever_asked_reads() -> None:
    unit = _unit()
    planner, head = _planner(unit), _head(unit)
    opening = _asked(unit, planner)

    with pytest.raises(InvalidInputError):
        decline_opening(actor=head, opening=opening, answer=" ")
    decline_opening(actor=head, opening=opening, answer="Handledaren är ledig")

    assert Notification.objects.get(recipient=planner, kind="supply.opening").body == "Handledaren är ledig"
    with pytest.raises(OpeningAnsweredError):
        open_seat(actor=head, opening=opening)
    with pytest.raises(OpeningAnsweredError):
        withdraw_opening(actor=planner, opening=opening)
    assert _seats(unit)[1] == (2, 1)


def test_asking_twice_is_one_question_and_one_taken_back_is_not_answered() -> None:
    unit = _unit()
    planner = _planner(unit)
    opening = _asked(unit, planner)
    assert _asked(unit, planner) == opening

    withdraw_opening(actor=planner, opening=opening)

    with pytest.raises(OpeningAnsweredError):
        open_seat(actor=_head(unit), opening=opening)


def test_only_those_who_plan_there_ask_and_only_those_who_keep_the_unit_answer() -> None:
    unit = _unit()
    planner = _planner(unit)
    opening = _asked(unit, planner)

    with pytest.raises(PermissionDenied):
        _asked(unit, person_with("placements.view", at=unit.region))
    for act in (
        lambda: open_seat(actor=planner, opening=opening),
        lambda: decline_opening(actor=planner, opening=opening, answer="Nej"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_weeks_that_have_begun_are_not_asked_for() -> None:
    unit = _unit()

    with pytest.raises(InvalidInputError, match="redan börjat"):
        _asked(unit, _planner(unit), starts_on=TODAY, ends_before=TODAY + WEEK)


def test_the_question_waits_on_the_day_of_the_keeper_and_is_answered_on_the_page(client: Client) -> None:
    unit = _unit()
    head = _head(unit)
    opening = _asked(unit, _planner(unit))
    assert [one.title for one in collect(head, TODAY) if "ombeds" in one.title] == [
        f"{unit} ombeds ta emot en till 2027v17–2027v18"
    ]
    client.force_login(head)
    address = reverse("supply:opening_answer", args=[unit.organisation.code, opening.pk])

    refused = client.post(address, {"answer": ""})
    assert (refused.status_code, "Skriv varför det inte går" in refused.content.decode()) == (422, True)
    client.post(address, {"open": "1"})

    assert SeatOpening.objects.get().state == "opened"
    assert "platsen är öppnad" in client.get(reverse("supply:openings", args=[unit.organisation.code])).content.decode()


def test_the_form_opens_with_what_the_plan_lacks(client: Client) -> None:
    unit = _unit()
    LearnerKindFactory.create(code="BT", name_sv="BT-läkare", name_en="BT doctors")
    client.force_login(_planner(unit))

    query = {"fran": "2027-04-26", "till": "2027-05-10", "vilka": "BT"}
    page = client.get(reverse("supply:openings", args=[unit.organisation.code]), query).content.decode()

    assert 'name="starts_on" value="2027-04-26"' in page
    assert 'name="last_day" value="2027-05-09"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_questions_as_for_one(
    client: Client, django_assert_num_queries: Callable[..., Any], count: int
) -> None:
    unit = _unit()
    for number in range(count):
        SeatOpeningFactory.create(unit=unit, starts_on=FIRST + number * WEEK)
    client.force_login(_head(unit))

    with django_assert_num_queries(8):  # session, person, roles, bell, unit; questions, kinds, journal
        client.get(reverse("supply:openings", args=[unit.organisation.code]))
