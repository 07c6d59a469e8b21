"""The style guide, where every component stands: on a telephone, in dark, without a script, and each one at work."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.judge import violations

GUIDE = "/stilguide/"
TELEPHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible_on_a_telephone(visit: Opener, theme: str) -> None:
    assert violations(visit(GUIDE, "nobody", color_scheme=theme, **TELEPHONE)) == []


def test_an_open_dialog_and_palette_have_no_accessibility_fault(visit: Opener) -> None:
    page = visit(GUIDE, "nobody")
    page.get_by_role("button", name="Öppna dialog").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    assert violations(page) == []


def test_nothing_reaches_outside_a_screen_of_320_px(visit: Opener) -> None:
    page = visit(GUIDE, "nobody", viewport={"width": 320, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_filtering_a_table_works_under_the_strict_policy(visit: Opener) -> None:
    page = visit("/", "nobody")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(GUIDE)
    page.get_by_role("combobox", name="Region", exact=True).select_option("Dalarna")
    expect(page.get_by_text("Rad 1–14 av 14 (14/70)")).to_be_visible()

    assert complaints == []


def test_the_bulk_bar_says_how_many_rows_are_chosen(visit: Opener) -> None:
    page = visit(GUIDE, "nobody")
    expect(page.get_by_role("button", name="Avmarkera")).to_be_hidden()

    page.get_by_label("Välj Alma Ekdal 1").check()
    page.get_by_label("Välj Birk Norrsjö 1").check()

    expect(page.get_by_text("2 rader valda")).to_be_visible()


def test_sorting_works_without_a_script(visit: Opener) -> None:
    page = visit(GUIDE, "nobody", java_script_enabled=False)

    page.get_by_role("link", name="BT-läkare").click()

    expect(page.locator("tbody th").first).to_have_text("Alma Ekdal 1")
    expect(page).to_have_url(re.compile(r"\?sort=learner$"))


def test_a_message_can_be_undone(visit: Opener) -> None:
    page = visit(GUIDE, "nobody")
    page.get_by_role("button", name="Visa meddelande").click()

    page.get_by_role("status").get_by_role("button", name="Ångra").click()

    expect(page.get_by_text("Ångrat. Placeringarna står som förut.")).to_be_visible()


def test_the_palette_says_when_nothing_is_found(visit: Opener) -> None:
    page = visit("/")
    page.keyboard.press("Control+k")

    page.keyboard.type("xyzzy")

    expect(page.get_by_text("Inget hittades")).to_be_visible()
