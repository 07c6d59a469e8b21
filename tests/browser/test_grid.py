"""Planning by hand in the grid: one planner at work, two at the same time, and all of it without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from randa.placements.models import Placement, Plan
from randa.placements.services.drafts import copy_plan
from tests.browser.conftest import Opener
from tests.browser.judge import faults_as_it_stands, violations
from tests.browser.world import World

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture
def plan(world: World) -> Plan:
    """A draft of its own for each test."""
    return copy_plan(actor=world.manager, plan=world.draft)


@pytest.fixture
def grid(visit: Opener, plan: Plan) -> Page:
    return opened(visit, plan)


def opened(visit: Opener, plan: Plan, role: str = "training_manager") -> Page:
    page = visit(f"/placering/{plan.pk}/rutnat/", role, **CLIPBOARD)
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("[data-board][data-ready]")).to_be_visible(timeout=30_000)


def row_of(plan: Plan, number: int = 0) -> list[Placement]:
    """Return the blocks of a learner in the order of the grid."""
    first = plan.placements.order_by("enrolment__starts_on", "enrolment__post__number").values_list(
        "enrolment", flat=True
    )
    keys = list(dict.fromkeys(first))
    return list(plan.placements.filter(enrolment=keys[number]).order_by("starts_on"))


def cell(page: Page, block: Placement) -> Locator:
    return page.locator(f"[data-block='{block.pk}']")


def learners(page: Page) -> Locator:
    return page.get_by_role("grid", name="Läkare och veckor")


def stand_on(page: Page, block: Placement) -> None:
    """Click on a block, so that the keys mean it."""
    cell(page, block).click()
    expect(learners(page)).to_be_focused()


def done(page: Page, text: str) -> None:
    expect(page.locator("[data-told]")).to_contain_text(text, timeout=15_000)


def weeks_of(block: Placement) -> tuple[str, int]:
    block.refresh_from_db()
    return block.starts_on.isoformat(), block.working_weeks


def test_a_planner_moves_resizes_splits_joins_undoes_reloads_and_redoes(grid: Page, plan: Plan) -> None:
    first = row_of(plan)[0]
    was = weeks_of(first)
    box = cell(grid, first).bounding_box()
    assert box is not None

    grid.mouse.move(box["x"] + box["width"] / 2, box["y"] + 15)
    grid.mouse.down()
    grid.mouse.move(box["x"] + box["width"] / 2 + 62, box["y"] + 15, steps=4)
    grid.mouse.up()
    done(grid, "Flyttat")
    expect(grid.locator("[data-told]")).to_contain_text("På två ställen samtidigt")
    moved = weeks_of(first)
    assert moved > was
    stand_on(grid, first)
    grid.get_by_role("button", name="Kortare").click()
    done(grid, "Ändrad längd")
    assert weeks_of(first) == (moved[0], moved[1] - 1)
    learners(grid).focus()
    grid.keyboard.press("s")
    done(grid, "Delat")
    parts = plan.placements.filter(enrolment=first.enrolment, area=first.area_id)
    assert parts.count() == 2
    grid.keyboard.press("j")
    done(grid, "Sammanslaget")
    assert (parts.count(), weeks_of(first)) == (1, (moved[0], moved[1] - 1))

    for _step in range(4):
        grid.get_by_role("button", name="Ångra", exact=True).click()
        done(grid, "Ångrat")
        grid.wait_for_timeout(150)
    expect(grid.get_by_role("button", name="Ångra", exact=True)).to_be_disabled()
    assert weeks_of(first) == was
    grid.reload()
    ready(grid)
    grid.get_by_role("button", name="Gör om").click()

    done(grid, "Gjort om")
    assert weeks_of(first) == moved


def test_parts_at_different_units_are_joined_at_the_one_that_is_chosen(grid: Page, plan: Plan) -> None:
    first = next(one for one in row_of(plan) if one.unit is not None)
    stand_on(grid, first)
    grid.keyboard.press("s")
    done(grid, "Delat")
    parts = plan.placements.filter(enrolment=first.enrolment, area=first.area_id).order_by("starts_on")
    one, two = parts
    stand_on(grid, two)
    grid.keyboard.press("b")
    place = grid.get_by_role("dialog", name="Område och enhet")
    place.get_by_label("Enhet", exact=True).select_option("")
    place.get_by_role("button", name="Ändra blocken").click()
    done(grid, "Bytt enhet")

    stand_on(grid, two)
    grid.get_by_role("button", name="Slå ihop").click()
    dialog = grid.get_by_role("dialog", name="Slå ihop block på olika enheter")
    expect(dialog.get_by_label("Enhet som ska gälla")).to_have_value(str(one.pk))
    dialog.get_by_label("Enhet som ska gälla").select_option(str(two.pk))
    expect(dialog.get_by_role("status")).to_contain_text("Planens kostnad: +")
    assert violations(grid) == []
    dialog.get_by_label("Enhet som ska gälla").select_option(str(one.pk))
    dialog.get_by_role("button", name="Slå ihop blocken").click()

    done(grid, "Sammanslaget")
    joined = parts.get()
    assert (joined.pk, joined.unit, joined.working_weeks) == (one.pk, first.unit, first.working_weeks)


def test_one_block_after_another_is_dragged(grid: Page, plan: Plan) -> None:
    """The first drag must leave no marked text behind: the browser would drag that instead."""
    for number in range(3):
        block = row_of(plan, number)[0]
        was = weeks_of(block)
        grid.evaluate("document.querySelector('[data-told]').replaceChildren()")
        box = cell(grid, block).bounding_box()
        assert box is not None
        grid.mouse.move(box["x"] + 40, box["y"] + 15)
        grid.mouse.down()
        grid.mouse.move(box["x"] + 102, box["y"] + 15, steps=4)
        grid.mouse.up()
        done(grid, "Flyttat")
        assert weeks_of(block)[0] > was[0]


def test_a_block_gets_another_area_by_key_after_its_consequences_are_shown(grid: Page, plan: Plan) -> None:
    block = row_of(plan)[0]
    other = next(one for one in row_of(plan) if one.area_id != block.area_id)
    stand_on(grid, block)

    grid.keyboard.press("b")
    dialog = grid.get_by_role("dialog", name="Område och enhet")
    expect(dialog.get_by_label("Område")).to_have_value(block.area_id)
    dialog.get_by_label("Område").select_option(other.area_id)
    expect(dialog.get_by_role("status")).to_contain_text(f"{block.area} saknas.")
    assert violations(grid) == []
    assert plan.edits.count() == 0
    dialog.get_by_role("button", name="Ändra blocken").click()

    done(grid, "Bytt område")
    block.refresh_from_db()
    assert (block.area_id, block.unit) == (other.area_id, None)
    grid.keyboard.press("Control+z")
    done(grid, "Ångrat")
    block.refresh_from_db()
    assert block.area_id != other.area_id


def test_two_planners_change_the_same_block_and_neither_loses_anything(visit: Opener, plan: Plan) -> None:
    block = row_of(plan)[0]
    was = weeks_of(block)
    mine, theirs = opened(visit, plan), opened(visit, plan, "administrator")
    mine.route("**/nytt.json*", lambda route: route.abort())  # this window hears of nothing by itself
    stand_on(theirs, block)
    theirs.keyboard.press("+")
    done(theirs, "Ändrad längd")

    stand_on(mine, block)
    mine.get_by_role("button", name="Senare").click()
    dialog = mine.get_by_role("dialog", name="Två har ändrat samma block")
    expect(dialog).to_contain_text("har ändrat samma block sedan du såg det")
    expect(dialog.get_by_role("row")).to_have_count(2)
    assert violations(mine) == []
    assert weeks_of(block) == (was[0], was[1] + 1)
    dialog.get_by_role("button", name="Gör min ändring ändå").click()

    done(mine, "Flyttat")
    assert weeks_of(block)[1] == was[1]
    mine.get_by_role("button", name="Ångra", exact=True).click()
    done(mine, "Ångrat")
    assert weeks_of(block) == (was[0], was[1] + 1)


def test_two_planners_change_different_blocks_and_both_see_both(visit: Opener, plan: Plan) -> None:
    one, other = row_of(plan)[0], row_of(plan, 1)[0]
    mine, theirs = opened(visit, plan), opened(visit, plan, "administrator")
    was = weeks_of(one), weeks_of(other)

    stand_on(mine, one)
    mine.keyboard.press("+")
    stand_on(theirs, other)
    theirs.keyboard.press("+")

    done(mine, "har ändrat planen")
    expect(cell(mine, other)).to_have_attribute("aria-label", re.compile(f"{was[1][1] + 1} veckor"))
    assert (weeks_of(one)[1], weeks_of(other)[1]) == (was[0][1] + 1, was[1][1] + 1)


def test_a_cell_is_named_by_what_is_seen_in_it(grid: Page) -> None:
    """WCAG 2.5.3. axe takes the font for one of signs, and asks for no name."""
    cells = grid.locator("[role=gridcell]").all()

    seen = [(one.inner_text(), one.get_attribute("aria-label") or "") for one in cells]

    assert sum(text != "" for text, _name in seen) > 10
    assert [(text, name) for text, name in seen if text not in name] == []


def test_all_is_done_by_keyboard(grid: Page, plan: Plan) -> None:
    first = row_of(plan)[0]
    was = weeks_of(first)
    learners(grid).focus()
    grid.keyboard.press("Control+Home")
    for _step in range(60):
        if grid.locator("[data-status]").inner_text().count(f", {first.area},"):
            break
        grid.keyboard.press("ArrowRight")
    expect(grid.locator("[data-status]")).to_contain_text(str(first.enrolment.learner))

    grid.keyboard.press("m")
    for _step in range(2):
        grid.keyboard.press("ArrowRight")
    grid.keyboard.press("Enter")
    done(grid, "Flyttat")
    assert weeks_of(first)[0] > was[0]
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("l")
    done(grid, "Låst")
    grid.keyboard.press("Delete")
    expect(grid.get_by_text("1 valt block är låst. Lås upp det först.")).to_be_visible()
    grid.keyboard.press("l")
    done(grid, "Upplåst")
    grid.keyboard.press("Enter")
    panel = grid.get_by_role("dialog", name="Blocket")
    expect(panel.get_by_role("heading", name="Billigaste andra platser")).to_be_visible()
    assert faults_as_it_stands(grid) == []
    panel.get_by_label("Kommentar").fill("Önskar hösten")
    panel.get_by_role("button", name="Spara blocket").press("Enter")
    expect(panel).to_be_hidden()
    grid.keyboard.press("Control+z")
    done(grid, "Ångrat")


def test_one_of_the_best_other_places_is_chosen_with_a_button(grid: Page, plan: Plan) -> None:
    block = row_of(plan)[0]
    stand_on(grid, block)
    grid.keyboard.press("F2")
    panel = grid.get_by_role("dialog", name="Blocket")
    others = panel.locator(".block-other")
    expect(others.first).to_be_visible()
    assert others.count() <= 5

    others.first.click()

    expect(panel).to_be_hidden()
    assert plan.edits.get().kind == "arrange"


def test_what_is_copied_fills_down_and_of_a_paste_from_excel_what_does_not_fit_is_named(grid: Page, plan: Plan) -> None:
    first, second = row_of(plan)[0], row_of(plan, 1)
    stand_on(grid, first)
    grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Control+d")
    done(grid, "Kopierat")
    twin = next(one for one in second if one.area_id == first.area_id)
    assert weeks_of(twin)[1] == weeks_of(first)[1]

    grid.evaluate("text => navigator.clipboard.writeText(text)", f"{first.area_id}\t{first.area_id}\tXYZ")
    stand_on(grid, first)
    grid.keyboard.press("Control+v")
    dialog = grid.get_by_role("dialog", name="Allt passar inte")
    expect(dialog.get_by_role("row").filter(has_text="XYZ")).to_contain_text("Skriv områdets kod först")
    dialog.get_by_role("button", name=re.compile("Klistra in de 1")).click()

    done(grid, "Inklistrat")
    assert weeks_of(first)[1] == 2


def test_the_filters_narrow_the_rows_and_stay_in_the_address(grid: Page, plan: Plan) -> None:
    name = str(row_of(plan, 3)[0].enrolment.learner)

    grid.get_by_label("Sök i planen").fill(name)

    expect(grid.get_by_text(re.compile(r"^\d av \d+ läkare"))).to_be_visible()
    expect(grid).to_have_url(re.compile("q="))
    grid.get_by_role("button", name="Kvartal").click()
    expect(grid).to_have_url(re.compile("zoom=quarter"))
    expect(learners(grid).get_by_role("rowheader")).to_have_count(1)


def test_only_what_is_seen_is_in_the_page(visit: Opener, world: World) -> None:
    page = opened(visit, world.plan)

    assert int(learners(page).get_attribute("aria-rowcount") or 0) > 40
    assert page.locator(".board-row").count() < 60
    learners(page).evaluate("one => one.scrollTo(600, 1200)")
    page.wait_for_timeout(200)
    assert page.locator(".board-row").count() < 60
    expect(page.get_by_role("button", name="Ångra", exact=True)).to_have_count(0)


def test_without_a_script_a_block_is_changed_on_its_own_page(visit: Opener, plan: Plan) -> None:
    block = row_of(plan)[0]
    page = visit(f"/placering/{plan.pk}/rutnat/", java_script_enabled=False)
    page.get_by_role("link", name="Läkare och veckor").click()
    page.locator(f"a[href$='/block/{block.pk}/']").first.click()

    page.get_by_label("Kommentar").fill("Önskar våren")
    page.get_by_role("button", name="Spara blocket").click()

    expect(page.get_by_text("Sparat. Inga nya regelbrott.")).to_be_visible()
    block.refresh_from_db()
    assert block.comment == "Önskar våren"


def test_the_grid_is_printed_whole_however_little_of_it_is_seen(grid: Page, plan: Plan) -> None:
    everybody = plan.placements.values("enrolment").distinct().count()
    sheet = grid.locator("[data-sheet]")
    expect(sheet).to_be_hidden()

    grid.emulate_media(media="print")
    grid.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(sheet.locator("tbody th")).to_have_count(everybody)
    expect(sheet.locator("td[data-area]")).to_have_count(plan.placements.count())
    expect(sheet.locator("tbody")).to_be_visible()
    expect(learners(grid)).to_be_hidden()
    grid.evaluate("dispatchEvent(new Event('afterprint'))")
    grid.emulate_media(media="screen")
    expect(sheet.locator("table")).to_have_count(0)

    name = str(row_of(plan)[0].enrolment.learner)
    grid.get_by_label("Sök i planen").fill(name)
    grid.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(sheet.locator("tbody th")).to_have_count(1)
