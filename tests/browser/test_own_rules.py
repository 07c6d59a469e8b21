"""A director drafts the region's rules by keyboard, a manager publishes them on a phone with the decision, and takes them back."""

import datetime as dt

from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.regulations.models import RuleSet
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody

REGION = "REG-04"
BELOW = "En läkare och vecka under en enhets minsta antal"
PHONE = {"viewport": {"width": 360, "height": 740}}


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def write(page: Page, day: dt.date) -> None:
    page.get_by_role("button", name="Skriv en ny version").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Utkast till version 2")
    fits(page)
    page.get_by_label("Gäller från").fill(day.isoformat())
    page.get_by_label(BELOW).fill("1001")
    page.get_by_label("Beslutad av").fill("Påhittade regionstyrelsen")
    page.get_by_role("button", name="Spara och granska").click()
    # What the browser itself refuses is not sent: the field says how much there may be.
    assert page.get_by_label(BELOW).evaluate("field => field.validity.rangeOverflow")
    page.get_by_label(BELOW).fill("60")
    page.get_by_label("Varsel om schema").fill("30")
    page.get_by_role("button", name="Spara och granska").click()
    expect(page.get_by_text("Högre än ”Varsel före en placering”, som är 12 veckor").first).to_be_visible()
    expect(page.get_by_label(BELOW)).to_have_value("60")
    expect(page.get_by_label("Beslutad av")).to_have_value("Påhittade regionstyrelsen")
    fits(page)
    page.get_by_label("Varsel om schema").fill("")
    page.get_by_label("Beslut (frivilligt)", exact=True).fill("Påhittat protokoll 2027:4")
    page.get_by_label("Paragraf").fill("§ 9")
    page.get_by_role("button", name="Spara och granska").click()
    expect(page.get_by_text("4 poäng → 60 poäng")).to_be_visible()
    expect(page.get_by_text("Körningar som startas från den dagen räknar med det nya.")).to_be_visible()


def test_a_regions_rules_are_drafted_published_and_taken_back(visit: Opener) -> None:
    day = today() + dt.timedelta(days=90)
    director = visit(f"/regler/region/{REGION}/", somebody("Skriver", "training_director", REGION))
    fits(director)
    write(director, day)
    expect(director.get_by_text("Den som publicerar regionens planer publicerar också dess regler.")).to_be_visible()
    expect(director.get_by_role("button", name="Publicera versionen")).to_have_count(0)
    fits(director)

    manager = visit(director.url.partition("?")[0], somebody("Beslutar", "training_manager", REGION), **PHONE)
    fits(manager)
    manager.once("dialog", lambda dialog: dialog.accept())
    manager.get_by_role("button", name="Publicera versionen").focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_text("Versionen är publicerad och gäller från sin dag.")).to_be_visible()
    expect(manager.get_by_text("Påhittat protokoll 2027:4, § 9").first).to_be_visible()
    fits(manager)

    version = RuleSet.objects.get(organisation__code=REGION, state="published", valid_from=day)
    assert version.rules.get(key="placement.below_least_points").value == 60
    manager.goto(f"/regler/region/{REGION}/")
    expect(manager.get_by_text("4 poäng → 60 poäng")).to_be_visible()
    fits(manager)
    manager.goto(version.get_absolute_url())
    manager.get_by_label("Varför?").fill("Nämnden tar om beslutet")
    manager.get_by_role("button", name="Ta tillbaka versionen").click()
    expect(manager.get_by_text("Versionen är återtagen.")).to_be_visible()
    expect(manager.get_by_text("Nämnden tar om beslutet").first).to_be_visible()
