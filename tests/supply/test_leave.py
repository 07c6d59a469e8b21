"""A supervisor is away: the seats turn amber the same minute, those concerned are named, and somebody can take over."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.placements.capacity import weeks_from
from randa.placements.models import Plan
from randa.supervisors.models import SupervisorAbsence
from randa.supply.errors import (
    AwayAlreadyError,
    EndsBeforeItStartsError,
    NotPlacedThereError,
    NotQualifiedError,
    SupervisorAwayError,
    SupervisorFullError,
)
from randa.supply.models import Supervision, UnitContact
from randa.supply.queries.calendar import seat_weeks
from randa.supply.queries.concerns import concerns_at, lost_periods
from randa.supply.queries.replacements import colleagues_for, near_units
from randa.supply.services.leave import record_leave, withdraw_leave
from randa.supply.services.supervision import assign_supervisor
from randa.supply.waiting import learners_without_supervisor
from tests.factories import (
    TODAY,
    PlanFactory,
    SeatPeriodFactory,
    SupervisionFactory,
    SupervisorAbsenceFactory,
    SupervisorFactory,
    UnitFactory,
    person_with,
)
from tests.supply.world import AWAY, BACK, FIRST, LAST, SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()


def _amber(small: SmallUnit) -> list[int]:
    weeks = seat_weeks([small.unit], weeks_from(AWAY - WEEK, 4))[small.unit.pk]
    return [week.amber for week in weeks]


def test_seats_turn_amber_the_same_minute_in_the_weeks_of_the_leave(small: SmallUnit) -> None:
    assert _amber(small) == [0, 0, 0, 0]

    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    assert _amber(small) == [0, 1, 1, 0]
    (concern,) = concerns_at(small.head, small.unit, since=TODAY)
    assert (concern.enrolment, concern.starts_on, concern.ends_before) == (small.enrolment, AWAY, BACK)


def test_a_leave_is_remembered_and_noting_it_again_changes_nothing(small: SmallUnit) -> None:
    for _time in range(2):
        record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    event = AuditEvent.objects.get()
    assert (event.action, event.subject_id) == ("supervisor_leave.recorded", small.supervisor.user_id)
    assert event.after == {"starts_on": "2027-03-01", "ends_before": "2027-03-15", "learners": 1}
    assert SupervisorAbsence.objects.count() == 1


def test_those_who_plan_and_keep_the_unit_are_told_but_not_who_did_it(small: SmallUnit) -> None:
    planner = person_with("placements.plan", at=small.unit.region)
    person_with("placements.plan", at=UnitFactory.create().region)

    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    told = Notification.objects.get()
    assert (told.recipient, told.kind) == (planner, "supply.leave")
    assert "1 plats saknar handledare" in told.body


def test_nobody_else_says_that_a_supervisor_is_away(small: SmallUnit) -> None:
    other = person_with("capacity.edit", at=UnitFactory.create().organisation)

    with pytest.raises(PermissionDenied, match="can_record_leave"):
        record_leave(actor=other, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)


def test_an_empty_period_and_one_that_overlaps_are_refused_with_what_to_do(small: SmallUnit) -> None:
    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    with pytest.raises(EndsBeforeItStartsError, match="Välj den dagen eller en senare"):
        record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=AWAY)
    with pytest.raises(AwayAlreadyError, match="2027-03-01 – 2027-03-14"):
        record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK + WEEK)


def test_a_leave_that_is_taken_back_gives_the_seats_back_and_ends_the_news(small: SmallUnit) -> None:
    person_with("placements.plan", at=small.unit.region)
    made = record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    withdraw_leave(actor=small.head, absence=made, reason="Blev frisk")

    assert _amber(small) == [0, 0, 0, 0]
    assert AuditEvent.objects.latest("pk").reason == "Blev frisk"
    assert Notification.objects.get().done_at is not None


def test_min_dag_of_planner_and_head_says_that_a_seat_lacks_a_supervisor_until_somebody_takes_over(
    small: SmallUnit,
) -> None:
    planner = person_with("placements.plan", at=small.unit.region)
    stranger = person_with("placements.plan", at=UnitFactory.create().region)
    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    (task,) = learners_without_supervisor(planner, TODAY)
    assert "saknar handledare" in task.title
    assert list(learners_without_supervisor(stranger, TODAY)) == []

    assign_supervisor(
        actor=small.head, enrolment=small.enrolment, supervisor=small.colleague, starts_on=AWAY, ends_before=BACK
    )
    assert list(learners_without_supervisor(small.head, TODAY)) == []


def test_a_colleague_takes_over_and_the_first_supervisor_keeps_the_days_around(small: SmallUnit) -> None:
    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)
    (concern,) = concerns_at(small.head, small.unit, since=TODAY)
    assert [one.supervisor for one in colleagues_for(concern)] == [small.colleague]

    assign_supervisor(
        actor=small.head, enrolment=small.enrolment, supervisor=small.colleague, starts_on=AWAY, ends_before=BACK
    )

    rows = Supervision.objects.order_by("starts_on").values_list("supervisor", "starts_on", "ends_before")
    assert list(rows) == [
        (small.supervisor.pk, FIRST, AWAY), (small.colleague.pk, AWAY, BACK), (small.supervisor.pk, BACK, LAST),
    ]  # fmt: skip
    assert _amber(small) == [0, 0, 0, 0]
    assert Notification.objects.get(kind="supply.supervises").recipient == small.colleague.user


def test_a_colleague_without_hours_left_is_neither_suggested_nor_taken(small: SmallUnit) -> None:
    other = placed_at(small.unit, small.placement.plan)
    SupervisionFactory.create(enrolment=other.enrolment, supervisor=small.colleague)
    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)
    (concern,) = concerns_at(small.head, small.unit, since=TODAY)

    assert colleagues_for(concern) == []
    with pytest.raises(SupervisorFullError, match=r"v\. 9 2027"):
        assign_supervisor(
            actor=small.head, enrolment=small.enrolment, supervisor=small.colleague, starts_on=AWAY, ends_before=BACK
        )


def test_who_is_away_not_qualified_or_at_another_unit_cannot_take_over(small: SmallUnit) -> None:
    away = SupervisorAbsenceFactory.create(
        supervisor__unit=small.unit, starts_on=BACK - WEEK, ends_before=BACK
    ).supervisor
    untrained = SupervisorFactory.create(unit=small.unit, trained_on=None)
    elsewhere = SupervisorFactory.create(unit=UnitFactory.create(region=small.unit.region))
    head = person_with("capacity.edit", at=small.unit.region)

    for supervisor, error in (
        (away, SupervisorAwayError), (untrained, NotQualifiedError), (elsewhere, NotPlacedThereError),
    ):  # fmt: skip
        with pytest.raises(error):
            assign_supervisor(
                actor=head, enrolment=small.enrolment, supervisor=supervisor, starts_on=AWAY, ends_before=BACK
            )


def test_units_near_home_with_a_free_seat_in_every_week_are_suggested_nearest_first(small: SmallUnit) -> None:
    def unit_at(km: float, seats: int = 1) -> object:
        made = UnitFactory.create(region=small.unit.region, area=small.unit.area, x_km=km)
        SeatPeriodFactory.create(unit=made, seats=seats)
        SupervisorFactory.create(unit=made, supervision_hours_per_week=Decimal("1.0"))
        return made

    far, near, nearest, full = unit_at(90), unit_at(40), unit_at(10), unit_at(5)
    placed_at(full, PlanFactory.create(state=Plan.State.PUBLISHED))

    found = near_units(small.enrolment, small.unit, AWAY, BACK)

    assert [(one.unit, one.minutes) for one in found] == [(nearest, 8), (near, 30)]
    assert far not in [one.unit for one in found]


def test_units_that_have_said_where_they_lie_tell_the_distance_as_the_crow_flies(small: SmallUnit) -> None:
    near, silent = (UnitFactory.create(region=small.unit.region, area=small.unit.area) for _number in range(2))
    for one in (near, silent):
        SeatPeriodFactory.create(unit=one, seats=1)
        SupervisorFactory.create(unit=one, supervision_hours_per_week=Decimal("1.0"))
    UnitContact.objects.create(unit=small.unit, latitude="60.60650", longitude="15.63550")
    UnitContact.objects.create(unit=near, latitude="60.15000", longitude="15.18000")

    found = {one.unit: one.crow_km for one in near_units(small.enrolment, small.unit, AWAY, BACK)}

    assert (round(found[near] or 0), found[silent]) == (57, None)


def test_a_supervision_loses_the_whole_weeks_that_a_leave_touches() -> None:
    supervision = Supervision(starts_on=FIRST, ends_before=LAST)
    leaves = [
        SupervisorAbsence(starts_on=AWAY + dt.timedelta(days=4), ends_before=BACK),
        SupervisorAbsence(starts_on=BACK, ends_before=BACK + dt.timedelta(days=1)),
        SupervisorAbsence(starts_on=LAST, ends_before=LAST + WEEK),
    ]

    assert [(one.starts_on, one.ends_before) for one in lost_periods(supervision, leaves)] == [(AWAY, BACK + WEEK)]


def test_who_supervises_whom_is_seen_by_both_and_by_the_unit_and_nobody_else(small: SmallUnit) -> None:
    stranger = person_with("placements.view", at=UnitFactory.create().region)

    for person, sees in (
        (small.enrolment.learner, 1), (small.supervisor.user, 1), (small.head, 1), (stranger, 0),
    ):  # fmt: skip
        assert Supervision.objects.visible_to(person).count() == sees
        with as_person(person.pk):
            assert Supervision.objects.count() == sees


def test_a_week_with_more_learners_than_supervision_is_amber_without_any_name(small: SmallUnit) -> None:
    small.supervision.delete()
    placed_at(small.unit, small.placement.plan)

    record_leave(actor=small.head, supervisor=small.colleague, starts_on=AWAY, ends_before=BACK)

    assert _amber(small) == [0, 1, 1, 0]
