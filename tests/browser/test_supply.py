"""A supervisor is away: the head of the unit says so, the seats turn amber, and somebody takes over."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import World

FIRST, LAST = "2027-03-01", "2027-03-14"  # two weeks in which the other supervisor of the ward has an hour left
WEEKS = f"?fran={FIRST}"


def test_a_leave_turns_seats_amber_and_a_replacement_is_chosen(visit: Opener, world: World) -> None:
    page = visit(f"/enheter/{world.ward}/{WEEKS}", "unit_head")
    taken = page.get_by_role("region", name="Platser vecka för vecka").get_by_role("row", name=re.compile("^Tagna"))
    two_weeks = taken.locator("td").filter(visible=True)
    expect(two_weeks.nth(0)).to_have_text("3")

    page.get_by_role("link", name="Handledare", exact=True).click()
    page.get_by_role("link", name=re.compile("Anteckna borta .*Fabelberg")).click()
    page.get_by_label("Borta från och med").fill(FIRST)
    page.get_by_label("Till och med").fill(LAST)
    page.get_by_role("button", name="Se vad det innebär").click()
    expect(page.get_by_text("2 platser blir utan handledare:")).to_be_visible()
    page.get_by_role("button", name="Spara frånvaro").click()

    expect(page.get_by_role("heading", name="2 platser saknar handledare")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/enheter/{world.ward}/{WEEKS}")
    for week in range(2):
        expect(two_weeks.nth(week)).to_have_class(re.compile("amber"))
    expect(two_weeks.nth(2)).to_have_text("3")

    page.goto("/")
    page.get_by_role("link", name="Välj ersättare").first.click()
    page.get_by_role("link", name="Välj ersättare").first.click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Låt den valda ta över").click()

    expect(page.get_by_role("heading", name="1 plats saknar handledare")).to_be_visible()
