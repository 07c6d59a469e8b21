"""Working in the plan table as in a spreadsheet, and checking a table of one's own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from randa.dimensioning.models import PlannedPosts
from tests.browser.conftest import Opener
from tests.browser.judge import violations

DALARNA = "?region=REG-20&typ=ST&fran=2032&till=2034"  # years and posts that nobody else in these tests touches
Cell = Callable[[int], Locator]


@pytest.fixture
def table(visit: Opener) -> Page:
    PlannedPosts.objects.filter(post_type="ST", year__gte=2032).delete()
    return visit(f"/dimensionering/plan/{DALARNA}", permissions=["clipboard-read", "clipboard-write"])


def cell(page: Page, year: int, region: str = "REG-20") -> Locator:
    return page.locator(f"td[data-cell='{region}:{year}:ST']")


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def saved(year: int) -> list[int]:
    return list(
        PlannedPosts.objects.filter(region__code="REG-20", post_type="ST", year=year).values_list("posts", flat=True)
    )


def test_a_cell_is_typed_with_the_keyboard_saved_and_undone(table: Page) -> None:
    cell(table, 2032).focus()
    table.keyboard.type("41")
    table.keyboard.press("Enter")
    cell(table, 2032).press("ArrowRight")
    table.keyboard.type("42")
    table.keyboard.press("Tab")
    expect(table.locator("[data-changed-count]")).to_have_text("2 celler ändrade")

    table.get_by_role("button", name="Spara ändringarna").click()
    expect(table.get_by_text(re.compile("2 celler sparade i revision"))).to_be_visible()
    assert (saved(2032), saved(2033)) == ([41], [42])
    table.get_by_role("status").get_by_role("button", name="Ångra").click()

    expect(table.get_by_text(re.compile(r"Revision \d+ är ångrad"))).to_be_visible()
    assert (saved(2032), saved(2033)) == ([], [])


def test_what_is_typed_can_be_taken_back_before_it_is_saved(table: Page) -> None:
    cell(table, 2032).focus()
    table.keyboard.type("7")
    table.keyboard.press("Enter")
    cell(table, 2032).focus()
    table.keyboard.press("Control+z")

    expect(cell(table, 2032).locator("input")).to_have_value("")
    expect(table.locator("[data-changed-count]")).to_have_text("Inga osparade ändringar")


def test_sums_and_rates_follow_what_is_typed_at_once(table: Page) -> None:
    rate = table.locator("tr[data-formula]").filter(has_text=re.compile("100.000")).first.locator("td").first
    expect(rate).to_have_text("–")

    cell(table, 2032).focus()
    table.keyboard.type("29")
    table.keyboard.press("Enter")

    expect(rate).to_have_text(re.compile(r"^\d+,\d"))


def test_of_a_pasted_block_what_fits_is_taken_and_the_rest_is_named(table: Page) -> None:
    cell(table, 2032).focus()
    paste(table, "51\ttolv\t53")
    dialog = table.get_by_role("dialog", name="Allt passar inte")
    expect(dialog.get_by_role("row").filter(has_text="tolv")).to_contain_text("Skriv bara siffror.")
    assert violations(table) == []

    dialog.get_by_role("button", name="Klistra in de 2 som passar").click()

    expect(cell(table, 2032).locator("input")).to_have_value("51")
    expect(cell(table, 2033).locator("input")).to_have_value("")
    expect(cell(table, 2034).locator("input")).to_have_value("53")


def test_a_number_that_is_none_is_refused_with_a_reason_and_the_others_can_be_saved(table: Page) -> None:
    cell(table, 2032).focus()
    for text in ("61", "-2"):
        table.keyboard.type(text)
        table.keyboard.press("Tab")
    table.get_by_role("button", name="Spara ändringarna").click()

    expect(table.get_by_role("heading", level=1)).to_have_text("Granska raderna")
    expect(table.get_by_role("textbox", name=re.compile("^Antal, rad"))).to_have_value("-2")
    table.get_by_role("textbox", name=re.compile("^Antal, rad")).fill("62")
    table.get_by_role("button", name="Granska igen").click()
    table.get_by_role("button", name="Spara 2 celler").click()

    expect(table.get_by_text(re.compile("2 celler sparade i revision"))).to_be_visible()
    assert (saved(2032), saved(2033)) == ([61], [62])


def test_a_table_from_excel_with_one_bad_row_saves_the_good_ones(visit: Opener) -> None:
    page = visit("/dimensionering/plan/las-in/")

    page.get_by_role("textbox").first.fill("Region\tÅr\tTjänst\tAntal\nDalarna\t2035\tST\t71\nDalarna\t2036\tST\tmånga")
    page.get_by_role("button", name="Granska raderna").click()
    expect(page.get_by_role("textbox", name="Antal, rad 3")).to_have_value("många")
    page.get_by_role("button", name="Spara 1 cell").click()

    expect(page.get_by_text(re.compile("1 rad är inte sparad"))).to_be_visible()
    assert (saved(2035), saved(2036)) == ([71], [])


def test_the_keyboard_shows_a_cells_source_and_history(table: Page) -> None:
    cell(table, 2032).focus()
    table.keyboard.press("Alt+Enter")

    panel = table.get_by_role("dialog", name="Om cellen")
    expect(panel.get_by_role("heading", name="Historik")).to_be_visible()
    assert violations(table) == []
    table.keyboard.press("Escape")
    expect(cell(table, 2032)).to_be_focused()


def test_the_table_is_an_ordinary_form_without_a_script(visit: Opener) -> None:
    page = visit("/dimensionering/plan/?region=REG-20&typ=ST&fran=2037&till=2038", java_script_enabled=False)

    cell(page, 2037).locator("input").fill("81")
    page.get_by_role("button", name="Spara ändringarna").click()

    expect(page.get_by_text(re.compile("1 cell sparad i revision"))).to_be_visible()
    assert saved(2037) == [81]


def test_a_published_rate_that_is_wrong_is_named_with_its_likely_cause(visit: Opener) -> None:
    page = visit("/dimensionering/granska/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("main section.card").count() > 3


def test_a_wrong_total_in_a_table_of_ones_own_is_found_and_a_bad_row_does_not_stop_it(visit: Opener) -> None:
    page = visit("/dimensionering/granska/egen/")

    page.get_by_role("textbox").first.fill(
        "Region;BT 2030;BT 2030 per 100 000\nDalarna;80;26\nAtlantis;1;1\nUppsala;tio;19,8\nTotalt;170;23,1"
    )
    page.get_by_role("button", name="Granska tabellen").click()

    expect(page.get_by_role("heading", name=re.compile("går inte ihop"))).to_be_visible()
    refused = page.get_by_role("region", name="Rader att se över")
    expect(refused.get_by_role("row").filter(has_text="Atlantis")).to_be_visible()
    expect(refused.get_by_role("row").filter(has_text="tio")).to_be_visible()
    assert violations(page) == []
