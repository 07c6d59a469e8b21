"""A university reads in its students, asks regions for seats for all of them, wishes come in, seats are given, a student sees theirs."""

import re

from playwright.sync_api import Page, expect

from randa.core.ui.export import xlsx_bytes
from randa.exchange.models import GroupMember, Inquiry
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement
from randa.training.models import Unit
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody
from tests.placements.world import add_unit

HEADS = ["Namn", "E-post", "Program", "Grupp", "Hemkommun", "Studieform", "Behöver bostad"]
HOMES = ("Falun", "Gävle", "Örebro", "Mora")
REGIONS = ("REG-20", "REG-21")
COURSE = "Valbar kurs resa"


def list_of(count: int, *more: list[str]) -> bytes:
    rows = [
        [f"Vera{number:03} Påhittad", f"vera{number:03}@studenter.example", "Läkarprogrammet", "AB"[number % 2],
         HOMES[number % 4], "distans" if number % 3 == 0 else "campus", "nej"]
        for number in range(count)
    ]  # fmt: skip
    return xlsx_bytes("Studenter", HEADS, [*rows, *more])


def read_in(page: Page, content: bytes) -> None:
    page.get_by_label("Studentlista").set_input_files(
        {"name": "ladok.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Gå vidare till kolumnerna").click()
    page.get_by_role("button", name="Kontrollera raderna").click()


def add_course(page: Page) -> None:
    page.get_by_role("link", name="Lägg till kurstillfälle").click()
    for label, text in {
        "Program": "Läkarprogrammet", "Kurs": COURSE, "Termin": "HT 2027", "Första vecka": "2027-09-06",
        "Längd": "4", "Önskemål senast": "2027-08-01",
    }.items():  # fmt: skip
        page.get_by_label(re.compile(f"^{label}")).fill(text)
    page.get_by_label("Studenterna är").select_option("MED")
    page.get_by_label("Område").select_option("VAL")
    assert violations(page) == []
    page.get_by_role("button", name="Gå vidare till studentlistan").click()


def read_in_after_a_faulty_list(page: Page) -> str:
    """Read in 120 students when a list with a faulty row has been refused; return the page of the course."""
    faulty = ["Bert Påhittad", "vera001@studenter.example", "Trollprogrammet", "A", "Falun", "campus", "nej"]
    read_in(page, list_of(119, faulty))
    expect(page.get_by_role("alert")).to_contain_text("1 rad behöver rättas")
    expect(page.get_by_role("alert")).to_contain_text("Programmet Trollprogrammet finns inte hos er.")
    assert violations(page) == []
    page.get_by_role("link", name="Välj en rättad fil").click()
    read_in(page, list_of(120))
    assert violations(page) == []
    page.get_by_role("button", name="Läs in alla studenter").click()
    expect(page.get_by_role("row").filter(has_text="Vera")).to_have_count(120)
    return page.url


def ask_for_seats(page: Page) -> str:
    """Ask two regions for a seat for everybody; return the page of the request."""
    page.get_by_role("link", name="Be om platser").click()
    expect(page.get_by_label("Antal platser")).to_have_value("120")
    for name in ("Region Dalarna", "Region Gävleborg"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    assert violations(page) == []
    page.get_by_role("button", name="Skicka förfrågan").click()
    return page.url


def offer_and_confirm(visit: Opener, page: Page, code: str, unit: Unit) -> None:
    """Let a region offer 60 seats at its unit, and the university confirm them."""
    inquiry = Inquiry.objects.get(recipient__code=code, request__group__course=COURSE)
    answer = visit(f"/utbyte/fraga/{inquiry.pk}/erbjud/", somebody("Svante", "training_manager", code))
    answer.get_by_label("Enhet", exact=True).select_option(str(unit.pk))
    answer.get_by_label("Antal platser").fill("60")
    answer.get_by_role("button", name="Skicka erbjudandet").click()
    expect(answer.get_by_text("Erbjudandet är skickat")).to_be_visible()
    page.goto(f"/utbyte/fraga/{inquiry.pk}/")
    page.get_by_role("button", name="Bekräfta platserna").click()
    expect(page.get_by_text("Platserna är bekräftade och tagna för er räkning.")).to_be_visible()


def wish_and_state_a_reason(page: Page, unit: Unit) -> None:
    page.get_by_role("link", name="Lämna önskemål").click()
    page.get_by_label("Val 1").select_option(str(unit.pk))
    assert violations(page) == []
    page.get_by_role("button", name="Spara önskemålen").click()
    page.get_by_role("link", name="Anmäl särskilt skäl").click()
    page.get_by_label("Barn").check()
    assert violations(page) == []
    page.get_by_role("button", name="Anmäl skälet").click()
    expect(page.get_by_text("väntar på beslut")).to_be_visible()


def grant_and_share_out(page: Page, course: str, member: GroupMember, unit: Unit) -> None:
    """Grant the student's reason, see in the proposal that they get the unit, and confirm all of it."""
    page.goto(f"/utbyte/kurstillfallen/skal/{member.pk}/")
    page.get_by_label("Bevilja: jag har sett intyget").check()
    page.get_by_label("Varför?").fill("Förskola på orten")
    assert violations(page) == []
    page.get_by_role("button", name="Spara beslutet").click()
    page.goto(course)
    page.get_by_role("link", name="Fördela platserna").click()
    expect(page.get_by_role("row").filter(has_text="Vera001")).to_contain_text(str(unit))
    assert violations(page) == []
    page.get_by_role("button", name="Bekräfta fördelningen").click()
    expect(page.get_by_text("120 studenter har fått sin plats")).to_be_visible()


def see_own_seat(page: Page) -> None:
    page.goto("/utbyte/mina/")
    expect(page.get_by_text("Önskemål 1 av 1.")).to_be_visible()
    expect(page.get_by_role("link", name="Visa på karta")).to_have_attribute("href", re.compile("openstreetmap"))
    assert violations(page) == []
    page.get_by_role("link", name="Se vad som ska vara klart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klart inför start")


def test_a_university_places_120_students(visit: Opener) -> None:
    units = [add_unit(Organisation.objects.get(code=code), "VAL", 60) for code in REGIONS]
    page = visit("/utbyte/kurstillfallen/", "programme_lead")
    add_course(page)
    course = read_in_after_a_faulty_list(page)
    request = ask_for_seats(page)
    for code, unit in zip(REGIONS, units, strict=True):
        offer_and_confirm(visit, page, code, unit)
    page.goto(request)
    expect(page.get_by_text("120/120").first).to_be_visible()

    student = User.objects.get(email="vera001@studenter.example")
    User.objects.filter(pk=student.pk).update(is_demo=True)  # signs in without the account's first steps
    own = visit("/utbyte/mina/", User.objects.get(pk=student.pk))
    wish_and_state_a_reason(own, units[1])
    member = GroupMember.objects.get(enrolment__learner=student)
    grant_and_share_out(page, course, member, units[1])

    assert Placement.objects.filter(unit__in=units, is_published=True).count() == 120
    see_own_seat(own)
