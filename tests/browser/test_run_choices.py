"""A unit states how many it needs, a planner spreads the load, and the page about the run says what that cost."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.jobs import finish_job
from tests.browser.judge import violations
from tests.browser.world import World

REASON = "Med färre blir rutinen för liten."


def test_a_unit_states_what_it_needs_and_a_run_with_spread_load_tells_what_it_cost(visit: Opener, world: World) -> None:
    page = visit(f"/enheter/{world.ward}/uppgifter/")
    page.get_by_role("link", name="Ange minsta antal").click()
    page.get_by_label("Från och med").fill("2027-02-01")
    page.get_by_label("Till och med").fill("2028-12-31")
    page.get_by_label("Minst så många läkare samtidigt").fill("0")
    page.get_by_label("Skäl").fill(REASON)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Minst 1 måste anges.").first).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Minst så många läkare samtidigt").fill("2")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("region", name="Minst antal samtidigt").get_by_text(REASON)).to_be_visible()

    page.goto("/placering/ny/")
    expect(page.get_by_role("heading", name="Vad det kostar")).to_be_visible()
    page.get_by_label("Sprid belastningen mellan enheter").check()
    page.get_by_label("Söktid").fill("2")
    page.get_by_role("button", name="Starta planeringen").click()
    expect(page.get_by_text("Minst 5 måste anges.").first).to_be_visible()
    expect(page.get_by_label("Söktid")).to_have_value("2")
    expect(page.get_by_label("Sprid belastningen mellan enheter")).to_be_checked()
    page.get_by_label("Söktid").fill("6")
    page.get_by_role("button", name="Starta planeringen").click()
    finish_job(page)

    page.get_by_role("link", name=re.compile("Om körningen")).click()
    expect(page.get_by_text("varav enheter med för få eller för många")).to_be_visible()
    expect(page.get_by_text("Läkare och vecka utöver 80 % av enhetens platser")).to_be_visible()
    expect(page.get_by_text("Läkare och vecka under enhetens minsta antal")).to_be_visible()
    expect(page.get_by_text("Mellansverige 2025, version 1").first).to_be_visible()
    assert violations(page) == []
