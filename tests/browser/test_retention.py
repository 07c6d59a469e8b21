"""Removal: held back while there is a dispute, proposed by one, approved by another, carried out and written down."""

import datetime as dt
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from randa.people.models import RoleAssignment, User
from randa.privacy.models import LegalHold, RetentionRun
from tests.browser.conftest import Opener
from tests.browser.jobs import finish_job
from tests.browser.judge import faults_anew, violations
from tests.browser.people import somebody
from tests.browser.world import World

SKANE = "REG-12"  # where the demo world keeps nothing else that could be removed
PAGE = f"/personuppgifter/gallring/{SKANE}/"


@pytest.fixture
def gone(world: World) -> User:
    """Somebody whose only role ended so long ago that every period is over."""
    person = somebody("Hedda", "learner", SKANE)
    RoleAssignment.objects.filter(user=person).update(starts_on=dt.date(2009, 1, 5), ends_before=dt.date(2010, 1, 4))
    User.objects.filter(pk=person.pk).update(is_active=False, created_at=dt.datetime(2009, 1, 5, tzinfo=dt.UTC))
    return person


def test_what_one_proposes_and_another_approves_is_removed_and_written_down(
    visit: Opener, world: World, gone: User
) -> None:
    officer = visit(PAGE, somebody("Ida", "administrator", SKANE))
    officer.get_by_role("button", name="Föreslå gallring").click()
    expect(officer.get_by_text("Du har föreslagit gallringen. Någon annan")).to_be_visible()
    expect(officer.get_by_role("button", name="Godkänn gallringen")).to_have_count(0)
    assert RoleAssignment.objects.filter(user=gone).exists()
    assert faults_anew(officer) == []
    run = RetentionRun.objects.get(organisation__code=SKANE)

    approver = visit(f"/personuppgifter/gallring/korning/{run.pk}/", somebody("Olle", "auditor", SKANE))
    approver.get_by_text("Avvisa förslaget").click()
    approver.get_by_label("Skäl").fill("Fel person, 811218-9876")
    approver.get_by_role("button", name="Avvisa gallringen").click()
    expect(approver.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(approver.get_by_label("Skäl")).to_have_value("Fel person, 811218-9876")
    expect(approver.get_by_label("Skäl")).to_be_visible()
    assert violations(approver) == []
    approver.get_by_role("button", name="Godkänn gallringen").click()
    expect(approver.get_by_text("Gallringen är godkänd. Nu kan den genomföras.")).to_be_visible()
    assert violations(approver) == []

    officer.reload()
    officer.once("dialog", lambda dialog: dialog.accept())
    officer.get_by_role("button", name="Genomför gallringen").click()
    finish_job(officer)
    assert not RoleAssignment.objects.filter(user=gone).exists()
    run.refresh_from_db()
    assert run.state == RetentionRun.State.APPLIED
    assert faults_anew(officer) == []
    with officer.expect_download() as coming:
        officer.get_by_role("link", name="Hämta protokollet").click()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(coming.value.path().read_bytes())).pages)
    assert "Ida Provsson" in text
    assert "Olle Provsson" in text
    assert "Hedda" not in text


def test_what_is_held_is_not_removed_until_the_hold_is_lifted_with_a_reason(
    visit: Opener, world: World, gone: User
) -> None:
    page = visit(PAGE, somebody("Maj", "administrator", SKANE))
    page.get_by_role("link", name="Undanta från gallring").click()
    page.get_by_label("eller personens e-postadress").fill("okand@resa.example")
    page.get_by_label("Skäl").fill("Tvist om lön")
    page.get_by_role("button", name="Undanta från gallring").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Skäl")).to_have_value("Tvist om lön")
    assert violations(page) == []
    page.get_by_label("eller personens e-postadress").fill(gone.email)
    page.get_by_role("button", name="Undanta från gallring").click()
    expect(page.get_by_text("Undantaget gäller från och med nu.")).to_be_visible()
    hold = LegalHold.objects.get(person=gone)
    assert violations(page) == []

    page.get_by_role("button", name="Föreslå gallring").click()
    expect(page.get_by_text("Det finns inget att gallra i dag")).to_be_visible()
    assert RoleAssignment.objects.filter(user=gone).exists()

    page.get_by_text("Häv undantaget").first.click()
    page.get_by_label("Skäl").fill("Tvisten med 811218-9876 är slut")
    page.get_by_role("button", name="Häv undantaget").click()
    expect(page.get_by_text("ser ut som ett personnummer").first).to_be_visible()
    expect(page.get_by_label("Skäl")).to_have_value("Tvisten med 811218-9876 är slut")
    hold.refresh_from_db()
    assert hold.lifted_on is None
    assert violations(page) == []
    page.get_by_label("Skäl").fill("Tvisten är slut")
    page.get_by_role("button", name="Häv undantaget").click()
    expect(page.get_by_text("Undantaget är hävt.")).to_be_visible()
    hold.refresh_from_db()
    assert hold.lifted_on is not None
