"""A unit states its patients, its region a rule and a budget, and the ceilings name what binds."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import World

FROM = "2028-01-03"
CEILINGS = "/dimensionering/prognos/tak/?region=REG-20"


def _state_beds(page: Page) -> None:
    page.get_by_role("link", name="Ange patientunderlag").click()
    page.get_by_label("Räknat i").select_option(label="vårdplatser")
    page.get_by_label("Antal").fill("7")
    page.get_by_label("Från och med").fill(FROM)
    assert violations(page) == []
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("region", name="Patientunderlag")).to_contain_text("7 vårdplatser")


def _decide_need(page: Page) -> None:
    page.get_by_role("link", name="Registrera patientunderlag per person").click()
    page.get_by_label("Område").select_option(label="Psykiatri")
    page.get_by_label("Räknat i").select_option(label="vårdplatser")
    page.get_by_label("Så många behöver en person").fill("7")
    page.get_by_label("Från och med").fill(FROM)
    page.get_by_label("Var det är beslutat").fill("Påhittat beslut 1")
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_role("region", name="Patienter per person som utbildas")).to_contain_text("7 vårdplatser")


def _decide_budget(page: Page) -> None:
    page.get_by_role("link", name="Registrera budget").click()
    page.get_by_label("Område").select_option(label="Psykiatri")
    page.get_by_label("År").select_option("2029")
    page.get_by_label("Budget, kronor").fill("650000")
    page.get_by_label("Kostnad per platsvecka, kronor").fill("6500")
    page.get_by_label("Var det är beslutat").fill("Påhittat beslut 2")
    page.get_by_role("button", name="Registrera").click()
    expect(
        page.get_by_text("Skriv vad kostnaden täcker.").first
    ).to_be_visible()  # nothing is counted without a word of what
    page.get_by_label("Vad kostnaden täcker").fill("Handledarnas tid (påhittat)")
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_text("Budgeten räcker till 100 platsveckor.")).to_be_visible()


def test_patients_and_a_budget_become_ceilings_and_the_one_that_binds_is_marked(visit: Opener, world: World) -> None:
    _state_beds(visit(f"/enheter/{world.ward}/uppgifter/", "unit_head"))
    page = visit(CEILINGS)
    page.get_by_role("link", name="Patientunderlag och budget").click()
    _decide_need(page)
    _decide_budget(page)
    assert violations(page) == []

    page.get_by_role("link", name="Se taken").click()

    psychiatry = page.locator("tbody#PSY")
    budget = psychiatry.get_by_role("row", name=re.compile("^Platser som budgeten räcker till"))
    expect(budget.get_by_role("cell").nth(3)).to_have_text(re.compile("^100\\s*lägst"))
    patients = psychiatry.get_by_role("row", name=re.compile("^Platser som patientunderlaget räcker till"))
    expect(patients.get_by_role("cell").nth(2)).to_have_text(re.compile(r"\d.* av \d+ enheter"))
    page.get_by_text("Psykiatrin", exact=True).last.click()
    expect(page.get_by_role("row", name=re.compile("7 vårdplatser"))).to_be_visible()
    assert violations(page) == []
