"""Other systems let in: a key, a webhook and a directory's key, each of which is shown once."""

import re

from playwright.sync_api import expect

from randa.identity.models import ScimToken
from randa.integrations.models import ApiKey, Webhook
from tests.browser.conftest import Opener
from tests.browser.judge import faults_as_it_stands, violations
from tests.browser.world import World

REGION = "Region Dalarna"


def test_a_key_for_another_system_is_shown_once_and_revoked(visit: Opener, world: World) -> None:
    page = visit("/integrationer/nycklar/organisation/", "administrator")
    page.get_by_role("link", name="Skapa en nyckel").first.click()
    page.get_by_label("Vad heter systemet som ska använda nyckeln?").fill("Lönesystemet")
    page.get_by_label("Organisation").select_option(REGION)
    page.get_by_label("Roll", exact=True).select_option("Studierektor")
    page.get_by_label("Sista dag").fill("2031-01-01")
    page.get_by_role("button", name="Skapa nyckeln").click()
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("Välj minst en sak som nyckeln får användas till.")
    expect(alert).to_contain_text("högst ett år framåt")
    expect(page.get_by_label("Vad heter systemet som ska använda nyckeln?")).to_have_value("Lönesystemet")
    assert violations(page) == []

    page.get_by_label("Sista dag").fill("2027-06-30")
    page.get_by_role("checkbox", name="Läser publicerade placeringar").check()
    page.get_by_role("button", name="Skapa nyckeln").click()
    expect(page.get_by_text("Kopiera nyckeln nu.")).to_be_visible()
    token = page.get_by_label("Nyckel", exact=True).input_value()
    key = ApiKey.objects.get(name="Lönesystemet")
    assert token.startswith(key.prefix)
    assert (key.organisation.name, key.scopes) == (REGION, ["placements.read"])
    assert faults_as_it_stands(page) == []

    page.get_by_role("link", name="Jag har sparat nyckeln").click()
    expect(page.get_by_role("heading", name="Lönesystemet")).to_be_visible()
    assert token not in page.content()
    assert violations(page) == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^Återkalla nyckeln.*Lönesystemet")).click()
    expect(page.get_by_text("är återkallad och öppnar inget längre")).to_be_visible()
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_webhook_is_coupled_tried_and_paused(visit: Opener, world: World) -> None:
    page = visit("/integrationer/webhookar/", "administrator")
    page.get_by_role("link", name="Koppla en webhook").first.click()
    page.get_by_label("Organisation").select_option(REGION)
    page.get_by_label("Systemets adress").fill("http://schema.example/krok")
    page.get_by_role("group", name="Systemet får veta när").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Koppla webhooken").click()
    expect(page.get_by_role("alert").first).to_contain_text("https://")
    expect(page.get_by_label("Systemets adress")).to_have_value("http://schema.example/krok")
    assert violations(page) == []
    page.get_by_label("Systemets adress").fill("https://schema.example/krok")
    page.get_by_role("button", name="Koppla webhooken").click()
    secret = page.get_by_label("Hemlighet").input_value()
    webhook = Webhook.objects.get(address="https://schema.example/krok")
    assert faults_as_it_stands(page) == []

    page.get_by_role("link", name="Jag har sparat hemligheten").click()
    assert secret not in page.content()
    page.get_by_role("button", name="Skicka ett provmeddelande").click()
    expect(page.get_by_text("Ett provmeddelande skickas inom en minut.")).to_be_visible()
    assert webhook.deliveries.count() == 1
    page.get_by_role("button", name="Pausa utskicken").click()
    expect(page.get_by_text("Utskicken är pausade.")).to_be_visible()
    webhook.refresh_from_db()
    assert webhook.paused_at is not None
    assert violations(page) == []


def test_a_directorys_key_is_shown_once(visit: Opener, world: World) -> None:
    page = visit("/inloggning/katalog/", "administrator")
    page.get_by_label("Organisation").first.select_option(REGION)
    page.get_by_label("Vad är nyckeln till?").fill("Regionens katalog")
    page.get_by_label("Giltighet").fill("9999")
    page.get_by_role("button", name="Skapa nyckel").click()
    if page.get_by_role("alert").count():
        expect(page.get_by_label("Vad är nyckeln till?")).to_have_value("Regionens katalog")
    page.get_by_label("Giltighet").fill("365")
    page.get_by_role("button", name="Skapa nyckel").click()
    shown = page.get_by_role("status").filter(has_text="Den visas bara nu.")
    expect(shown).to_be_visible()
    key = shown.locator("code").inner_text()
    token = ScimToken.objects.get(name="Regionens katalog")
    assert token.beginning in key
    assert faults_as_it_stands(page) == []

    page.goto("/inloggning/katalog/")
    expect(page.get_by_role("cell", name=re.compile("^Regionens katalog"))).to_be_visible()
    assert key not in page.content()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Återkalla Regionens katalog").click()
    expect(page.get_by_text("Nyckeln gäller inte längre.")).to_be_visible()
    token.refresh_from_db()
    assert token.state == "revoked"
