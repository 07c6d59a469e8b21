"""A co-ordinator opens a queue, two regions put learners in, a seat frees, a no sends it on, and the learner who gets it sees it."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.core.periods import monday_of
from randa.exchange.models import QueuePlace
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement
from randa.training.models import Enrolment, Unit
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import doctor, somebody
from tests.browser.world import World
from tests.placements.world import add_unit

GIVER, FIRST, SECOND = "REG-03", "REG-04", "REG-17"  # neighbours of the giver, with framework agreements
WEEK = dt.timedelta(weeks=1)
NAME = "Rättspsykiatri, sidotjänstgöring"
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def unit(world: World) -> Unit:
    """The only unit whose seats the queue is for."""
    return add_unit(Organisation.objects.get(code=GIVER), "VAL", 1)


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def open_queue(page: Page, unit: Unit) -> str:
    page.get_by_role("link", name="Öppna en kö").click()
    page.get_by_label("Namn", exact=True).fill(NAME)
    page.get_by_label("Område").select_option("VAL")
    page.get_by_label("Bara en enhet").select_option(str(unit.pk))
    page.get_by_label("Vanlig längd").fill("4")
    fits(page)
    page.get_by_role("button", name="Öppna kön").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    fits(page)
    return page.url


def put_in(page: Page, queue: str, enrolment: Enrolment, start: dt.date, last: dt.date) -> None:
    page.goto(queue)
    page.get_by_role("link", name="Ställ någon i kö").click()
    page.get_by_label("Utbildningstjänstens nummer").fill(enrolment.post.number)
    page.get_by_label("Platsen är för").select_option("BT")
    page.get_by_label("Vill börja").fill(start.isoformat())
    page.get_by_label("Måste ha börjat").fill(last.isoformat())
    fits(page)
    page.get_by_role("button", name="Ställ i kö").click()
    expect(page.get_by_text("Personen står i kön och får veta det.")).to_be_visible()
    fits(page)


def answer(page: Page, *, accept: bool) -> None:
    page.get_by_role("link", name="Ta ställning").first.click()
    expect(page.get_by_text("Vem betalar")).to_be_visible()
    fits(page)
    if accept:
        page.get_by_role("button", name="Bekräfta platserna").click()
        expect(page.get_by_text("Platserna är bekräftade och tagna för er räkning.")).to_be_visible()
        return
    page.get_by_text("Säg nej").first.click()
    page.get_by_label("Varför?").fill("Läkaren är på kurs de veckorna")
    page.get_by_role("button", name="Säg nej").click()
    expect(page.get_by_text("erbjudandet avböjt").first).to_be_visible()


def learner_reads(visit: Opener, learner: User, words: str) -> None:
    own = visit("/placering/mina/", learner, **PHONE)
    own.get_by_role("link", name="Mina köer").click()
    expect(own.get_by_text(words)).to_be_visible()
    fits(own)


def test_a_seat_goes_through_the_queue_to_the_one_who_takes_it(unit: Unit, visit: Opener) -> None:
    start = monday_of(today()) + 10 * WEEK
    patient, urgent = doctor("Tålig", FIRST), doctor("Brådis", SECOND)
    coordinator = visit("/utbyte/koer/", somebody("Kösam", "coordinator", GIVER))
    queue = open_queue(coordinator, unit)
    homes = {code: visit("/", somebody("Hemma", "training_manager", code)) for code in (FIRST, SECOND)}
    put_in(homes[FIRST], queue, patient, start, start + 50 * WEEK)
    put_in(homes[SECOND], queue, urgent, start, start + 2 * WEEK)
    learner_reads(visit, patient.learner, "av 2")

    coordinator.goto(queue)
    order = coordinator.get_by_role("region", name="Ordningen i dag").get_by_role("row")
    expect(order.nth(1)).to_contain_text("Region Värmland")
    expect(order.nth(2)).to_contain_text("den före har närmare till sin sista vecka")
    expect(coordinator.get_by_text(str(urgent.learner))).to_have_count(0)
    fits(coordinator)
    coordinator.get_by_role("link", name="Släpp en plats till kön").click()
    coordinator.get_by_label("Första vecka").fill(start.isoformat())
    fits(coordinator)
    coordinator.get_by_role("button", name="Erbjud den som står först").click()
    expect(coordinator.get_by_text("Platsen är erbjuden till den som står först")).to_be_visible()

    homes[SECOND].goto(QueuePlace.objects.get(enrolment=urgent).get_absolute_url())
    answer(homes[SECOND], accept=False)
    homes[FIRST].goto("/")
    expect(homes[FIRST].get_by_text(re.compile("erbjuder 1 plats")).first).to_be_visible()
    homes[FIRST].goto(QueuePlace.objects.get(enrolment=patient).get_absolute_url())
    answer(homes[FIRST], accept=True)

    homes[FIRST].goto(QueuePlace.objects.get(enrolment=patient).get_absolute_url())
    expect(homes[FIRST].get_by_text("Påhittat avtal 04/03").first).to_be_visible()
    expect(homes[FIRST].get_by_text("har fått plats").first).to_be_visible()
    fits(homes[FIRST])
    placement = Placement.objects.get(enrolment=patient)
    assert (placement.unit, placement.starts_on, placement.is_published) == (unit, start, True)
    learner_reads(visit, patient.learner, f"Du har fått plats på {unit}")
    coordinator.goto("/utbyte/koer/")
    expect(coordinator.get_by_role("row").filter(has_text=NAME)).to_contain_text("Region Sörmland +3")
    fits(coordinator)
    english = visit(queue, somebody("Reader", "coordinator", GIVER), locale="en-GB", color_scheme="dark")
    fits(english)
