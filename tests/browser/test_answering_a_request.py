"""A planner answers another region's request with other weeks; it is accepted, both sides and the unit see it, and mail leaves."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.core.notifications.services.post import gather_due
from randa.core.notifications.services.sending import deliver_due
from randa.core.periods import monday_of
from randa.exchange.models import Inquiry, SeatRequest
from randa.exchange.queries.free import free_weeks
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement
from randa.training.models import Enrolment, Unit
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import doctor, somebody
from tests.browser.world import World
from tests.placements.world import add_unit

ASKER, GIVER = "REG-20", "REG-21"
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def unit(world: World) -> Unit:
    return add_unit(Organisation.objects.get(code=GIVER), "VAL", 1)


def ask(page: Page, enrolment: Enrolment, start: dt.date) -> SeatRequest:
    """Ask the other region for four weeks for somebody by name."""
    page.get_by_label("Platserna är för", exact=True).select_option("BT")
    page.get_by_label("Område").select_option("VAL")
    page.get_by_label("Antal platser").fill("1")
    page.get_by_label("Första vecka").fill(start.isoformat())
    page.get_by_label("Längd").fill("4")
    page.get_by_role("checkbox", name="Region Gävleborg", exact=True).check()
    page.get_by_label("Vilka platserna är för").fill(enrolment.post.number)
    page.get_by_role("button", name="Skicka förfrågan").click()
    expect(page.get_by_text("Förfrågan är skickad.")).to_be_visible()
    return SeatRequest.objects.get(learners__enrolment=enrolment)


def offer_other_weeks(page: Page, unit: Unit, asker: str, start: dt.date) -> None:
    """Answer from Min dag with a later week."""
    page.get_by_role("listitem").filter(has_text=f"{asker} ber om 1 plats").get_by_role(
        "link", name="Svara"
    ).first.click()
    expect(page.get_by_text("Det som efterfrågas")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Erbjud platser").click()
    page.get_by_label("Enhet", exact=True).select_option(str(unit.pk))
    page.get_by_label("Första vecka").fill(start.isoformat())
    page.get_by_label("Meddelande").fill("Veckorna innan är handledaren på kurs.")
    assert violations(page) == []
    page.get_by_role("button", name="Skicka erbjudandet").click()
    expect(page.get_by_text("Erbjudandet är skickat")).to_be_visible()


def mailed_to(person: User, days: int) -> list[str]:
    """Let the worker look at what is new at noon tomorrow, and so many days later gather and send what is due.

    At noon, because no mail leaves in the quiet hours, and the test may be run in the evening. Returns what the person got.
    """
    mail.outbox.clear()
    noon = timezone.localtime().replace(hour=12) + dt.timedelta(days=1)
    gather_due(noon)
    later = noon + dt.timedelta(days=days)
    gather_due(later)
    deliver_due(later)
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if one.to == [person.email]]


def test_a_planner_answers_another_regions_request(unit: Unit, visit: Opener) -> None:
    asked_for = monday_of(today()) + 6 * WEEK
    agreed = asked_for + 2 * WEEK
    enrolment = doctor("Sidvard", ASKER)
    asker, giver = somebody("Frågvis", "training_manager", ASKER), somebody("Svarvis", "training_manager", GIVER)
    head = somebody("Enhetschef", "unit_head", unit.organisation.code)

    planner = visit("/utbyte/ny/", asker)
    request = ask(planner, enrolment, asked_for)
    answering = visit("/", giver)
    offer_other_weeks(answering, unit, "Region Dalarna", agreed)

    assert any("erbjuder 1 plats." in text for text in mailed_to(asker, days=2))
    planner.goto("/")
    planner.get_by_role("listitem").filter(has_text=f"{unit} erbjuder 1 plats").get_by_role("link").first.click()
    expect(planner.get_by_text("Veckorna innan är handledaren på kurs.")).to_be_visible()
    assert violations(planner) == []
    planner.get_by_role("button", name="Bekräfta platserna").click()
    expect(planner.get_by_text("Platserna är bekräftade och tagna för er räkning.")).to_be_visible()

    planner.goto(request.get_absolute_url())
    expect(planner.get_by_text("1/1").first).to_be_visible()
    expect(planner.get_by_text("har plats").first).to_be_visible()
    placement = Placement.objects.get(enrolment=enrolment)
    assert (placement.unit, placement.starts_on, placement.ends_before) == (unit, agreed, agreed + 4 * WEEK)
    assert {week.free for week in free_weeks([unit], agreed, 4, day=today())[unit.pk]} == {0}
    answering.goto(Inquiry.objects.get(request=request).get_absolute_url())
    expect(answering.get_by_text(str(enrolment.learner)).first).to_be_visible()
    answering.goto(f"/enheter/{unit.organisation.code}/?fran={agreed}")
    expect(answering.get_by_role("row").filter(has_text="Tagna").first).to_contain_text("1")
    coming = visit(f"/enheter/{unit.organisation.code}/kommande/", head)
    expect(coming.get_by_text(str(enrolment.learner)).first).to_be_visible()
    assert violations(coming) == []
    own = visit("/placering/mina/", enrolment.learner)
    expect(own.get_by_text(str(unit)).first).to_be_visible()
    assert any("har bekräftat 1 plats hos" in text for text in mailed_to(giver, days=6))
