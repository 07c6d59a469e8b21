"""A newcomer's first minutes: choosing somebody to be, the guided look, and the three questions Randa was built to answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from randa.people.models import User
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import World


@pytest.fixture
def newcomer(visit: Opener, world: World) -> Page:
    """The start page of an AT-/BT-chef who has just been chosen and has seen nothing yet."""
    User.objects.filter(pk=world.manager.pk).update(tour_done=False)
    page = visit("/", "nobody")
    page.get_by_role("button", name=re.compile("^Prova som .*, AT-.BT-chef")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hej {world.manager.given_name}")
    return page


def test_the_guided_look_leads_from_page_to_page_to_its_end(newcomer: Page, site: str) -> None:
    panel = newcomer.get_by_role("complementary", name="Rundtur")
    newcomer.get_by_role("button", name="Börja rundturen").click()
    seen: list[str] = []

    while True:
        expect(panel.get_by_text(re.compile(rf"Rundtur, steg {len(seen) + 1} av \d+"))).to_be_visible()
        expect(newcomer.locator("main").get_by_role("heading", level=1)).to_be_visible()
        # The panel says where to look, not that one is in the wrong place.
        expect(panel.get_by_role("link", name="Öppna sidan som steget handlar om")).to_have_count(0)
        seen.append(panel.get_by_role("heading").inner_text())
        if panel.get_by_role("button", name="Klar").count():
            break
        panel.get_by_role("button", name="Nästa").click()

    panel.get_by_role("button", name="Klar").click()
    expect(newcomer).to_have_url(f"{site}/")
    expect(panel).to_have_count(0)
    expect(newcomer.get_by_role("button", name="Börja rundturen")).to_have_count(0)
    assert 6 <= len(seen) == len(set(seen))


def test_the_guided_look_is_accessible_and_can_be_left_at_any_step(newcomer: Page, site: str) -> None:
    panel = newcomer.get_by_role("complementary", name="Rundtur")
    newcomer.get_by_role("button", name="Börja rundturen").click()
    panel.get_by_role("button", name="Nästa").click()
    expect(panel.get_by_text(re.compile("steg 2 av"))).to_be_visible()
    assert violations(newcomer) == []

    panel.get_by_role("button", name="Lämna rundturen").click()

    expect(newcomer).to_have_url(f"{site}/")
    expect(panel).to_have_count(0)


def test_the_guided_look_can_be_declined_and_begun_later(newcomer: Page) -> None:
    newcomer.get_by_role("button", name="Inte nu").click()
    expect(newcomer.get_by_role("button", name="Börja rundturen")).to_have_count(0)

    newcomer.locator("summary[title='Mitt konto']").click()
    newcomer.get_by_role("link", name="Rundtur på två minuter").click()
    newcomer.get_by_role("button", name="Börja rundturen").click()

    expect(newcomer.get_by_role("complementary", name="Rundtur")).to_be_visible()


def test_one_click_shows_posts_per_year_and_per_100_000_and_whether_they_fit_the_need(newcomer: Page) -> None:
    newcomer.get_by_role("link", name="Hur många tjänster planerar vi, och räcker de?").click()

    main = newcomer.locator("main")
    expect(main.locator(".verdict")).to_contain_text(re.compile(r"\d"))
    years = main.get_by_role("table").filter(has_text="2030").first
    expect(years).to_be_visible()
    expect(main.get_by_text(re.compile("per 100.000")).first).to_be_visible()
    expect(main.get_by_text(re.compile("behov")).first).to_be_visible()


def test_two_clicks_show_the_posts_of_ones_own_region(newcomer: Page) -> None:
    newcomer.get_by_role("link", name="Hur många tjänster planerar vi, och räcker de?").click()
    newcomer.locator("main").get_by_role("link", name="Dalarna", exact=True).first.click()

    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Räcker tjänsterna? Region Dalarna")


def test_one_click_shows_the_quarter_and_the_area_where_seats_run_out(newcomer: Page) -> None:
    newcomer.get_by_role("link", name="När och var tar platserna slut?").click()

    expect(newcomer.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"[Pp]sykiatri.*20\d\d.*kv(artal)? ?\d|20\d\d kv(artal)? \d")
    )


def test_two_clicks_show_what_limits_a_quarter(newcomer: Page) -> None:
    newcomer.get_by_role("link", name="När och var tar platserna slut?").click()
    newcomer.locator("td.heat-5 a").first.click()

    panel = newcomer.get_by_role("complementary", name="Vald ruta")
    expect(panel.get_by_text("räcker inte")).to_be_visible()
    expect(panel.get_by_text(re.compile("Gränsen här: "))).to_be_visible()


def test_two_clicks_show_who_would_be_where_week_by_week(newcomer: Page, world: World) -> None:
    newcomer.get_by_role("link", name="Vem skulle vara var, vecka för vecka?").click()
    newcomer.get_by_role("link", name=str(world.draft), exact=True).first.click()

    grid = newcomer.get_by_role("region", name="Läkare och veckor")
    expect(grid.get_by_role("rowheader").first).to_be_visible()
    assert grid.get_by_role("rowheader").count() == world.draft.placements.values("enrolment").distinct().count()
    newcomer.get_by_role("link", name=re.compile("Utan plats, och varför")).click()
    expect(newcomer.get_by_role("heading", name="Minsta ändringar som hjälper").first).to_be_visible()
