"""Edits, planning runs, files, undoing, publishing, swaps and seats for others in any order: what counts has nobody in two places and no
seat given twice."""

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.jobs.services import execute
from randa.engines.planning.check import broken_rules
from randa.exchange.models import Inquiry
from randa.exchange.services.bidding import Bid, end_inquiry, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.exchange.services.requests import Wanted, ask_for_seats
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.editing.rows import Row
from randa.placements.models import OUTSIDE, Placement, Plan
from randa.placements.plan_file import read_plan
from randa.placements.planning import build_problem
from randa.placements.queries.board import broken_in_plan
from randa.placements.services.blocks import change_unit
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.plans import publish_plan, start_planning
from randa.placements.services.swaps import accept_swap, approve_swap, propose_swap
from randa.training.models import LearnerKind, Unit
from tests.exchange.world import ANSWERS, ASKS
from tests.factories import LearnerKindFactory, person_with
from tests.placements.editing import WEEK, colleague, draft_with, seen
from tests.placements.test_editing_properties import STEPS, do
from tests.placements.test_plan_services import exported
from tests.placements.world import START, add_unit, enrolments, region_with

Rows = set[Row]
FOR_OTHERS = ("offer", "confirm", "give back")
ACTS = (*STEPS, *("publish", "copy", "import", "fill", "swap", *FOR_OTHERS) * 3)
AT_ONCE = 0.7  # how often an offer is confirmed before anything else happens
COUNTS = {"publish", "swap", *FOR_OTHERS}  # what may change what counts
State = Inquiry.State


@dataclass
class World:
    """A region that plans, and a neighbour whose doctors and students come as guests."""

    region: Organisation
    planners: list[User]
    first: Plan
    host: User
    neighbour: Organisation
    guest_planner: User
    kinds: list[LearnerKind] = field(default_factory=list)


@pytest.fixture
def world(db: None) -> World:
    region, planner, plan = draft_with(3)
    add_unit(region, "AKU", 1)
    neighbour = region_with(3)
    kinds = [LearnerKindFactory.create(code="BT"), LearnerKindFactory.create(code="MED", weight=Decimal("0.5"))]
    host, guest_planner = person_with(*ANSWERS, at=region), person_with(*ASKS, at=neighbour)
    return World(region, [planner, colleague(region)], plan, host, neighbour, guest_planner, kinds)


def act(what: str, number: int, who: int, world: World) -> None:
    """Do one thing with one of the plans; what is refused is refused in words, and leaves what counts as it was."""
    chance = random.Random(number)  # noqa: S311  no secret: the same number does the same thing
    actor = world.planners[who]
    plans = list(Plan.objects.exclude(start_year=OUTSIDE).order_by("start_year", "version"))
    plan = chance.choice([plans[-1], chance.choice(plans)])
    if what in STEPS:
        do(what, number, actor, plan)
        return
    ways: dict[str, Callable[[], object]] = {
        "publish": lambda: publish_plan(actor=actor, plan=plan, reason="Mottagningen flyttar"),
        "copy": lambda: copy_plan(actor=actor, plan=plan),
        "fill": lambda: fill(actor, plan, chance),
        "import": lambda: import_plan_rows(actor=actor, plan=plan, rows=exported(plan)),
        "swap": lambda: swap(actor, plan, chance),
        "offer": lambda: offer(world, chance),
        "confirm": lambda: confirm(world, chance),
        "give back": lambda: give_back(world, chance),
    }
    before = counting()
    try:
        ways[what]()
        is_done = True
    except DomainError:
        is_done = False
    assert counting() == before or (what in COUNTS and is_done), "nothing else changes what counts"


def fill(actor: User, plan: Plan, chance: random.Random) -> None:
    """Put all that has no place at some unit of its area, full or not: a draft may, what counts may not."""
    for block in plan.placements.filter(unit=None).order_by("enrolment__post__number", "starts_on", "pk"):
        unit = chance.choice(list(block.area.units.order_by("pk")))
        change_unit(actor=actor, plan=plan, seen=seen(block), unit=unit)


