"""A unit is asked to take one more: a yes raises the seats in those weeks alone, a no has a reason, and what was said stands in the log."""

import datetime as dt
import html
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
from randa.placements.models import Plan
from randa.supervisors.models import Supervisor
from randa.supply.errors import NobodyHasHoursError, OpeningAnsweredError, SupervisorFullError
from randa.supply.models import SeatOpening
from randa.supply.queries.openings import questions_at
from randa.supply.queries.promised import promised_at
from randa.supply.queries.staff import staff_of
from randa.supply.services.openings import Opened, ask_to_open, decline_opening, open_seat, withdraw_opening
from randa.supply.services.supervision import assign_supervisor
from randa.training.models import Unit
from tests.factories import (
    TODAY,
    LearnerKindFactory,
    MandateChangeFactory,
    PlacementFactory,
    PlanFactory,
    SeatOpeningFactory,
    SeatPeriodFactory,
    SupervisionFactory,
    SupervisorAbsenceFactory,
    SupervisorFactory,
    UnitRoomsFactory,
    person_with,
)
from tests.factories.proposals import ProposedBlockFactory
from tests.supply.world import placed_at

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


def _supervisor(unit: Unit) -> Supervisor:
    return Supervisor.objects.filter(unit=unit).earliest("pk")


def _opened(unit: Unit, opening: SeatOpening) -> Opened:
    return open_seat(actor=_head(unit), opening=opening, supervisor=_supervisor(unit))


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

    opened = open_seat(actor=head, opening=opening, supervisor=_supervisor(unit))

    assert (opened.weeks, opened.lacking, opened.opening.supervisor) == (2, 0, _supervisor(unit))
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
        open_seat(actor=head, opening=opening, supervisor=_supervisor(unit))

    assert _seats(unit)[1] == (3, 2)


def test_a_yes_says_in_how_many_weeks_the_seat_does_not_count_for_want_of_a_room() -> None:
    unit = _unit()
    UnitRoomsFactory.create(unit=unit, rooms=2, starts_on=FIRST + WEEK, ends_before=AFTER)

    opened = _opened(unit, _asked(unit, _planner(unit)))

    assert (opened.weeks, opened.lacking) == (2, 1)
    assert _seats(unit)[1:3] == [(3, 2), (3, 1)]


def test_a_yes_is_refused_when_all_that_the_supervisors_take_is_in_use_and_nothing_is_opened() -> None:
    unit = _unit(learners=2)
    opening = _asked(unit, _planner(unit))

    with pytest.raises(
        NobodyHasHoursError, match=r"har tid för en till 2027v17–2027v18, så platsen skulle inte räknas"
    ):
        _opened(unit, opening)

    opening.refresh_from_db()
    assert (opening.state, _seats(unit)[1]) == ("asked", (2, 1))


def test_the_refusal_names_the_weeks_in_which_nobody_has_time() -> None:
    unit = _unit()
    SupervisorAbsenceFactory.create(supervisor=_supervisor(unit), starts_on=AFTER - WEEK, ends_before=AFTER)

    with pytest.raises(NobodyHasHoursError, match=r"har tid för en till 2027v18, så"):
        _opened(unit, _asked(unit, _planner(unit)))


def test_whoever_stands_for_a_place_must_have_hours_left_beside_whom_they_have() -> None:
    unit = _unit()
    full = SupervisorFactory.create(unit=unit, learner_limit=1, supervision_hours_per_week=1)
    SupervisionFactory.create(supervisor=full, starts_on=FIRST, ends_before=FIRST + WEEK)
    opening = _asked(unit, _planner(unit))

    with pytest.raises(SupervisorFullError, match=r"inga handledningstimmar kvar v\. 17 2027"):
        open_seat(actor=_head(unit), opening=opening, supervisor=full)
    with pytest.raises(InvalidInputError, match="Välj en handledare på enheten"):
        open_seat(actor=_head(unit), opening=opening, supervisor=SupervisorFactory.create())

    assert _seats(unit)[1] == (2, 1)


