"""Working weeks of a person, and the seats wanted before any plan."""

import datetime as dt

import pytest

from randa.training.models import Enrolment
from randa.training.workweeks import calendar_weeks_needed, nominal_demand, working_weeks
from tests.factories import AbsenceFactory, EnrolmentFactory, ProgrammeBlockFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

FEBRUARY = dt.date(2027, 2, 1)


def test_a_week_that_an_absence_touches_is_no_working_week() -> None:
    absence = AbsenceFactory.create(starts_on=dt.date(2027, 2, 12), ends_before=dt.date(2027, 2, 15))

    assert working_weeks(FEBRUARY, 3, [absence]) == [FEBRUARY, dt.date(2027, 2, 15), dt.date(2027, 2, 22)]


def test_part_time_takes_longer_rounded_up_to_whole_weeks() -> None:
    assert [calendar_weeks_needed(46, percent) for percent in (100, 80, 50)] == [46, 58, 92]


def test_demand_spreads_the_nominal_weeks_evenly_over_the_working_weeks() -> None:
    programme = ProgrammeFactory.create(standard_weeks=20)
    ProgrammeBlockFactory.create(programme=programme, weeks_min=5, weeks_nominal=5, weeks_max=5)
    EnrolmentFactory.create(post__programme=programme)

    demand = nominal_demand(Enrolment.objects.all())

    assert len(demand) == 20
    assert set(demand.values()) == {0.25}
    assert min(demand) == (programme.region_id, "PSY", FEBRUARY)


def test_a_person_at_80_percent_holds_a_seat_for_longer() -> None:
    programme = ProgrammeFactory.create(standard_weeks=20)
    ProgrammeBlockFactory.create(programme=programme, weeks_min=8, weeks_nominal=10, weeks_max=13)
    EnrolmentFactory.create(post__programme=programme, percent=80)

    assert sum(nominal_demand(Enrolment.objects.all()).values()) == pytest.approx(12.5)
