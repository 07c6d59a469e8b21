"""Comments on blocks: what is too long is refused with what was written, and what is taken away is forgotten when undo is over."""

import pytest
from django.test import Client

from randa.core.audit.models import AuditEvent
from randa.people.models import User
from randa.placements.errors import CommentTooLongError
from randa.placements.models import Plan, PlanEdit
from randa.placements.queries.edits import STEPS
from randa.placements.services.blocks import comment_blocks, move_blocks
from randa.placements.services.forgetting import forget_comments
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.plans import publish_plan
from randa.placements.services.undo import redo_edit, undo_edit
from tests.placements.editing import block, draft_with, seen
from tests.placements.test_grid_pages import address, command
from tests.placements.test_plan_services import exported

pytestmark = pytest.mark.django_db
NOTE = "Väntar barn i maj, prata med henne först"


def say(planner: User, plan: Plan, text: str) -> PlanEdit:
    return comment_blocks(actor=planner, plan=plan, seen=seen(block(plan)), text=text).edit


def words(plan: Plan) -> list[str]:
    """Return every comment that the plan's edits hold."""
    sides = [side for edit in plan.edits.order_by("number") for side in (edit.before, edit.after)]
    return [row["comment"] for side in sides for row in side.values() if row and row["comment"]]


def test_a_comment_with_no_room_is_refused_with_both_figures_and_one_that_fits_exactly_is_kept() -> None:
    _region, planner, plan = draft_with()

    with pytest.raises(CommentTooLongError, match="301 tecken, och högst 300 får plats"):
        say(planner, plan, "x" * 301)
    assert plan.edits.count() == 0
    say(planner, plan, f"  {'x' * 300}  ")

    assert block(plan).comment == "x" * 300


def test_the_form_keeps_a_comment_that_is_too_long_and_the_browser_does_not_cut_it(client: Client) -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    client.force_login(planner)
    page = address("block", plan, psychiatry.pk)
    shown = client.get(page).content.decode()
    assert ('data-most="300"' in shown, 'maxlength="300"' in shown) == (True, False)
    long = "Lång " * 61

    answer = client.post(
        page, {"area": "PSY", "first_week": "2027v05", "weeks": 8, "comment": long, "seen": 0, "unit": psychiatry.unit_id}
    )  # fmt: skip

    assert answer.status_code == 422
    assert "comment" in answer.context["form"].errors
    assert long.strip() in answer.content.decode()


def test_the_grid_comments_on_many_blocks_at_once(client: Client) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)
    chosen = seen(block(plan), block(plan, "AKU"))

    told = command(client, plan, do="comment", text=NOTE, seen=chosen)
    refused = command(client, plan, do="comment", text="x" * 301, seen=seen(block(plan)))

    assert (told.status_code, told.json()["kind"]) == (200, "kommenterat")
    assert (refused.status_code, refused.json()["code"]) == (400, "comment_too_long")
    assert plan.placements.filter(comment=NOTE).count() == 2


def test_a_file_with_a_comment_that_is_too_long_names_the_row_and_nothing_is_stored() -> None:
    _region, planner, plan = draft_with()
    rows = exported(plan)
    rows[1] = [*rows[1][:8], "", "x" * 301]

    stored, faults = import_plan_rows(actor=planner, plan=plan, rows=rows)

    assert stored is None
    assert [(one.row, "301 tecken" in one.message) for one in faults] == [(2, True)]


def test_a_comment_that_is_taken_away_comes_back_by_undo_and_is_forgotten_when_undo_reaches_it_no_more() -> None:
    _region, planner, plan = draft_with()
    say(planner, plan, NOTE)
    say(planner, plan, "")
    assert forget_comments() == 0
    undo_edit(actor=planner, plan=plan)
    assert block(plan).comment == NOTE
    assert forget_comments() == 1, "the undoing itself is undone by nobody"
    redo_edit(actor=planner, plan=plan)
    assert (block(plan).comment, NOTE in words(plan)) == ("", True)

    for step in range(STEPS):
        move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=-1 if step % 2 else 1)

    assert forget_comments() > 0
    assert words(plan) == []
    assert forget_comments() == 0
    event = AuditEvent.objects.filter(action="plan.comments_forgotten").latest("pk")
    assert NOTE not in str(event.after)
    undo_edit(actor=planner, plan=plan)


def test_a_plan_that_is_no_draft_keeps_comments_on_its_blocks_and_in_no_edit() -> None:
    _region, planner, plan = draft_with()
    say(planner, plan, NOTE)
    publish_plan(actor=planner, plan=plan)

    assert forget_comments() == 1

    assert (words(plan), block(plan).comment) == ([], NOTE)