def test_hours_that_are_kept_for_one_place_are_not_given_to_a_second() -> None:
    unit = _unit()
    one = SupervisorFactory.create(unit=unit, learner_limit=1, supervision_hours_per_week=1)
    planner, head = _planner(unit), _head(unit)
    first, second = _asked(unit, planner), _asked(unit, planner, starts_on=FIRST + WEEK)
    open_seat(actor=head, opening=first, supervisor=one)

    (question,) = [each for each in questions_at(unit, TODAY, may_answer=True) if each.opening == second]
    assert [each.supervisor for each in question.able] == [_supervisor(unit)]
    with pytest.raises(SupervisorFullError, match=r"inga handledningstimmar kvar v\. 18 2027"):
        open_seat(actor=head, opening=second, supervisor=one)
    (row,) = [row for row in staff_of(head, unit, FIRST).rows if row.supervisor == one]
    assert (row.places_left, row.openings) == (0, [first])


def test_hours_that_are_promised_in_a_proposal_are_not_given_to_a_place_more() -> None:
    unit = _unit()
    one = SupervisorFactory.create(unit=unit, learner_limit=1, supervision_hours_per_week=1)
    ProposedBlockFactory.create(unit=unit, supervisor=one, answer="yes", starts_on=FIRST, ends_before=AFTER)

    with pytest.raises(SupervisorFullError):
        open_seat(actor=_head(unit), opening=_asked(unit, _planner(unit)), supervisor=one)


def test_the_learner_who_comes_takes_up_the_place_and_its_hours_are_not_counted_twice() -> None:
    unit = _unit()
    one = SupervisorFactory.create(unit=unit, learner_limit=2, supervision_hours_per_week=2)
    head = _head(unit)
    opening = _asked(unit, _planner(unit))
    open_seat(actor=head, opening=opening, supervisor=one)
    placement = PlacementFactory.create(unit=unit, is_published=True, starts_on=FIRST, ends_before=AFTER)

    made = assign_supervisor(
        actor=head, enrolment=placement.enrolment, supervisor=one, starts_on=FIRST, ends_before=AFTER
    )

    opening.refresh_from_db()
    assert (opening.supervision, promised_at(unit)) == (made, {})
    made.delete()
    assert promised_at(unit) == {one.pk: [opening]}, "nobody comes after all, and the hours are kept again"


def test_whoever_stands_for_the_place_is_chosen_beforehand_when_somebody_comes(client: Client) -> None:
    unit, soon = _unit(), dt.date(2027, 2, 1)  # near enough for the unit to see who comes
    one = SupervisorFactory.create(unit=unit, learner_limit=2, supervision_hours_per_week=2)
    head = _head(unit)
    opening = _asked(unit, _planner(unit), starts_on=soon, ends_before=soon + 2 * WEEK)
    open_seat(actor=head, opening=opening, supervisor=one)
    plan = PlanFactory.create(regions=[unit.region], state=Plan.State.PUBLISHED)
    placement = placed_at(unit, plan)
    client.force_login(head)

    page = client.get(reverse("supply:confirm", args=[unit.organisation.code, placement.pk]))

    assert page.context["form"].initial["supervisor"] == str(one.pk)


def test_whoever_stands_for_a_place_is_told() -> None:
    unit = _unit()

    _opened(unit, _asked(unit, _planner(unit)))

    told = Notification.objects.get(recipient=_supervisor(unit).user, kind="supply.supervises")
    assert told.title == f"Du står för en plats till på {unit} 2027v17–2027v18"


def test_a_changed_mandate_holds_on_both_sides_of_the_opened_weeks() -> None:
    unit = _unit(seats=4)
    MandateChangeFactory.create(unit=unit, effective_on=FIRST + dt.timedelta(days=2), seats_before=4, seats_after=2)

    _opened(unit, _asked(unit, _planner(unit)))

    assert [seats for seats, _open in _seats(unit)] == [4, 5, 3, 2]


def test_a_unit_that_has_said_nothing_of_seats_gets_the_one_it_opens() -> None:
    unit = SupervisorFactory.create(learner_limit=9, supervision_hours_per_week=99).unit

    _opened(unit, _asked(unit, _planner(unit)))

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
        open_seat(actor=head, opening=opening, supervisor=_supervisor(unit))
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
        _opened(unit, opening)