def swap(actor: User, plan: Plan, chance: random.Random) -> None:
    """Let two learners of the plan change blocks of an area, by proposal, yes and approval."""
    area = chance.choice(["PSY", "AKU"])
    blocks = list(plan.placements.filter(area=area).order_by("enrolment__post__number", "starts_on", "pk"))
    if len({one.enrolment_id for one in blocks}) > 1:
        one, other = chance.sample(blocks, 2)
        other_learner = other.enrolment.learner
        made = propose_swap(actor=one.enrolment.learner, block=one.pk, partner=other_learner.email)
        approve_swap(actor=actor, swap=accept_swap(actor=other_learner, swap=made), reason="Båda vill")


def offer(world: World, chance: random.Random) -> None:
    """Let the neighbour ask for some seats, for doctors or students, perhaps by name, some unit offer them, and mostly confirm at once."""
    unit = chance.choice(list(Unit.objects.filter(region=world.region).order_by("pk")))
    seats, weeks, start = chance.randint(1, 2), chance.randint(4, 16), START + chance.randint(0, 8) * WEEK
    named = chance.sample(enrolments(world.neighbour), k=chance.choice([0, 0, seats]))
    wanted = Wanted(chance.choice(world.kinds), unit.area, seats, weeks, start, START, learners=named)
    request = ask_for_seats(
        actor=world.guest_planner, asker=world.neighbour, recipients=[world.region], wanted=wanted, today=today(),
        key=UUID(int=chance.getrandbits(128), version=4),
    )  # fmt: skip
    bid = Bid(seats, start, weeks)
    made = offer_seats(actor=world.host, inquiry=request.inquiries.get(), unit=unit, bid=bid, seen=0, today=today())
    if chance.random() < AT_ONCE:
        confirm_offer(actor=world.guest_planner, inquiry=made, seen=1, today=today())


def confirm(world: World, chance: random.Random) -> None:
    """Confirm what some unit has offered, while its promise holds or long after."""
    found = list(Inquiry.objects.filter(state=State.OFFERED).order_by("changed_at", "pk"))
    if found:
        day = today() + dt.timedelta(days=chance.choice([0, 30]))
        confirm_offer(actor=world.guest_planner, inquiry=chance.choice(found), seen=1, today=day)


def give_back(world: World, chance: random.Random) -> None:
    found = list(Inquiry.objects.filter(state=State.CONFIRMED).order_by("changed_at", "pk"))
    if found:
        end_inquiry(actor=world.host, inquiry=chance.choice(found), reason="Vi stänger", today=today())


def counting() -> Rows:
    return {Row.of(one) for one in Placement.objects.filter(is_published=True)}


def nothing_is_given_twice() -> None:
    """Count it anew from the rows, week by week: nothing of what the services ask is asked here."""
    at_once: Counter[tuple[object, object]] = Counter()
    sitting: dict[tuple[Unit, dt.date], Decimal] = defaultdict(Decimal)
    for one in Placement.objects.filter(is_published=True).select_related("unit", "kind"):
        for monday in mondays(one.starts_on, one.ends_before):
            at_once[one.enrolment_id, monday] += 1
            if one.unit is not None:
                sitting[one.unit, monday] += one.kind.weight if one.kind else 1
    for held in Inquiry.objects.filter(state=State.CONFIRMED).select_related("unit", "request__kind"):
        unplaced = (held.seats or 0) - held.learners.exclude(placement=None).count()
        assert held.unit is not None
        for monday in mondays(held.starts_on, held.ends_before):
            sitting[held.unit, monday] += unplaced * held.request.kind.weight
    assert max(at_once.values(), default=0) <= 1, "nobody is in two places"
    for (unit, monday), learners in sitting.items():
        seats = sum(
            unit.seat_periods.filter(starts_on__lte=monday, ends_before__gt=monday).values_list("seats", flat=True)
        )
        assert learners <= seats, f"{unit} {monday}"


def mondays(starts_on: dt.date | None, ends_before: dt.date | None) -> Iterator[dt.date]:
    assert starts_on is not None
    assert ends_before is not None
    yield from (starts_on + number * WEEK for number in range((ends_before - starts_on).days // 7))


def checker_and_database_agree(world: World) -> None:
    """What counts breaks no rule by the judge of edits, and none by the engine's own checker when the plan's file is read."""
    for plan in Plan.objects.filter(state=Plan.State.PUBLISHED).exclude(start_year=OUTSIDE):
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
@example(done=[("offer", number, 0) for number in range(12)])
@example(done=[("publish", 0, 0), *(("swap", number, 0) for number in range(4)), ("offer", 1, 0), ("give back", 0, 0)])
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
