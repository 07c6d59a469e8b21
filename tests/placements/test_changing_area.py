"""A block becomes another area's: what that breaks and costs is told first, undo takes it back, and two planners both see it."""

import pytest
from django.test import Client

from randa.placements.errors import UnitOfAnotherAreaError
from randa.placements.models import PlanEdit
from randa.placements.services.blocks import change_area, remove_blocks, split_blocks
from randa.placements.services.plans import publish_plan
from randa.placements.services.undo import redo_edit, undo_edit
from randa.training.models import PlacementArea
from tests.placements.editing import WEEK, block, colleague, contents, draft_with, seen, weeks
from tests.placements.test_grid_pages import address, command
from tests.placements.world import START, add_unit

pytestmark = pytest.mark.django_db


def area(code: str) -> PlacementArea:
    return PlacementArea.objects.get(pk=code)


def test_a_block_of_another_area_keeps_its_weeks_says_what_it_breaks_and_is_undone_and_done_again() -> None:
    _region, planner, plan = draft_with()
    psychiatry, acute = block(plan), block(plan, "AKU")
    first, was = contents(plan), weeks(psychiatry)

    made = change_area(actor=planner, plan=plan, seen=seen(psychiatry), area=area("AKU"), unit=acute.unit)

    assert weeks(psychiatry) == was
    assert (psychiatry.area_id, psychiatry.unit_id, made.edit.kind) == ("AKU", acute.unit_id, PlanEdit.Kind.AREA)
    (line,) = made.told.new
    assert "Område PSY saknas." in line
    assert "Delarna av Område AKU är tillsammans 20 veckor. Programmet säger 12–12." in line
    undo_edit(actor=planner, plan=plan)
    assert contents(plan) == first
    redo_edit(actor=planner, plan=plan)
    psychiatry.refresh_from_db()
    assert psychiatry.area_id == "AKU"


def test_areas_that_change_places_break_nothing_and_are_published() -> None:
    """Four weeks of acute care become psychiatry when psychiatry is four weeks short: the parts are read together."""
    region, planner, plan = draft_with()
    unit = add_unit(region, "PSY", 2)
    split_blocks(actor=planner, plan=plan, seen=seen(block(plan)), before=START + 4 * WEEK)
    second = plan.placements.get(enrolment=block(plan).enrolment, area="PSY", starts_on=START + 4 * WEEK)
    change_area(actor=planner, plan=plan, seen=seen(second), area=area("AKU"), unit=None)
    second.refresh_from_db()

    back = change_area(actor=planner, plan=plan, seen=seen(second), area=area("PSY"), unit=unit).told

    assert (back.new, len(back.mended)) == ([], 1)
    publish_plan(actor=planner, plan=plan)


def test_a_unit_of_another_area_is_refused_with_both_names() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)

    with pytest.raises(UnitOfAnotherAreaError, match=f"{psychiatry.unit} hör till Område PSY"):
        change_area(actor=planner, plan=plan, seen=seen(psychiatry), area=area("AKU"), unit=psychiatry.unit)

    assert plan.edits.count() == 0


def test_the_grid_tells_first_and_a_colleagues_change_is_shown_beside_ones_own(client: Client) -> None:
    region, planner, plan = draft_with()
    read = seen(block(plan))
    client.force_login(planner)
    asked = {"do": "area", "area": "AKU", "unit": None, "seen": read}

    told = command(client, plan, **asked, **{"try": True}).json()["told"]

    assert "Område PSY saknas." in told["new"][0]
    assert plan.edits.count() == 0
    remove_blocks(actor=colleague(region), plan=plan, seen=read)
    conflict = command(client, plan, **asked)
    (one,) = conflict.json()["conflicts"]
    assert (conflict.status_code, one["theirs"]) == (409, "borttaget")
    assert one["mine"].startswith("AKU plats saknas")
    assert command(client, plan, **asked, overwrite=True).json()["kind"] == "bytt område"
    assert command(client, plan, **(asked | {"area": "XYZ"})).status_code == 400


def test_a_blocks_form_takes_another_area_and_keeps_a_unit_that_does_not_fit_beside_why(client: Client) -> None:
    _region, planner, plan = draft_with()
    psychiatry, acute = block(plan), block(plan, "AKU")
    client.force_login(planner)
    page = address("block", plan, psychiatry.pk)
    data = {"area": "AKU", "unit": psychiatry.unit_id, "first_week": "2027v05", "weeks": 8, "comment": "", "seen": 0}

    refused = client.post(page, data)

    assert refused.status_code == 422
    assert refused.context["form"].errors["unit"]
    form = client.get(page).content.decode()
    assert form.index('<optgroup label="Område PSY">') < form.index('<optgroup label="Område AKU">')
    assert client.post(page, data | {"unit": acute.unit_id}).status_code == 302
    psychiatry.refresh_from_db()
    assert (psychiatry.area_id, psychiatry.unit_id) == ("AKU", acute.unit_id)
