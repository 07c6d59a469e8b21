"""A draft to change by hand, and short ways to name what is in it."""

import datetime as dt

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.services.blocks import change_unit, move_blocks, split_blocks
from tests.factories import person_with
from tests.placements.test_plan_services import planned
from tests.placements.world import PERMISSIONS, START, add_unit, region_with

WEEK = dt.timedelta(weeks=1)


def draft_with(doctors: int = 2) -> tuple[Organisation, User, Plan]:
    """Return a region, who plans it, and a draft in which the first learner has eight weeks of psychiatry, then twelve of acute care."""
    region = region_with(doctors)
    planner = person_with(*PERMISSIONS, at=region)
    return region, planner, planned(region, planner)


def colleague(region: Organisation) -> User:
    return person_with(*PERMISSIONS, at=region)


def block(plan: Plan, area: str = "PSY", learner: int = 0) -> Placement:
    rows = plan.placements.filter(area=area).order_by("enrolment__post__number", "starts_on")
    return rows[learner]


def seen(*placements: Placement) -> dict[str, int]:
    """Return what a planner who has just read the blocks has seen."""
    return {str(one.pk): one.edited_in for one in placements}


def weeks(placement: Placement) -> tuple[dt.date, dt.date, int]:
    placement.refresh_from_db()
    return placement.starts_on, placement.ends_before, placement.working_weeks


def contents(plan: Plan) -> list[tuple[object, ...]]:
    """Return all that a plan says of its blocks, whatever their keys are."""
    columns = ("enrolment", "area", "unit", "starts_on", "ends_before", "working_weeks", "is_locked", "comment")
    return sorted(plan.placements.values_list(*columns), key=str)


def split(planner: User, plan: Plan, at: int = 4) -> tuple[Placement, Placement]:
    """Split the first learner's psychiatry and return its parts in order."""
    whole = block(plan)
    split_blocks(actor=planner, plan=plan, seen=seen(whole), before=START + at * WEEK)
    first, second = plan.placements.filter(enrolment=whole.enrolment, area="PSY").order_by("starts_on")
    return first, second


def around_acute_care(planner: User, plan: Plan) -> tuple[Placement, Placement]:
    """Lay the first learner's psychiatry as four weeks before acute care and four after, the latter at a unit of its own."""
    unit = add_unit(plan.regions.get(), "PSY", 1)
    first, second = split(planner, plan)
    move_blocks(actor=planner, plan=plan, seen=seen(block(plan, "AKU")), weeks=-4)
    move_blocks(actor=planner, plan=plan, seen=seen(second), weeks=12)
    second.refresh_from_db()
    change_unit(actor=planner, plan=plan, seen=seen(second), unit=unit)
    second.refresh_from_db()
    return first, second