def test_only_those_who_plan_there_ask_and_only_those_who_keep_the_unit_answer() -> None:
    unit = _unit()
    planner = _planner(unit)
    opening = _asked(unit, planner)

    with pytest.raises(PermissionDenied):
        _asked(unit, person_with("placements.view", at=unit.region))
    for act in (
        lambda: open_seat(actor=planner, opening=opening, supervisor=_supervisor(unit)),
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
    unchosen = client.post(address, {"open": "1"})
    assert (unchosen.status_code, "Välj vem som handleder den som kommer" in unchosen.content.decode()) == (422, True)
    client.post(address, {"open": "1", "supervisor": str(_supervisor(unit).pk)})

    assert SeatOpening.objects.get().state == "opened"
    page = client.get(reverse("supply:openings", args=[unit.organisation.code])).content.decode()
    assert "platsen är öppnad" in page
    assert f"<dt>Handleder</dt><dd>{_supervisor(unit)}</dd>" in page


def test_the_page_says_that_nobody_has_time_instead_of_a_button_and_a_no_is_still_given(client: Client) -> None:
    unit = _unit(learners=2)
    opening = _asked(unit, _planner(unit))
    client.force_login(_head(unit))
    page = reverse("supply:openings", args=[unit.organisation.code])
    address = reverse("supply:opening_answer", args=[unit.organisation.code, opening.pk])

    shown = client.get(page).content.decode()
    assert "Ingen behörig handledare på" in shown
    assert "Öppna platsen" not in shown
    late = client.post(address, {"open": "1", "supervisor": str(_supervisor(unit).pk)}, follow=True)

    assert "så platsen skulle inte räknas" in late.content.decode()
    assert SeatOpening.objects.get().state == "asked"
    client.post(address, {"answer": "Ingen har tid"})
    assert SeatOpening.objects.get().state == "declined"


def test_a_yes_to_a_question_that_was_taken_back_meanwhile_says_so_and_opens_nothing(client: Client) -> None:
    unit = _unit()
    planner = _planner(unit)
    opening = _asked(unit, planner)
    client.force_login(_head(unit))
    withdraw_opening(actor=planner, opening=opening)

    address = reverse("supply:opening_answer", args=[unit.organisation.code, opening.pk])
    late = client.post(address, {"open": "1", "supervisor": str(_supervisor(unit).pk)}, follow=True)

    assert str(OpeningAnsweredError(SeatOpening.objects.get().get_state_display())) in html.unescape(
        late.content.decode()
    )
    assert SeatOpening.objects.get().state == "withdrawn"


def test_a_second_press_of_yes_opens_one_seat_and_shows_it(client: Client) -> None:
    unit = _unit()
    opening = _asked(unit, _planner(unit))
    client.force_login(_head(unit))
    address = reverse("supply:opening_answer", args=[unit.organisation.code, opening.pk])

    twice = [
        client.post(address, {"open": "1", "supervisor": str(_supervisor(unit).pk)}, follow=True) for _ in range(2)
    ]

    assert ["platsen är öppnad" in one.content.decode() for one in twice] == [True, True]
    assert [seats for seats, _open in _seats(unit)] == [2, 3, 3, 2]


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

    # session, person, roles, unit, questions, bell, journal, kinds: 8; capacity 10; supervisors 5, whom they have, two for promises
    with django_assert_num_queries(26):
        page = client.get(reverse("supply:openings", args=[unit.organisation.code])).content.decode()

    assert page.count("Öppna platsen") == count


def test_a_question_from_somebody_who_has_left_is_answered(client: Client) -> None:
    unit = _unit()
    opening = SeatOpeningFactory.create(
        unit=unit, starts_on=FIRST, ends_before=AFTER
    )  # by somebody the head sees nothing of
    client.force_login(_head(unit))
    address = reverse("supply:opening_answer", args=[unit.organisation.code, opening.pk])

    client.post(address, {"open": "1", "supervisor": str(_supervisor(unit).pk)})

    opening.refresh_from_db()
    assert opening.state == "opened"
