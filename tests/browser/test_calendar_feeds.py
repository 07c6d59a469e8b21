"""Placements in one's own calendar program: an address that is shown once, followed without signing in, renewed and taken away."""

import re
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import icalendar
from playwright.sync_api import Page, expect

from randa.calendars.models import Feed
from tests.browser.conftest import Opener
from tests.browser.judge import faults_as_it_stands, violations
from tests.browser.world import World


def fetched(address: str) -> tuple[int, bytes]:
    """Return what a calendar program gets: a client of its own, without cookies."""
    try:
        with urlopen(address) as answer:  # noqa: S310 - the address that Randa showed
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, b""


def made_address(page: Page, calendar: str) -> str:
    page.get_by_role("link", name="Skapa en adress").click()
    page.get_by_label("Kalender").select_option(calendar)
    assert violations(page) == []
    page.get_by_role("button", name="Skapa adressen").click()
    expect(page.get_by_text("Kopiera adressen nu.")).to_be_visible()
    return shown_address(page)


def shown_address(page: Page) -> str:
    """Return the address on the page, at the server of this test: Randa names the one that it is set up with."""
    return urljoin(page.url, urlsplit(page.get_by_label("Adress", exact=True).input_value()).path)


def test_a_learner_follows_their_placements_until_they_take_the_address_away(visit: Opener, world: World) -> None:
    page = visit("/placering/mina/", "learner")
    page.get_by_role("link", name="Följ i din kalender").first.click()
    address = made_address(page, "Mina placeringar")
    assert faults_as_it_stands(page) == []

    status, content = fetched(address)
    own = world.plan.placements.filter(enrolment__learner=world.people["learner"], unit__isnull=False)
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert status == 200
    assert {(one["DTSTART"].dt, one["DTEND"].dt) for one in events} == set(own.values_list("starts_on", "ends_before"))
    assert world.people["learner"].family_name not in content.decode()

    page.get_by_role("link", name="Jag har sparat adressen").click()
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in page.content()
    expect(page.get_by_text("Hämtades senast")).to_be_visible()
    expect(page.get_by_text("aldrig", exact=True)).to_have_count(0)
    assert violations(page) == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^Förnya adressen")).click()
    expect(page.get_by_label("Adress", exact=True)).not_to_have_value(re.compile(re.escape(urlsplit(address).path)))
    renewed = shown_address(page)
    assert (fetched(address)[0], fetched(renewed)[0]) == (404, 200)

    page.get_by_role("link", name="Jag har sparat adressen").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^Ta bort adressen")).click()
    expect(page.get_by_text("Adressen är borttagen och öppnar inget längre.")).to_be_visible()
    assert fetched(renewed)[0] == 410
    assert not Feed.objects.filter(owner=world.people["learner"], withdrawn_at=None).exists()


def test_a_head_follows_who_comes_without_names_and_takes_it_as_a_file(visit: Opener, world: World) -> None:
    page = visit("/personer/jag/", "unit_head")
    page.get_by_role("link", name="Mina kalendrar").click()
    calendar = page.get_by_text(re.compile("^Vilka som kommer till enheten: ")).first.inner_text()

    content = fetched(made_address(page, calendar))[1].decode().replace("\r\n ", "")

    feed = Feed.objects.get(owner=world.people["unit_head"], withdrawn_at=None)
    assert feed.unit is not None
    coming = world.plan.placements.filter(unit=feed.unit).select_related("enrolment__learner", "enrolment__post")
    assert any(one.enrolment.post.number in content for one in coming)
    assert not any(one.enrolment.learner.get_full_name() in content for one in coming)
    page.get_by_role("link", name="Jag har sparat adressen").click()
    with page.expect_download() as file:
        page.get_by_role("link", name=re.compile("^Hämta en gång.*Vilka som kommer")).first.click()
    assert file.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
