"""The administrator's changes of roles: a person's last day, a change for many at once, and somebody who leaves and stays after all."""

import datetime as dt
import re

from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.people.models import RoleAssignment, RoleBatch, User
from tests.browser.conftest import Opener
from tests.browser.judge import faults_as_it_stands, violations
from tests.browser.people import somebody
from tests.browser.world import World

LAST_DAY = dt.date(2027, 6, 30)
MARCH, JULY = dt.date(2027, 3, 1), dt.date(2027, 7, 1)
REASON = "Vikariatet är förlängt"


def ends(person: User) -> dt.date | None:
    return RoleAssignment.objects.get(user=person).ends_before


def found_in_the_list(page: Page, text: str) -> None:
    page.get_by_label("Sök i tabellen").fill(text)
    page.keyboard.press("Enter")


def test_a_person_is_found_and_gets_another_last_day(visit: Opener, world: World) -> None:
    person = somebody("Ture")
    page = visit("/personer/", "administrator")
    found_in_the_list(page, person.email)
    page.get_by_role("link", name="Provsson, Ture").click()
    page.get_by_role("link", name=re.compile("^Ändra sista dag")).click()

    page.get_by_label("Sista dag").fill("2025-01-01")
    page.get_by_label("Varför").fill(REASON)
    page.get_by_role("button", name="Spara perioden").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Varför")).to_have_value(REASON)
    assert ends(person) is None
    assert violations(page) == []

    page.get_by_label("Sista dag").fill(LAST_DAY.isoformat())
    page.get_by_role("button", name="Spara perioden").click()
    expect(page.get_by_text("Perioden är ändrad.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ture Provsson")
    assert ends(person) == JULY

    page.get_by_role("link", name="Historik").click()
    expect(page.get_by_role("main")).to_contain_text(REASON)
    assert violations(page) == []


def test_a_role_is_changed_for_many_after_a_preview_and_put_back_in_one_click(visit: Opener, world: World) -> None:
    many = [somebody("Majken"), somebody("Majken"), somebody("Majken", "supervisor")]
    RoleAssignment.objects.filter(user__in=many).update(ends_before=MARCH)
    page = visit("/personer/?q=majken", "administrator")
    for number in range(3):
        page.get_by_role("checkbox", name="Välj Provsson, Majken").nth(number).check()
    page.get_by_role("button", name="Förläng en roll").click()
    page.get_by_label("Roll").select_option("AT-/BT-/ST-läkare eller student")
    page.get_by_label("Organisation").select_option("Region Dalarna")
    page.get_by_label("Sista dag").fill(LAST_DAY.isoformat())
    page.get_by_label("Varför").fill("Gäller 811218-9876")
    page.get_by_role("button", name="Se vad som händer").click()
    expect(page.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(page.get_by_label("Varför")).to_have_value("Gäller 811218-9876")

    page.get_by_label("Varför").fill(REASON)
    page.get_by_role("button", name="Se vad som händer").click()
    what = page.get_by_role("region", name="Det här kommer att hända")
    expect(what.get_by_role("row")).to_have_count(4)
    assert [ends(one) for one in many] == [MARCH, MARCH, MARCH]
    assert faults_as_it_stands(page) == []
    page.get_by_role("button", name="Genomför").click()

    expect(page.get_by_text("Klart för 2 personer.")).to_be_visible()
    assert [ends(one) for one in many] == [JULY, JULY, MARCH]
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ångrat för 2 roller.")).to_be_visible()
    assert [ends(one) for one in many] == [MARCH, MARCH, MARCH]


def test_somebody_leaves_on_a_day_and_stays_after_all(visit: Opener, world: World) -> None:
    person = somebody("Siv", "supervisor")
    page = visit(person.get_absolute_url(), "administrator")
    page.get_by_role("link", name="Slutar").click()
    page.get_by_label("Slutar i").select_option("Region Dalarna")
    page.get_by_label("Varför").fill("Går i pension")
    page.get_by_label("Sista dag").fill("2020-01-01")
    page.get_by_role("button", name="Avsluta rollerna").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Varför")).to_have_value("Går i pension")
    assert violations(page) == []

    page.get_by_label("Sista dag").fill(LAST_DAY.isoformat())
    page.get_by_role("button", name="Se vad som upphör").click()
    expect(page.get_by_text("Det här upphör")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Handledare")).to_be_visible()
    assert ends(person) is None
    assert faults_as_it_stands(page) == []
    page.get_by_role("button", name="Avsluta rollerna").click()

    expect(page.get_by_text("Slutar i Region Dalarna.")).to_be_visible()
    assert ends(person) == JULY > today()
    assert violations(page) == []

    page.get_by_role("link", name="Slutar").click()
    page.get_by_label("Slutar i").select_option("Region Dalarna")
    page.get_by_label("Varför").fill("Stannar över sommaren")
    page.get_by_label("Sista dag").fill("2027-08-31")
    page.get_by_role("button", name="Se vad som upphör").click()
    expect(page.locator(".field-error")).to_contain_text("slutar redan i Region Dalarna, sista dag ons 30 jun 2027.")
    expect(page.get_by_label("Varför")).to_have_value("Stannar över sommaren")
    assert faults_as_it_stands(page) == []
    page.get_by_label("Sista dag").fill("2027-03-31")
    page.get_by_role("button", name="Avsluta rollerna").click()
    earlier, later = (
        page.get_by_role("main").locator("form").filter(has_text=f"Sista dag: {day}")
        for day in ("ons 31 mar", "ons 30 jun")
    )
    later.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ångra den senaste ändringen först").first).to_be_visible()
    earlier.get_by_role("button", name="Ångra").click()
    expect(earlier).to_have_count(0)
    assert ends(person) == JULY
    later.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ångrat. Rollerna gäller som förut.")).to_be_visible()
    assert ends(person) is None
    assert not RoleBatch.objects.filter(person=person, kind="leave", undone_at__isnull=True).exists()
