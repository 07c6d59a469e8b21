"""The style guide in a real browser: accessible in both themes, within 320 px, and quiet under the strict policy."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from randa.core.ui.build import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE"),
        reason="needs a process of its own: DJANGO_ALLOW_ASYNC_UNSAFE=true pytest -m browser",
    ),
]
AXE = Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": "/usr/bin/chromium", "args": flags}


@pytest.fixture
def browser_context_args():
    return {"locale": "sv-SE", "bypass_csp": False}


@pytest.fixture
def guide(page: Page, live_server):
    def visit(width=1280, theme="light"):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        page.goto(f"{live_server.url}/stilguide/")
        return page

    return visit


def violations(page):
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [(fault["id"], node["target"]) for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_style_guide_has_no_accessibility_fault(guide, width, theme):
    assert violations(guide(width, theme)) == []


def test_an_open_dialog_and_palette_have_no_accessibility_fault(guide):
    page = guide()
    page.get_by_role("button", name="Öppna dialog").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    assert violations(page) == []


def test_nothing_reaches_outside_a_screen_of_320_px(guide):
    assert guide(width=320).evaluate("document.documentElement.scrollWidth") == 320


def test_the_browser_has_nothing_to_complain_about(page, guide):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    guide()
    page.get_by_role("combobox", name="Region", exact=True).select_option("Dalarna")
    expect(page.get_by_text("Rad 1–14 av 14 (14/70)")).to_be_visible()

    assert complaints == []


def test_the_bulk_bar_says_how_many_rows_are_chosen(guide):
    page = guide()
    expect(page.get_by_role("button", name="Avmarkera")).to_be_hidden()
    page.get_by_label("Välj Alma Ekdal 1").check()
    page.get_by_label("Välj Birk Norrsjö 1").check()
    expect(page.get_by_text("2 rader valda")).to_be_visible()


def test_sorting_works_without_javascript(browser, live_server):
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    page.goto(f"{live_server.url}/stilguide/")
    page.get_by_role("link", name="BT-läkare").click()
    expect(page.locator("tbody th").first).to_have_text("Alma Ekdal 1")
    assert page.url.endswith("?sort=learner")


def test_a_message_can_be_undone(guide):
    page = guide()
    page.get_by_role("button", name="Visa meddelande").click()
    page.get_by_role("status").get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ångrat. Placeringarna står som förut.")).to_be_visible()


def test_the_theme_stays_after_a_reload(guide):
    page = guide()
    page.get_by_label("Utseende").click()
    with page.expect_response("**/tema/"):
        page.get_by_role("button", name="Mörkt").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_palette_finds_a_page_by_its_name_and_says_when_nothing_is_found(guide):
    page = guide()
    page.keyboard.press("Control+k")
    page.keyboard.type("xyzzy")
    expect(page.get_by_text("Inget hittades")).to_be_visible()
