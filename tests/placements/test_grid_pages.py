"""The grid's page, its data, its news and its commands; and a block's own page."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from randa.placements.editing.pasting import Misfit, Places, Run, read_cells
from randa.placements.models import Placement, Plan, PlanEdit
from randa.placements.services.blocks import lock_blocks, move_blocks
from tests.factories import person_with
from tests.placements.editing import WEEK, block, colleague, draft_with, seen, weeks
from tests.placements.world import START, add_unit

pytestmark = pytest.mark.django_db
PLACES = Places(frozenset({"PSY", "AKU"}), {"enh-1": (7, "PSY"), "psykiatrin": (7, "PSY")})


def address(name: str, plan: Plan, *more: object) -> str:
    return reverse(f"placements:{name}", args=[plan.pk, *more])


def command(client: Client, plan: Plan, **data: Any) -> HttpResponse:
    return client.post(address("grid_edit", plan), json.dumps(data), content_type="application/json")  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["grid", "grid_data", "grid_changes", "block"])
def test_a_page_of_the_grid_asks_as_often_for_three_learners_as_for_one(
    client: Client, name: str, django_assert_max_num_queries
) -> None:
    counts = []
    for doctors in (1, 3):
        region, planner, plan = draft_with(doctors)
        add_unit(region, "PSY", 1)
        for learner in range(min(doctors, 2)):
            move_blocks(actor=planner, plan=plan, seen=seen(block(plan, learner=learner)), weeks=1)
        client.force_login(planner)
        more = [block(plan).pk] if name == "block" else []
        with django_assert_max_num_queries(75) as captured:
            answer = client.get(address(name, plan, *more), {"efter": "0"})
        assert answer.status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_what_has_not_changed_is_an_empty_answer(client: Client) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)
    news = address("grid_changes", plan)
    first = client.get(news, {"efter": "0"})

    assert client.get(news, {"efter": "0"}, headers={"If-None-Match": first["ETag"]}).status_code == 304
    move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=1)
    later = client.get(news, {"efter": "0"}, headers={"If-None-Match": first["ETag"]})

    told = later.json()
    assert (told["number"], [one[0] for one in told["blocks"]]) == (1, [str(block(plan).pk)])
    assert told["edits"] == [[1, str(planner), "flyttat", True]]
    assert client.get(news, {"efter": "x"}).status_code == 400


def test_whoever_may_not_see_the_draft_learns_not_even_its_number(client: Client) -> None:
    _region, _planner, plan = draft_with()
    client.force_login(person_with("placements.view", at=draft_with()[0]))

    answer = client.get(address("grid_changes", plan), {"efter": "0"})

    assert (answer.status_code, answer.headers.get("ETag")) == (404, None)


def test_a_command_answers_with_what_changed_and_what_it_broke(client: Client) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)
    psychiatry = block(plan)

    told = command(client, plan, do="move", weeks=2, seen=seen(psychiatry)).json()

    assert weeks(psychiatry)[0] == START + 2 * WEEK
    assert (told["number"], told["mayUndo"], told["mayRedo"], told["kind"]) == (1, True, False, "flyttat")
    assert told["told"]["new"][0].startswith(str(psychiatry.enrolment.learner))
    assert command(client, plan, do="undo").json()["number"] == 2
    assert weeks(psychiatry)[0] == START


def test_the_answer_to_a_command_brings_what_others_did_since_one_last_heard(client: Client) -> None:
    region, planner, plan = draft_with()
    theirs = block(plan, learner=1)
    move_blocks(actor=colleague(region), plan=plan, seen=seen(theirs), weeks=1)
    client.force_login(planner)

    told = command(client, plan, do="move", weeks=1, seen=seen(block(plan)), since=0).json()

    assert {one[0] for one in told["blocks"]} == {str(block(plan).pk), str(theirs.pk)}
    assert [one[3] for one in told["edits"]] == [False, True]


def test_to_try_a_command_tells_its_consequences_and_changes_nothing(client: Client) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)

    told = command(client, plan, do="move", weeks=2, seen=seen(block(plan)), **{"try": True}).json()

    assert told["told"]["new"]
    assert (weeks(block(plan))[0], PlanEdit.objects.count()) == (START, 0)


def test_a_conflict_and_a_lock_are_answered_in_words_and_with_both_versions(client: Client) -> None:
    region, planner, plan = draft_with()
    read = seen(block(plan))
    other = colleague(region)
    lock_blocks(actor=other, plan=plan, seen=read, locked=True)
    client.force_login(planner)

    conflict = command(client, plan, do="move", weeks=1, seen=read)
    locked = command(client, plan, do="move", weeks=1, seen=seen(block(plan)))

    assert (conflict.status_code, conflict.json()["code"]) == (409, "edit_conflict")
    (one,) = conflict.json()["conflicts"]
    assert one["who"] == str(other)
    assert one["theirs"].endswith("låst")
    assert "2027v06" in one["mine"]
    assert (locked.status_code, locked.json()["message"]) == (409, "1 valt block är låst. Lås upp det först.")


@pytest.mark.parametrize(
    "data",
    [
        {}, {"do": "fly"}, {"do": "move"}, {"do": "move", "seen": []}, {"do": "move", "seen": {"x": 1}, "weeks": 1},
        {"do": "move", "seen": {}, "weeks": "1"}, {"do": "move", "seen": {}, "weeks": 10**9},
        {"do": "resize", "seen": {}, "weeks": 1, "edge": "top"}, {"do": "unit", "seen": {}, "unit": 1},
        {"do": "copy", "seen": {}, "to": [], "weeks": 0}, {"do": "comment", "seen": {}, "text": 7},
        {"do": "paste", "seen": {}, "rows": ["x"], "week": 0, "cells": []}, {"do": "join", "seen": {}, "unit_of": 7},
    ],
)  # fmt: skip
def test_a_command_that_means_nothing_is_a_bad_request(client: Client, data: dict[str, Any]) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)

    assert command(client, plan, **data).status_code == 400
    assert client.post(address("grid_edit", plan), "[", content_type="application/json").status_code == 400


def test_a_pasted_piece_is_tried_first_and_what_fits_is_laid(client: Client) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)
    psychiatry, unit = block(plan), block(plan).unit
    assert unit is not None
    asked: dict[str, Any] = {
        "do": "paste", "rows": [str(psychiatry.enrolment_id)], "week": 3, "seen": seen(psychiatry),
        "cells": [[f"PSY {unit.organisation.code}"] * 8 + ["", "kirurgi"], ["AKU"]],
    }  # fmt: skip

    tried = command(client, plan, **asked, **{"try": True}).json()
    assert (tried["fitting"], [(row, column) for row, column, _text, _why in tried["misfits"]]) == (1, [(0, 9), (1, 0)])
    command(client, plan, **asked)

    assert weeks(psychiatry) == (START + 3 * WEEK, START + 11 * WEEK, 8)


def test_cells_are_read_as_runs_and_every_cell_that_is_not_one_is_named() -> None:
    cells = [["PSY enh-1", "psy  ENH-1", "", "AKU", "AKU Psykiatrin", "Ledig"]]

    runs, misfits = read_cells(cells, PLACES)

    assert runs == [Run(0, 0, 2, "PSY", 7), Run(0, 3, 1, "AKU", None)]
    assert [(one.column, one.text) for one in misfits] == [(4, "AKU Psykiatrin"), (5, "Ledig")]
    assert misfits[0] == Misfit(0, 4, "AKU Psykiatrin", "Enheten hör till PSY.")


def test_a_block_is_changed_on_its_own_page_and_what_was_typed_survives_a_fault(client: Client) -> None:
    _region, planner, plan = draft_with()
    client.force_login(planner)
    psychiatry = block(plan)
    page = address("block", plan, psychiatry.pk)
    typed: dict[str, Any] = {"area": "PSY", "first_week": "2027v05", "weeks": 8, "comment": "Önskar hösten", "seen": 0}

    wrong = client.post(page, typed | {"first_week": "femte"})
    client.post(page, typed)

    assert (wrong.status_code, "Önskar hösten" in wrong.content.decode()) == (422, True)
    psychiatry.refresh_from_db()
    assert (psychiatry.comment, psychiatry.unit) == ("Önskar hösten", None)
    stale = client.post(page, typed | {"weeks": 7})
    assert (stale.status_code, "Spara min version ändå" in stale.content.decode()) == (422, True)
    assert client.post(page, typed | {"weeks": 7, "overwrite": "on"}, headers={"HX-Request": "true"}).status_code == 204


def test_a_blocks_page_says_why_it_is_red_and_offers_other_places(client: Client) -> None:
    region, planner, plan = draft_with()
    add_unit(region, "PSY", 1)
    psychiatry = block(plan)
    move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)
    client.force_login(planner)

    page = client.get(address("block", plan, psychiatry.pk)).content.decode()

    assert "På två ställen samtidigt 1 vecka" in page
    assert "Billigaste andra platser" in page


def test_a_published_plans_blocks_are_read_and_not_changed(client: Client) -> None:
    region, planner, plan = draft_with()
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.PUBLISHED)
    client.force_login(planner)
    page = address("block", plan, block(plan).pk)

    assert "Spara blocket" not in client.get(page).content.decode()
    assert client.post(page, {"weeks": 1}).status_code == 403
    assert command(client, plan, do="move", weeks=1, seen=seen(block(plan))).json()["code"] == "not_a_draft"
    assert Placement.objects.filter(plan=plan).count() == 4
    assert region


def test_no_page_of_the_grid_loads_the_compiler() -> None:
    """A web process stays small: numba alone takes a second and two hundred megabytes."""
    code = (
        "import django, sys; django.setup(); import randa.placements.views.grid, randa.placements.views.blocks;"
        "sys.exit('numba' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own words
