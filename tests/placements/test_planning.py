"""Database rows become the engine's problem: weeks, part time, absences, options and open seats."""

import datetime as dt

import pytest

from randa.placements.planning import build_problem
from tests.factories import AbsenceFactory, MandateChangeFactory, PlacementFactory, PlanFactory
from tests.placements.world import START, add_unit, enrolments, region_with

pytestmark = pytest.mark.django_db


def test_a_full_time_doctor_works_the_programmes_weeks_from_the_first_monday() -> None:
    region = region_with(1)

    built = build_problem(regions=[region], start_year=2027)

    assert built.first_monday == START
    assert built.problem.doctors[0].work == tuple(range(20))
    assert built.problem.templates[built.problem.doctors[0].template].total == 20


def test_weeks_of_absence_are_no_working_weeks() -> None:
    region = region_with(1)
    AbsenceFactory.create(
        enrolment=enrolments(region)[0], starts_on=dt.date(2027, 2, 8), ends_before=dt.date(2027, 2, 22)
    )

    (doctor,) = build_problem(regions=[region], start_year=2027).problem.doctors

    assert doctor.work == (0, *range(3, 22))


def test_eighty_per_cent_stretches_the_programme_and_every_block() -> None:
    region = region_with(1)
    enrolment = enrolments(region)[0]
    enrolment.percent = 80
    enrolment.save()

    built = build_problem(regions=[region], start_year=2027)

    template = built.problem.templates[built.problem.doctors[0].template]
    assert template.total == 25
    assert (template.blocks["PSY"].minimum, template.blocks["PSY"].nominal, template.blocks["AKU"].nominal) == (
        10,
        10,
        15,
    )


def test_a_seat_that_a_published_placement_of_another_holds_is_not_open() -> None:
    region = region_with(1)
    unit = next(one for one in build_problem(regions=[region], start_year=2027).units if one.area_id == "PSY")
    PlacementFactory.create(
        plan=PlanFactory.create(), unit=unit, area=unit.area, starts_on=START, ends_before=START + dt.timedelta(weeks=2),
        is_published=True,
    )  # fmt: skip

    problem = build_problem(regions=[region], start_year=2027).problem

    assert next(one for one in problem.units if one.kind == "PSY").cap[:4] == (0, 0, 1, 1)


def test_a_changed_mandate_takes_seats_from_its_week_on() -> None:
    region = region_with(3, psychiatry_seats=3)
    unit = next(one for one in build_problem(regions=[region], start_year=2027).units if one.area_id == "PSY")
    MandateChangeFactory.create(unit=unit, effective_on=START + dt.timedelta(weeks=2), seats_before=3, seats_after=1)

    problem = build_problem(regions=[region], start_year=2027).problem

    assert next(one for one in problem.units if one.kind == "PSY").cap[:4] == (3, 3, 1, 1)


def test_a_unit_of_another_region_is_an_option_only_within_reach_and_costs_more() -> None:
    home, near, far = region_with(1), region_with(0), region_with(0)
    near_unit, far_unit = add_unit(near, "PSY", 1), add_unit(far, "PSY", 1)
    far_unit.x_km = 400
    far_unit.save()

    built = build_problem(regions=[home, near, far], start_year=2027)

    prices = {built.units[option.unit].pk: option.cost for option in built.problem.doctors[0].options["PSY"]}
    assert prices[near_unit.pk] == 25
    assert far_unit.pk not in prices
    assert min(prices.values()) == 0
