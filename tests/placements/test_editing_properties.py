"""Whatever planners do in whatever order: no block is lost or doubled, and undoing all of it gives the first plan back."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from randa.core.errors import DomainError
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.queries.board import broken_in_plan, overdrawn
from randa.placements.services import blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.undo import redo_edit, undo_edit
from tests.placements.editing import WEEK, colleague, contents, draft_with, seen
from tests.placements.test_plan_services import exported

Draft = tuple[Plan, list[User]]
STEPS = (
    "move",
    "resize",
    "split",
    "join",
    "copy",
    "remove",
    "unit",
    "area",
    "lock",
    "unlock",
    "comment",
    "undo",
    "redo",
)


@pytest.fixture
def world(db: None) -> Draft:
    region, planner, plan = draft_with(2)
    return plan, [planner, colleague(region)]


def do(step: str, number: int, actor: User, plan: Plan) -> int:
    """Do one thing with a block chosen by the number; return how many blocks more there should be."""
    chance = random.Random(number)  # noqa: S311  no secret: the same number does the same thing
    rows = list(plan.placements.order_by("enrolment__post__number", "starts_on", "pk"))
    if not rows:
        return 0
    row = chance.choice(rows)
    own = [one for one in rows if (one.enrolment_id, one.area_id) == (row.enrolment_id, row.area_id)]
    common = {"actor": actor, "plan": plan, "seen": seen(row)}
    count = plan.placements.count()
    ways: dict[str, Callable[[], object]] = {
        "move": lambda: blocks.move_blocks(**common, weeks=chance.randint(-20, 20)),
        "resize": lambda: blocks.resize_blocks(
            **common, weeks=chance.randint(-9, 9), edge=chance.choice(["start", "end"])
        ),
        "split": lambda: blocks.split_blocks(**common, before=row.starts_on + chance.randint(0, 9) * WEEK),
        "join": lambda: blocks.join_blocks(
            **common | {"seen": seen(*own)},
            unit_of=str(row.pk),
        ),
        "copy": lambda: blocks.copy_blocks(**common, to=[str(chance.choice(rows).enrolment_id)]),
        "remove": lambda: blocks.remove_blocks(**common),
        "unit": lambda: blocks.change_unit(**common, unit=chance.choice([None, *(one.unit for one in rows)])),
        "area": lambda: blocks.change_area(**common, area=chance.choice(rows).area, unit=None),
        "lock": lambda: blocks.lock_blocks(**common, locked=True),
        "unlock": lambda: blocks.lock_blocks(**common, locked=False),
        "comment": lambda: blocks.comment_blocks(**common, text=f"Nummer {number}"),
        "undo": lambda: undo_edit(actor=actor, plan=plan),
        "redo": lambda: redo_edit(actor=actor, plan=plan),
    }
    try:
        ways[step]()
    except DomainError:
        assert plan.placements.count() == count, "what is refused changes nothing"
        return 0
    return {"split": 1, "join": 1 - len(own), "remove": -1}.get(step, plan.placements.count() - count)


things = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 10**6), st.integers(0, 1)), max_size=14)
tried = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.slow
@pytest.mark.django_db
@tried
@given(done=things)
def test_no_block_is_lost_or_doubled_and_every_version_can_be_told_from_the_edits(
    world: Draft, done: list[tuple[str, int, int]]
) -> None:
    source, planners = world
    plan = copy_plan(actor=planners[0], plan=source)
    expected = plan.placements.count()

    for step, number, who in done:
        expected += do(step, number, planners[who], plan)

    rows = list(plan.placements.all())
    assert len(rows) == expected
    assert Counter(str(row.pk) for row in rows).most_common(1)[0][1] == 1 if rows else True
    for edit in plan.edits.order_by("number"):
        assert edit.before.keys() == edit.after.keys()
    newest = {key: row for edit in plan.edits.order_by("number") for key, row in edit.after.items()}
    for key, row in newest.items():
        found = Placement.objects.filter(pk=key).first()
        assert (found is None) == (row is None)
        if found is not None:
            assert dt.date.fromisoformat(row["starts_on"]) == found.starts_on


@pytest.mark.slow
@pytest.mark.django_db
@tried
@given(done=things)
def test_undoing_all_gives_the_first_plan_and_redoing_all_the_last(
    world: Draft, done: list[tuple[str, int, int]]
) -> None:
    source, planners = world
    plan = copy_plan(actor=planners[0], plan=source)
    first = contents(plan)
    for step, number, _who in done:
        do(step, number, planners[0], plan)
    last = contents(plan)

    back = 0
    while _stepped(undo_edit, planners[0], plan):
        back += 1
    assert contents(plan) == first
    for _step in range(back):
        assert _stepped(redo_edit, planners[0], plan)

    assert contents(plan) == last


@pytest.mark.slow
@pytest.mark.django_db
@settings(tried, max_examples=10)
@given(done=things)
def test_a_draft_that_breaks_no_rule_is_read_back_from_its_file_as_it_was(
    world: Draft, done: list[tuple[str, int, int]]
) -> None:
    source, planners = world
    plan = copy_plan(actor=planners[0], plan=source)
    for step, number, _who in done:
        do(step, number, planners[0], plan)
        while broken_in_plan(plan) or _is_overdrawn(plan):  # a file is taken whole or not at all
            undo_edit(actor=planners[0], plan=plan)

    stored, faults = import_plan_rows(actor=planners[0], plan=plan, rows=exported(plan))

    assert faults == []
    assert stored is not None
    assert contents(stored) == contents(plan)


def _is_overdrawn(plan: Plan) -> bool:
    return bool(overdrawn(plan, [key for key in plan.placements.values_list("unit", flat=True) if key]))


def _stepped(step: Callable[..., object], actor: User, plan: Plan) -> bool:
    try:
        step(actor=actor, plan=plan)
    except DomainError:
        return False
    return True
