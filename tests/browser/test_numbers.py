"""What a person is identified with: nothing, a number later, another one; refused where it cannot be, and shown for a reason."""

from playwright.sync_api import Locator, Page, expect

from randa.core.audit.models import AuditEvent
from randa.people.models import User
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, faults_as_it_stands, violations
from tests.browser.people import somebody
from tests.browser.world import World

EXAMPLE, WHOLE, END = "701063-2391", "19701063-2391", "••••••••-••91"  # published by Skatteverket
WHY = "Enligt beskedet"
# kind, number, level; what the page says at the field
REFUSED = [
    ("coordination", "701063-2390", "", "Kontrollsiffran stämmer inte."),
    ("coordination", "701363-2391", "", "ingen dag i kalendern"),
    ("coordination", "20701063-2391", "", "en dag som inte har varit än"),
    ("coordination", "７０１０６３-２３９１", "", "10 eller 12 siffror (0–9)"),
    ("coordination", "", "", "välj ”saknar svenskt nummer”"),
    ("coordination", "7" * 40, "", "10 eller 12 siffror (0–9)"),
    ("personal", EXAMPLE, "", "Numret är ett samordningsnummer."),
    ("none", EXAMPLE, "", "Ta bort numret, eller välj vad det är."),
    ("reserve", EXAMPLE, "", "Numret är ett samordningsnummer."),
    ("reserve", "R_204", "", "bokstäver, siffror, bindestreck eller plustecken"),
    ("reserve", "R-204", "likely", "Bara ett samordningsnummer har en nivå."),
]


def page_of(person: User) -> str:
    return f"{person.get_absolute_url()}personnummer/"


def new_number(page: Page) -> Locator:
    return page.get_by_role("region", name="Anteckna ett nytt nummer")


def record(page: Page, kind: str, number: str, level: str = "", reason: str = WHY) -> Locator:
    form = new_number(page)
    form.get_by_label("Vad har personen?").select_option(kind)
    form.get_by_label("Nummer").fill(number)
    form.get_by_label("Hur säker är identiteten?").select_option(level)
    form.get_by_label("Varför?").fill(reason)
    form.get_by_role("button", name="Spara numret").click()
    return form


def typed(form: Locator) -> list[str]:
    names = ["Vad har personen?", "Nummer", "Hur säker är identiteten?", "Varför?"]
    return [form.get_by_label(name).input_value() for name in names]


def test_a_number_that_cannot_be_is_refused_where_it_stands_and_what_was_typed_stays(
    visit: Opener, world: World
) -> None:
    person = somebody("Nils")
    page = visit(page_of(person), "administrator")

    for kind, number, level, words in REFUSED:
        form = record(page, kind, number, level)
        expect(form.locator(".field-error")).to_contain_text(words)
        assert typed(form) == [kind, number, level, WHY]
    form = record(page, "coordination", EXAMPLE, reason=f"Gäller {EXAMPLE}")
    expect(form.locator(".field-error")).to_contain_text("ser ut som ett personnummer")
    assert typed(form) == ["coordination", EXAMPLE, "", f"Gäller {EXAMPLE}"]

    assert faults_as_it_stands(page) == []
    assert not person.identity_numbers.exists()


def test_a_person_without_number_gets_one_which_is_shown_for_a_reason_and_changed(visit: Opener, world: World) -> None:
    person, other = somebody("Nora"), somebody("Nova")
    page, beside = visit(page_of(person), "administrator"), visit(page_of(person), "administrator")
    record(page, "none", "")
    expect(page.get_by_text("Uppgiften är sparad.")).to_be_visible()
    record(beside, "reserve", "R-204")
    expect(beside.get_by_role("alert").first).to_contain_text("har ändrats sedan du öppnade sidan")
    record(page, "coordination", EXAMPLE, "likely")
    now = page.get_by_role("region", name="Nora Provsson")
    expect(now).to_contain_text(END)

    page.goto(page_of(other))
    form = record(page, "coordination", EXAMPLE)
    expect(form.locator(".field-error")).to_contain_text("Numret finns redan hos en annan person.")

    page.goto(page_of(person))
    asked = now.get_by_label("Varför behöver du se det?")
    asked.fill("Gäller 811218-9876")
    now.get_by_role("button", name="Visa hela numret").click()
    expect(now.locator(".field-error")).to_contain_text("ser ut som ett personnummer")
    expect(asked).to_have_value("Gäller 811218-9876")
    assert violations(page) == []
    asked.fill("Intyg till Socialstyrelsen")
    now.get_by_role("button", name="Visa hela numret").click()
    expect(now).to_contain_text(WHOLE)
    shown = AuditEvent.objects.get(action="identity_number.shown", subject=person)
    assert shown.reason == "Intyg till Socialstyrelsen"
    assert faults_as_it_stands(page) == []

    record(page, "reserve", "r-204")  # from the page that shows the whole number
    expect(page.get_by_role("region", name="Tidigare")).to_contain_text(f"samordningsnummer {END}. {WHY}")
    assert [one.kind for one in person.identity_numbers.order_by("recorded_at")] == ["none", "coordination", "reserve"]
    assert WHOLE not in page.content()
    assert faults_anew(page) == []
