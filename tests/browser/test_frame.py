"""What is the same on every page: the keyboard, the language, the theme, and that reading needs no script."""

import re

import pytest
from playwright.sync_api import expect

from randa.demo.people import FROM
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody
from tests.browser.world import World

NO_SCRIPT = {"java_script_enabled": False}


def test_the_first_tab_leads_past_the_menu(visit: Opener) -> None:
    page = visit("/organisationer/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_palette_leads_to_a_page_without_the_mouse(visit: Opener) -> None:
    page = visit("/")

    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Sök sidor, personer, enheter")).to_be_focused()
    page.keyboard.type("organisa")
    expect(page.get_by_role("option").first).to_contain_text("Organisationer")
    assert violations(page) == []
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Organisationer")


def test_the_palette_finds_a_unit_by_its_name(visit: Opener) -> None:
    page = visit("/")

    page.keyboard.press("Control+k")
    page.keyboard.type("Granen")

    expect(page.get_by_role("option").filter(has_text="Granen").first).to_be_visible()


def test_escape_closes_the_palette_and_gives_the_focus_back(visit: Opener) -> None:
    page = visit("/")
    opener = page.get_by_role("button", name=re.compile("Sök eller gå till"))
    opener.focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    expect(opener).to_be_focused()


def test_a_chosen_language_stays(visit: Opener) -> None:
    page = visit("/organisationer/?kind=hospital")

    page.get_by_role("button", name="EN, in English").click()
    expect(page).to_have_url(re.compile(r"kind=hospital$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisations")
    page.goto("/")

    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_chosen_theme_stays_whatever_the_computer_prefers(visit: Opener) -> None:
    page = visit("/", color_scheme="light")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_label("Utseende").click()
    with page.expect_response("**/tema/"):
        page.get_by_role("button", name="Mörkt").click()
    page.goto("/placering/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_the_dark_theme_chosen_on_a_light_computer_can_be_read(visit: Opener, site: str) -> None:
    page = visit("/", color_scheme="light")
    page.context.add_cookies([{"name": "theme", "value": "dark", "url": site}])
    page.goto("/dimensionering/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert violations(page) == []


def test_one_works_as_another_of_ones_roles(visit: Opener, world: World) -> None:
    person = somebody("Klara", "administrator")  # of its own: which role one works as stays with the session
    elsewhere = Organisation.objects.get(code="REG-03")
    RoleAssignment.objects.create(user=person, role_id="administrator", organisation=elsewhere, starts_on=FROM)
    page = visit("/", person)

    page.locator("header summary").filter(has_text="Systemförvaltare").click()
    page.get_by_role("button", name=re.compile("Uppsala")).click()

    expect(page.locator("header summary").filter(has_text="Uppsala")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/dimensionering/", "Räcker tjänsterna"), ("/dimensionering/plan/", "Planen"), ("/placering/", "Placering")],
)
def test_reading_needs_no_script(visit: Opener, address: str, heading: str) -> None:
    page = visit(address, **NO_SCRIPT)

    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    expect(page.locator("main table").first).to_be_visible()


def test_signing_in_as_somebody_and_opening_a_plan_needs_no_script(visit: Opener, world: World) -> None:
    page = visit("/prova/", "nobody", **NO_SCRIPT)

    page.get_by_role("button", name=re.compile("^Prova som .*, AT-.BT-chef")).click()
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Placering").click()
    page.get_by_role("link", name=str(world.draft), exact=True).first.click()

    expect(page.get_by_role("region", name="Läkare och veckor")).to_be_visible()


def test_a_missing_page_says_what_to_do(visit: Opener) -> None:
    page = visit("/finns-inte/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link").first).to_be_visible()
    assert violations(page) == []
