"""One region shows another what it has agreed to: proposed by one side, answered by the other, ended by either."""

from playwright.sync_api import expect

from randa.people.models import SharingAgreement
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody
from tests.browser.world import World

REASON = "Gemensam ST-utbildning i psykiatri"


def test_what_one_side_proposes_the_other_answers_and_either_ends(visit: Opener, world: World) -> None:
    ours, theirs = somebody("Dag", "administrator", "REG-20"), somebody("Uma", "administrator", "REG-03")
    page = visit("/personer/delning/", ours)
    page.get_by_role("link", name="Föreslå delning").click()
    page.get_by_label("Vår organisation").select_option("Region Dalarna")
    page.get_by_label("Den andra organisationen", exact=True).select_option("Region Uppsala")
    page.get_by_label("Varför behövs det?").fill(REASON)
    page.get_by_label("Sista dag").fill("2040-01-01")
    page.get_by_role("group", name="Vad ska få ses?").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Varför behövs det?")).to_have_value(REASON)
    assert violations(page) == []

    page.get_by_label("Sista dag").fill("2027-12-31")
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.get_by_text("Inget delas förrän Region Uppsala har svarat ja.")).to_be_visible()
    expect(page.get_by_role("button", name="Godkänn delningen")).to_have_count(0)  # not by who proposed it
    agreement = SharingAgreement.objects.get(reason=REASON)
    assert (agreement.giver.code, agreement.receiver.code, agreement.state) == ("REG-20", "REG-03", "proposed")
    assert violations(page) == []

    other = visit("/personer/delning/", theirs)
    other.get_by_role("link", name="Region Dalarna visar för Region Uppsala").click()
    other.get_by_role("button", name="Godkänn delningen").click()
    expect(other.get_by_text("Delningen är godkänd.")).to_be_visible()
    agreement.refresh_from_db()
    assert (agreement.state, agreement.answered_by) == (SharingAgreement.State.ACCEPTED, theirs)
    assert violations(other) == []

    page.reload()
    page.get_by_label("Varför?").fill("Gäller 811218-9876")
    page.get_by_role("button", name="Avsluta delningen").click()
    expect(page.get_by_text("ser ut som ett personnummer").first).to_be_visible()
    expect(page.get_by_label("Varför?")).to_have_value("Gäller 811218-9876")
    assert violations(page) == []
    page.get_by_label("Varför?").fill("Samarbetet är slut")
    page.get_by_role("button", name="Avsluta delningen").click()

    expect(page.get_by_text("Från och med i dag delas inget genom överenskommelsen.")).to_be_visible()
    agreement.refresh_from_db()
    assert agreement.ended_by == ours
    other.goto("/aviseringar/")
    told = other.get_by_role("listitem").filter(has_text="Region Dalarna har avslutat delning")
    expect(told).to_contain_text("Samarbetet är slut")
