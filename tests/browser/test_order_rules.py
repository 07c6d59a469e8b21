"""A region's co-ordinator proposes an order for the queues, the healthcare region's decides it with its minutes, and takes it back."""

import datetime as dt

from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.exchange.models import OrderRule
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody

REGION, WHOLE = "REG-03", "SR-MEL"
FROM = dt.timedelta(days=60)
PHONE = {"viewport": {"width": 360, "height": 740}}


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def propose(page: Page, day: dt.date) -> None:
    page.get_by_role("link", name="Ordningen", exact=True).click()
    fits(page)
    page.get_by_role("link", name="Föreslå en ny ordning").click()
    expect(page.get_by_label("Avgör först")).to_have_value("deadline")
    page.get_by_label("Avgör först").select_option("waiting")
    page.get_by_label("Avgör sedan").select_option("")
    page.get_by_label("Avgör därefter").select_option("")
    page.get_by_label("Gäller från").fill(today().isoformat())
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page.get_by_text("Välj en dag från och med i morgon").first).to_be_visible()
    fits(page)
    page.get_by_label("Gäller från").fill(day.isoformat())
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page.get_by_text("Förslaget är sparat. Det gäller först när det är beslutat.")).to_be_visible()


def test_an_order_is_proposed_by_a_region_decided_for_all_and_taken_back(visit: Opener) -> None:
    day = today() + FROM
    planner = visit("/utbyte/koer/", somebody("Ordnar", "coordinator", REGION))
    propose(planner, day)
    expect(planner.get_by_role("region", name="Vad den skulle ändra i köerna i dag")).to_be_visible()
    expect(planner.get_by_text("Den som samordnar hela")).to_be_visible()
    expect(planner.get_by_role("button", name="Besluta ordningen")).to_have_count(0)
    fits(planner)

    decider = visit(planner.url.partition("?")[0], somebody("Beslutar", "coordinator", WHOLE), **PHONE)
    decider.get_by_label("Beslutad av").fill("Påhittade samverkansnämnden")
    decider.get_by_label("Protokoll och paragraf").fill("Påhittat protokoll 2027:2 § 7")
    fits(decider)
    decider.get_by_role("button", name="Besluta ordningen").click()
    expect(decider.get_by_text("Ordningen är beslutad och gäller från sin dag")).to_be_visible()
    expect(decider.get_by_text("Påhittade samverkansnämnden").first).to_be_visible()
    fits(decider)

    rule = OrderRule.objects.get(healthcare_region__code=WHOLE, valid_from=day)
    assert (rule.state, rule.steps, rule.source) == ("decided", ["waiting"], "Påhittat protokoll 2027:2 § 7")
    decider.goto(rule.get_absolute_url())
    decider.get_by_text("Ta tillbaka ordningen").first.click()
    decider.get_by_label("Varför?").fill("Nämnden tar om beslutet")
    decider.get_by_role("button", name="Ta tillbaka ordningen").click()
    expect(decider.get_by_text("Ordningen är återtagen.")).to_be_visible()
    expect(decider.get_by_text("Nämnden tar om beslutet").first).to_be_visible()
