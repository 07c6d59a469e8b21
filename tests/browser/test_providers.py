"""An administrator lets people in through the employer's sign-in: made, refused while it is wrong, tried, used, changed, and turned off."""

import re

import pytest
import requests
from django.urls import reverse
from playwright.sync_api import Page, expect

from randa.identity.models import IdentityProvider
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, faults_as_it_stands, violations
from tests.browser.people import somebody
from tests.browser.test_single_sign_on import choose, person
from tests.browser.world import World
from tests.identity.accounts import with_code_app
from tests.identity.oidc_server import OidcServer, oidc_server
from tests.identity.providers import LOA3, metadata
from tests.identity.saml_idp import needs_xmlsec, saml_site

PLACE = "REG-23"
CARD, SCHOOL = "SE0000000000-JMTL", "SE0000000000-SKOLA"
SAVE = "Spara inloggningstjänsten"


def begun(visit: Opener, example: str, name: str) -> Page:
    """Return the filled-in beginning of the form for a kind of provider, as an administrator opens it."""
    page = visit("/", somebody("Petra", "administrator", PLACE))
    page.get_by_role("navigation").get_by_role("link", name="Inloggningstjänster").click()
    page.get_by_role("link", name="Ny inloggningstjänst").first.click()
    assert violations(page) == []
    page.get_by_role("link", name=re.compile(f"Börja härifrån ?: {example}")).click()
    assert faults_anew(page) == []
    page.get_by_label("Organisation", exact=True).select_option(PLACE)
    page.get_by_label("Namn på inloggningssidan").fill(name)
    return page


def refused(page: Page, *words: str, button: str = SAVE) -> None:
    """Send the form; each of the words stands at the field that it is about, and at the top."""
    page.get_by_role("button", name=button).click()
    for one in words:
        expect(page.get_by_role("alert")).to_contain_text(one)
        expect(page.locator("form .field-error").get_by_text(one).first).to_be_visible()


def tried(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Prova (inloggningen|igen)")).click()
    page.get_by_placeholder("sub").fill("petra")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prov av inloggningen")


def test_openid_connect_from_a_wrong_address_to_somebody_signed_in_and_off_again(visit: Opener, world: World) -> None:
    name = "Region Jämtland Härjedalen, tjänstekort"
    with oidc_server() as server:
        server.knows("petra", employeeHsaId=CARD, acr=LOA3, given_name="Petra", mail="petra@prov.example")
        page = begun(visit, "Inera IdP med SITHS, OpenID Connect", name)
        _made_after_refusals(page, server, name)
        provider = IdentityProvider.objects.get(name=name)
        assert (provider.enabled, provider.issuer) == (False, "https://finns-inte.invalid")

        _changed_after_a_try_that_led_nowhere(page, server)
        _mapped(page)
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="Slå på inloggningen").click()
        expect(page.get_by_text("är påslagen och visas på inloggningssidan")).to_be_visible()
        assert faults_anew(page) == []

        with_code_app(person(CARD))
        nurse = visit("/konto/logga-in/?next=/organisationer/", "nobody")
        choose(nurse, provider)
        nurse.get_by_placeholder("sub").fill("petra")
        nurse.get_by_role("button", name="Authorize").click()
        expect(nurse).to_have_url(re.compile("/organisationer/$"))

        _turned_off(page)
        late = visit("/konto/logga-in/", "nobody")
        expect(late.get_by_text(name)).to_have_count(0)


def _made_after_refusals(page: Page, server: OidcServer, name: str) -> None:
    page.get_by_label("Utfärdare (issuer)").fill("http://idp.region.example")
    page.get_by_label("Klient-id").fill("randa")
    page.get_by_label("Klienthemlighet").fill("hemligt")
    page.get_by_label("E-postdomäner").fill("inte-en-domän")
    refused(page, "börjar med https://", "inte-en-domän är ingen e-postdomän", "Skriv hemligheten igen")
    expect(page.get_by_label("Namn på inloggningssidan")).to_have_value(name)
    expect(page.get_by_label("Utfärdare (issuer)")).to_have_value("http://idp.region.example")
    assert faults_as_it_stands(page) == []

    page.get_by_label("Utfärdare (issuer)").fill("https://finns-inte.invalid")
    page.get_by_label("Klienthemlighet").fill("hemligt")
    page.get_by_label("E-postdomäner").fill("jh.example")
    page.get_by_label("Tillitsnivåer").fill(LOA3)
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("är sparad, men inte påslagen. Prova inloggningen först.")).to_be_visible()
    assert faults_anew(page) == []


def _changed_after_a_try_that_led_nowhere(page: Page, server: OidcServer) -> None:
    page.get_by_role("link", name="Prova inloggningen").click()
    expect(page.get_by_text("Randa når inte https://finns-inte.invalid")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Till inloggningstjänsten").click()
    page.get_by_role("link", name="Ändra", exact=True).click()
    page.get_by_label("Utfärdare (issuer)").fill(server.issuer)
    page.get_by_label("Skäl").fill("Fel adress, säger 811218-9876")
    refused(page, "ser ut som ett personnummer")
    page.get_by_label("Skäl").fill("Fel adress")
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("Ändringarna är sparade.")).to_be_visible()


