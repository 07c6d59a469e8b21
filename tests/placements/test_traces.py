"""What is left in the log when a draft is copied, and when an edit is undone and done again; and who may not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.placements.models import Plan
from randa.placements.services.blocks import move_blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.undo import redo_edit, undo_edit
from tests.factories import person_with
from tests.placements.editing import block, draft_with, seen
from tests.placements.world import PERMISSIONS, region_with

pytestmark = pytest.mark.django_db


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


def test_a_copy_is_logged_on_the_new_draft_with_both_versions() -> None:
    _region, planner, plan = draft_with()

    copy = copy_plan(actor=planner, plan=plan)

    (event,) = events("plan.copied")
    assert (event.object_id, event.actor_id) == (str(copy.pk), planner.pk)
    assert event.after == {"version": 2, "from_version": 1}


def test_undoing_and_redoing_are_logged_as_edits_of_their_own() -> None:
    _region, planner, plan = draft_with()
    move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=1)

    undo_edit(actor=planner, plan=plan)
    redo_edit(actor=planner, plan=plan)

    told = [(one.after["edit"], one.after["what"], one.after["blocks"], one.actor_id) for one in events("plan.edited")]
    assert told == [(1, "move", 1, planner.pk), (2, "undo", 1, planner.pk), (3, "redo", 1, planner.pk)]


@pytest.mark.parametrize("permissions", [("placements.view",), ("placements.view", "placements.publish")])
def test_who_does_not_plan_every_region_of_a_plan_does_not_copy_it(
    client: Client, permissions: tuple[str, ...]
) -> None:
    region, _planner, plan = draft_with()
    other = region_with(1)
    plan.regions.add(other)
    reader, half = person_with(*permissions, at=region), person_with(*PERMISSIONS, at=region)

    for person in (reader, half):
        with pytest.raises(PermissionDenied):
            copy_plan(actor=person, plan=plan)
    client.force_login(half)
    answer = client.post(reverse("placements:copy_plan", args=[plan.pk]))

    assert answer.status_code == 403
    assert Plan.objects.count() == 1
    assert events("plan.copied") == []
