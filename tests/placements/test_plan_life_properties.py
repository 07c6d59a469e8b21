"""Edits, planning runs, files, undoing and publishing in any order: what counts has nobody in two places and no seat given twice."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from randa.core.errors import DomainError
from randa.core.jobs.services import execute
from randa.engines.planning.check import broken_rules
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.editing.rows import Row
from randa.placements.models import Placement, Plan
from randa.placements.plan_file import read_plan
from randa.placements.planning import build_problem
from randa.placements.queries.board import broken_in_plan
from randa.placements.services.blocks import change_unit
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.plans import publish_plan, start_planning
from tests.placements.editing import WEEK, colleague, draft_with, seen
from tests.placements.test_editing_properties import STEPS, do
from tests.placements.test_plan_services import exported
from tests.placements.world import START, add_unit

Rows = set[Row]
ACTS = (*STEPS, *("publish", "copy", "import", "fill") * 3)


@dataclass
class World:
    region: Organisation
    planners: list[User]
    first: Plan


@pytest.fixture
def world(db: None) -> World:
    region, planner, plan = draft_with(3)
    add_unit(region, "AKU", 1)
    return World(region, [planner, colleague(region)], plan)


def act(what: str, number: int, who: int, world: World) -> None:
    """Do one thing with one of the plans; what is refused is refused in words, and leaves what counts as it was."""
    chance = random.Random(number)  # noqa: S311  no secret: the same number does the same thing
    actor = world.planners[who]
    plans = list(Plan.objects.order_by("start_year", "version"))
    plan = chance.choice([plans[-1], chance.choice(plans)])
    if what in STEPS:
        do(what, number, actor, plan)
        return
    ways: dict[str, Callable[[], object]] = {
        "publish": lambda: publish_plan(actor=actor, plan=plan, reason="Mottagningen flyttar"),
        "copy": lambda: copy_plan(actor=actor, plan=plan),
        "fill": lambda: fill(actor, plan, chance),
        "import": lambda: import_plan_rows(actor=actor, plan=plan, rows=exported(plan)),
    }
    before = counting()
    try:
        ways[what]()
        is_done = True
    except DomainError:
        is_done = False
    assert counting() == before or (what, is_done) == ("publish", True), "only publishing changes what counts"


def fill(actor: User, plan: Plan, chance: random.Random) -> None:
    """Put all that has no place at some unit of its area, full or not: a draft may, what counts may not."""
    for block in plan.placements.filter(unit=None).order_by("enrolment__post__number", "starts_on", "pk"):
        unit = chance.choice(list(block.area.units.order_by("pk")))
        change_unit(actor=actor, plan=plan, seen=seen(block), unit=unit)


def counting() -> Rows:
    return {Row.of(one) for one in Placement.objects.filter(is_published=True)}


def nothing_is_given_twice() -> None:
    """Count it anew from the rows, week by week: nothing of what the services ask is asked here."""
    at_once: Counter[tuple[object, object]] = Counter()
    sitting: Counter[tuple[object, object]] = Counter()
    for one in Placement.objects.filter(is_published=True).select_related("unit"):
        monday = one.starts_on
        while monday < one.ends_before:
            at_once[one.enrolment_id, monday] += 1
            if one.unit is not None:
                sitting[one.unit, monday] += 1
            monday += WEEK
    assert max(at_once.values(), default=0) <= 1, "nobody is in two places"
    for (unit, monday), learners in sitting.items():
        seats = sum(
            unit.seat_periods.filter(starts_on__lte=monday, ends_before__gt=monday).values_list("seats", flat=True)
        )
        assert learners <= seats, f"{unit} {monday}"


def checker_and_database_agree(world: World) -> None:
    """What counts breaks no rule by the judge of edits, and none by the engine's own checker when the plan's file is read."""
    for plan in Plan.objects.filter(state=Plan.State.PUBLISHED):
        assert broken_in_plan(plan) == []
        built = build_problem(regions=[world.region], start_year=plan.start_year)
        read = read_plan(exported(plan), built)
        assert read.plan is not None, read.faults
        assert list(broken_rules(built.problem, read.plan)) == []
        assert Plan.objects.filter(state=Plan.State.PUBLISHED, name=plan.name).count() == 1, "one version counts"


acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10**6), st.integers(0, 1)), max_size=16)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(done=acts)
def test_no_order_of_acts_publishes_somebody_twice_or_a_seat_twice(
    world: World, done: list[tuple[str, int, int]]
) -> None:
    for what, number, who in [*done, ("publish", 0, 0)]:
        act(what, number, who, world)
        nothing_is_given_twice()
    checker_and_database_agree(world)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_made_beside_edits_and_published_plans_counts_with_them(world: World) -> None:
    planner = world.planners[0]
    publish_plan(actor=planner, plan=world.first)
    for number in range(6):
        do(("move", "copy", "split")[number % 3], number, world.planners[1], copy_plan(actor=planner, plan=world.first))
    job = start_planning(actor=planner, regions=[world.region], start_year=START.year, seconds=5)

    execute(str(job.pk))

    made = Plan.objects.get(job=job)
    publish_plan(actor=planner, plan=made, reason="Alla får plats nu")
    nothing_is_given_twice()
    checker_and_database_agree(world)
    assert made.placements.filter(is_published=True).exists()