def _mapped(page: Page) -> None:
    tried(page)
    expect(page.get_by_role("row", name="HSA-id")).to_contain_text(CARD)
    assert violations(page) == []
    page.get_by_role("link", name="Ändra fälten").click()
    assert faults_anew(page) == []
    page.get_by_label("HSA-id").fill("")
    page.get_by_label("E-post", exact=True).fill("mail")
    refused(page, "Utan HSA-id känner Randa inte igen någon", button="Spara fälten")
    expect(page.get_by_label("E-post", exact=True)).to_have_value("mail")
    assert violations(page) == []
    page.get_by_label("HSA-id").fill("employeeHsaId")
    page.get_by_role("button", name="Spara fälten").click()
    expect(page.get_by_role("row", name="petra@prov.example").first).to_be_visible()
    tried(page)
    assert faults_anew(page) == []


def _turned_off(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Slå av inloggningen").click()
    expect(page.get_by_text("är avslagen")).to_be_visible()


@needs_xmlsec
def test_saml_from_metadata_that_is_none_to_somebody_signed_in(visit: Opener, site: str, world: World) -> None:
    name = "Högskolan i Provköping"
    with saml_site(LOA3, {"http://sambi.se/attributes/1/employeeHsaId": [SCHOOL]}) as (idp, known):
        xml = metadata(idp.certificate, entity_id=idp.entity_id, sso_url=idp.sso_url)
        page = begun(visit, "Annan SAML 2.0", name)
        refused(page, "Ange adressen till metadata, eller klistra in den")
        page.get_by_label("Adress till metadata").fill("https://finns-inte.invalid/metadata")
        refused(page, "Randa når inte https://finns-inte.invalid/metadata")
        page.get_by_label("Adress till metadata").fill("")
        page.get_by_label("Eller klistra in metadata").fill("Här är vår metadata")
        refused(page, "Det är inte läsbar SAML-metadata (XML). Hela dokumentet behövs")
        expect(page.get_by_label("Eller klistra in metadata")).to_have_value("Här är vår metadata")
        assert faults_as_it_stands(page) == []
        page.get_by_label("Eller klistra in metadata").fill(xml.replace(idp.sso_url, "http://idp.example/sso"))
        refused(page, "Inloggningsadressen i metadata börjar inte med https://.")

        page.get_by_label("Eller klistra in metadata").fill(xml)
        page.get_by_label("Tillitsnivåer").fill(LOA3)
        page.get_by_role("button", name=SAVE).click()
        expect(page.get_by_text("är sparad, men inte påslagen.")).to_be_visible()
        assert faults_anew(page) == []
        provider = IdentityProvider.objects.get(name=name)
        known["sp"] = requests.get(site + reverse("identity:saml_metadata", args=[provider.pk]), timeout=10).text
        page.get_by_role("link", name="Prova inloggningen").click()
        page.get_by_role("button", name="Visa kortet").click()
        expect(page.get_by_role("row", name="HSA-id")).to_contain_text(SCHOOL)
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="Slå på inloggningen").click()
        expect(page.get_by_text("är påslagen och visas på inloggningssidan")).to_be_visible()

        with_code_app(person(SCHOOL))
        student = visit("/konto/logga-in/?next=/organisationer/", "nobody")
        choose(student, provider)
        student.get_by_role("button", name="Visa kortet").click()
        expect(student).to_have_url(re.compile("/organisationer/$"))

        _refused_twice(visit, name, xml)
        _turned_off(page)


def _refused_twice(visit: Opener, name: str, xml: str) -> None:
    page = begun(visit, "Annan SAML 2.0", name.upper())
    page.get_by_label("Eller klistra in metadata").fill(xml)
    refused(page, "Välj ett namn som skiljer dem åt.")
    page.get_by_label("Namn på inloggningssidan").fill("En annan")
    refused(page, "Organisationen har redan den inloggningstjänsten.")
    expect(page.get_by_label("Namn på inloggningssidan")).to_have_value("En annan")


@pytest.mark.usefixtures("world")
def test_of_two_tabs_the_second_to_save_is_told_what_the_first_one_wrote(visit: Opener) -> None:
    administrator = somebody("Tove", "administrator", PLACE)
    provider = IdentityProvider.objects.create(
        organisation=administrator.role_assignments.get().organisation, kind="oidc", name="Två flikar", client_id="randa",
        issuer="https://idp.flik.example", example="other_oidc", mail_domains=["ett.example"],
    )  # fmt: skip
    address = reverse("identity:provider_change", args=[provider.pk])
    first, second = visit(address, administrator), visit(address, administrator)
    first.get_by_label("E-postdomäner").fill("ett.example\ntva.example")
    first.get_by_role("button", name=SAVE).click()
    expect(first.get_by_text("Ändringarna är sparade.")).to_be_visible()

    second.get_by_label("E-postdomäner").fill("tre.example")
    second.get_by_role("button", name=SAVE).click()

    expect(second.get_by_role("alert")).to_contain_text("Nu står det: E-postdomäner: ett.example, tva.example.")
    expect(second.get_by_label("E-postdomäner")).to_have_value("tre.example")
    assert violations(second) == []
    second.get_by_role("button", name=SAVE).click()
    expect(second.get_by_text("Ändringarna är sparade.")).to_be_visible()
    provider.refresh_from_db()
    assert provider.mail_domains == ["tre.example"]
