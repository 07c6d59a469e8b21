"""Asking the forecast: what a quarter is made of, what another assumption would change, and paper for a board."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from randa.dimensioning.models import Scenario
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import World


def answer(page: Page) -> str:
    return page.get_by_role("region", name="Svaret").inner_text()


def more_seats_in_psychiatry(page: Page) -> None:
    """Set that assumption to the end of its span, as one does with the End key."""
    with page.expect_response("**/scenarier/prova/**"):
        page.get_by_role("slider", name=re.compile("^Platser i psykiatri")).press("End")


def test_a_cell_of_the_heat_map_opens_with_the_keyboard_without_leaving_the_page(visit: Opener) -> None:
    page = visit("/dimensionering/prognos/")
    panel = page.get_by_role("complementary", name="Vald ruta")
    heading = panel.get_by_role("heading").first.inner_text()

    page.locator("tbody tr").nth(3).locator("td a").nth(12).press("Enter")

    expect(panel.get_by_role("heading").first).not_to_have_text(heading)
    expect(page).to_have_url(re.compile("/prognos/$"))
    assert violations(page) == []


def test_an_assumption_is_moved_and_the_answer_follows_at_once(visit: Opener) -> None:
    page = visit("/dimensionering/scenarier/grundfallet/")
    before = answer(page)

    more_seats_in_psychiatry(page)

    expect(page.get_by_role("region", name="Svaret")).not_to_have_text(before, use_inner_text=True)
    assert violations(page) == []


def test_what_was_tried_is_saved_compared_and_removed(visit: Opener) -> None:
    page = visit("/dimensionering/scenarier/grundfallet/")
    more_seats_in_psychiatry(page)
    page.get_by_label("Namn", exact=True).fill("Provat i webbläsaren")
    page.get_by_role("button", name="Spara som nytt scenario").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Provat i webbläsaren")

    page.goto("/dimensionering/scenarier/")
    page.get_by_label("Jämför Provat i webbläsaren").check()
    page.get_by_role("button", name=re.compile("Jämför de valda")).click()
    expect(page.get_by_role("columnheader", name="Provat i webbläsaren")).to_be_visible()
    expect(page.get_by_role("heading", name="Vad Provat i webbläsaren ändrar")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Provat i webbläsaren").click()
    page.on("dialog", lambda question: question.accept())
    page.get_by_role("button", name="Ta bort", exact=True).click()

    expect(page.get_by_text("Scenariot Provat i webbläsaren är borttaget.")).to_be_visible()
    assert not Scenario.objects.filter(name="Provat i webbläsaren").exists()


def test_removing_a_scenario_asks_first(visit: Opener, world: World) -> None:
    made = Scenario.objects.create(name="Ska stå kvar", region=world.scenario.region, created_by=world.manager)
    page = visit(f"/dimensionering/scenarier/{made.pk}/")
    questions: list[str] = []

    def no(question: Dialog) -> None:
        questions.append(question.message)
        question.dismiss()

    page.on("dialog", no)
    page.get_by_role("button", name="Ta bort", exact=True).click()

    assert len(questions) == 1
    assert Scenario.objects.filter(pk=made.pk).exists()
    made.delete()


@pytest.mark.parametrize(
    "address",
    ["/dimensionering/", "/dimensionering/prognos/", "/dimensionering/prognos/avgor/", "/dimensionering/veckor/"],
)
def test_a_page_for_a_board_paper_is_one_click_away(visit: Opener, address: str) -> None:
    page = visit(address)

    with page.expect_download() as coming:
        page.locator("main a[href*='.pdf']").first.click()

    assert coming.value.path().read_bytes().startswith(b"%PDF")


def test_a_chart_has_its_figures_as_a_table(visit: Opener) -> None:
    page = visit("/dimensionering/")

    page.get_by_text("Visa siffrorna i en tabell").first.click()

    expect(page.locator(".chart table").first).to_be_visible()


def test_a_chosen_cell_is_seen_without_scrolling_and_leads_back_to_the_map(visit: Opener) -> None:
    page = visit("/dimensionering/prognos/")
    chosen = page.locator("tbody tr").nth(3).locator("td a").nth(12)
    chosen.click()
    heading = page.get_by_role("complementary", name="Vald ruta").get_by_role("heading").first

    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Tillbaka till rutan i kartan").click()

    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport(ratio=1)
