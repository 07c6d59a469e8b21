"""Looking after identity providers: from an example to a tested, switched-on sign-in, and what is refused on the way."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.secrets_at_rest import reveal
from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import as_pem, make_own
from randa.identity.providers.errors import InvalidProviderError, NotReadyError, ProviderUnreachableError
from randa.identity.providers.examples import examples
from randa.identity.providers.fetching import fetch
from randa.identity.providers.metadata import read_metadata
from randa.identity.providers.services import ProviderSettings, change_provider, create_provider, switch_provider
from randa.organisations.models import Organisation
from tests.conftest import SignedInClient
from tests.factories import OrganisationFactory, UserFactory, person_with
from tests.identity.oidc_server import OidcServer, oidc_server
from tests.identity.providers import HSA_ID, LOA3, oidc_provider, saml_provider, through

pytestmark = pytest.mark.django_db
OIDC = ProviderSettings(name="Prov", issuer="https://idp.region.example", client_id="randa", client_secret="hemligt")


@pytest.fixture(scope="module")
def server() -> Iterator[OidcServer]:
    with oidc_server() as running:
        running.knows("vide", employeeHsaId=HSA_ID, acr=LOA3, email="vide@region.example", given_name="Vide")
        yield running


@pytest.fixture
def region() -> Organisation:
    made: Organisation = OrganisationFactory.create()
    return made


def browser_of(region: Organisation) -> SignedInClient:
    browser = SignedInClient()
    browser.force_login(person_with("identity.manage", at=region))
    return browser


def metadata(certificate: str, *, entity_id: str = "https://idp.test.example", extra: str = "") -> str:
    body = "".join(certificate.splitlines()[1:-1])
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity_id}">'
        '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>{extra}"
        '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.test.example/sso"/>'
        "</md:IDPSSODescriptor></md:EntityDescriptor>"
    )


def test_every_example_says_how_sure_it_is_and_the_unverified_are_shown_as_such(region: Organisation) -> None:
    page = browser_of(region).get(reverse("identity:provider_new")).content.decode()

    assert {one.provenance for one in examples().values()} <= {"a", "b", "c"}
    assert page.count("overifierad") == sum(one.is_unverified for one in examples().values())


def test_an_administrator_makes_tries_and_switches_on_a_provider(server: OidcServer, region: Organisation) -> None:
    browser = browser_of(region)
    person = UserFactory.create(hsa_id=HSA_ID)
    filled = {
        "organisation": region.code, "name": "Region Prov", "issuer": server.issuer, "client_id": "randa", "client_secret": "hemligt",
        "scopes": "openid profile email", "two_factor_values": LOA3,
    }  # fmt: skip

    made = browser.post(reverse("identity:provider_create", args=["inera_oidc"]), filled)
    provider = IdentityProvider.objects.get()
    assert made["Location"] == reverse("identity:provider", args=[provider.pk])
    assert not provider.enabled

    tried = through(browser, provider, server.sign_in("vide"), "?syfte=prov")
    page = browser.get(tried["Location"]).content.decode()
    assert HSA_ID in page
    assert str(person) in page
    assert "räknas som två faktorer" in page
    assert not provider.linked_identities.exists()

    browser.post(
        reverse("identity:provider_mapping", args=[provider.pk]), {"given_name": "given_name", "email": "email"}
    )
    assert "inget konto" in browser.get(reverse("identity:provider_test", args=[provider.pk])).content.decode()
    browser.post(reverse("identity:provider_switch", args=[provider.pk]), {"enabled": "yes"})
    provider.refresh_from_db()
    assert (provider.enabled, provider.version) == (True, 3)


def test_the_secret_is_neither_shown_nor_logged_nor_stored_in_the_open(region: Organisation) -> None:
    actor = person_with("identity.manage", at=region)
    provider = create_provider(actor=actor, organisation=region, example="other_oidc", settings=OIDC)
    change_provider(
        actor=actor, provider=provider, settings=ProviderSettings(name="Annat", issuer=OIDC.issuer, client_id="randa")
    )
    provider.refresh_from_db()

    with connection.cursor() as cursor:
        cursor.execute("select client_secret from identity_identityprovider")
        stored = cursor.fetchone()[0]
    assert "hemligt" not in stored
    assert "hemligt" not in str(list(AuditEvent.objects.values_list("before", "after")))
    assert reveal(provider, "client_secret") == "hemligt"
    assert (
        "hemligt"
        not in browser_of(region).get(reverse("identity:provider_change", args=[provider.pk])).content.decode()
    )


def test_saving_what_is_there_makes_no_new_version(region: Organisation) -> None:
    actor = person_with("identity.manage", at=region)
    provider = create_provider(actor=actor, organisation=region, example="other_oidc", settings=OIDC)
    same = ProviderSettings(name="Prov", issuer=OIDC.issuer, client_id="randa")

    assert change_provider(actor=actor, provider=provider, settings=same).version == 1


def test_nobody_lets_a_provider_serve_an_organisation_they_do_not_look_after(region: Organisation) -> None:
    actor, elsewhere = person_with("identity.manage", at=region), OrganisationFactory.create()

    with pytest.raises(PermissionDenied):
        create_provider(actor=actor, organisation=region, example="other_oidc", settings=OIDC, serves=[elsewhere])
    with pytest.raises(PermissionDenied):
        create_provider(actor=actor, organisation=elsewhere, example="other_oidc", settings=OIDC)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (ProviderSettings(name="x", issuer="http://idp.region.example", client_id="randa"), "https://"),
        (ProviderSettings(name="x", issuer=OIDC.issuer), "klient-id"),
        (ProviderSettings(name="x", issuer=OIDC.issuer, client_id="x", owns_mail_domains=True), "domäner"),
        (
            ProviderSettings(name="x", issuer=OIDC.issuer, client_id="x", mail_domains=("inte en domän",)),
            "ingen e-postdomän",
        ),
        (ProviderSettings(name="x", issuer=OIDC.issuer, client_id="x", asks_for_level=True), "tillitsnivåer"),
    ],
)
def test_settings_that_could_not_work_are_refused_with_what_to_do(
    settings: ProviderSettings, words: str, region: Organisation
) -> None:
    actor = person_with("identity.manage", at=region)

    with pytest.raises(InvalidProviderError) as refusal:
        create_provider(actor=actor, organisation=region, example="other_oidc", settings=settings)
    assert words in refusal.value.problems[0]


def test_a_saml_provider_is_read_from_pasted_metadata_and_gets_a_key_of_its_own(region: Organisation) -> None:
    actor = person_with("identity.manage", at=region)
    settings = ProviderSettings(name="Prov", metadata_xml=metadata(make_own("idp")[0]))

    provider = create_provider(actor=actor, organisation=region, example="sambi", settings=settings)

    assert (provider.issuer, provider.sso_url) == ("https://idp.test.example", "https://idp.test.example/sso")
    assert provider.certificate_expires_on is not None
    assert "PRIVATE KEY" in reveal(provider, "own_key")
    assert "sambi.se" in provider.mapping["hsa_id"][0]


def test_metadata_with_two_certificates_gives_both() -> None:
    first, second = make_own("one")[0], make_own("two")[0]
    body = "".join(second.splitlines()[1:-1])
    extra = (
        '<md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
    )

    found = read_metadata(metadata(first, extra=extra).encode())

    assert found.certificates == (as_pem(first), as_pem(second))


@pytest.mark.parametrize(
    "xml",
    [b"", b"hej", b"<x/>", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', metadata("a\nAAAA\nb").encode()],
    ids=["empty", "not xml", "not metadata", "entities", "not a certificate"],
)
def test_what_is_not_metadata_is_refused(xml: bytes) -> None:
    with pytest.raises(InvalidProviderError):
        read_metadata(xml)


def test_metadata_is_taken_only_with_the_federations_signature_when_there_is_a_certificate() -> None:
    from onelogin.saml2.metadata import OneLogin_Saml2_Metadata

    federation, key = make_own("federation")
    own = metadata(make_own("idp")[0]).replace("<md:EntityDescriptor ", '<md:EntityDescriptor ID="x" ')
    signed = OneLogin_Saml2_Metadata.sign_metadata(own, key, federation)

    assert read_metadata(signed, signed_by=federation).entity_id == "https://idp.test.example"
    for xml, certificate in ((own.encode(), federation), (signed, make_own("stranger")[0])):
        with pytest.raises(InvalidProviderError, match="kan inte sparas"):
            read_metadata(xml, signed_by=certificate)
    changed = signed.replace(b"/sso", b"/evil")
    with pytest.raises(InvalidProviderError):
        read_metadata(changed, signed_by=federation)


@pytest.mark.parametrize(
    "address",
    [
        "http://idp.region.example/",
        "https://127.0.0.1/",
        "https://169.254.169.254/",
        "file:///etc/passwd",
        "https://[::1]/",
    ],
)
def test_an_address_that_leads_to_the_machine_itself_is_not_read(address: str, settings: object) -> None:
    settings.RANDA_MAY_CALL = ["*"]  # type: ignore[attr-defined]

    with pytest.raises(ProviderUnreachableError):
        fetch(address)


def test_a_provider_that_lacks_what_a_sign_in_needs_is_not_switched_on(region: Organisation) -> None:
    provider = saml_provider("https://idp.test.example", "", [], organisation=region, enabled=False)

    with pytest.raises(NotReadyError):
        switch_provider(actor=person_with("identity.manage", at=region), provider=provider, enabled=True)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2027, 3, 2), ""),
        (dt.date(2027, 3, 3), "soon"),
        (dt.date(2027, 5, 2), "soon"),
        (dt.date(2027, 5, 3), "past"),
    ],
)
def test_a_certificate_is_warned_about_sixty_days_before_its_end(day: dt.date, state: str) -> None:
    assert IdentityProvider(certificate_expires_on=dt.date(2027, 5, 2)).certificate_state(day) == state


def test_the_list_asks_the_database_as_often_for_three_as_for_one(region: Organisation) -> None:
    browser = browser_of(region)
    counts = []
    for number in (1, 2, 3):
        oidc_provider(f"https://idp{number}.test.example", organisation=region)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(reverse("identity:providers"))
        counts.append(len(asked))

    assert counts[1] == counts[2]
    assert counts[0] == counts[2]


def test_a_test_is_for_whoever_looks_after_the_provider(region: Organisation) -> None:
    provider = oidc_provider("https://idp.test.example", organisation=region)
    browser = SignedInClient()
    browser.force_login(person_with("people.view", at=region))

    assert browser.get(reverse("identity:begin", args=[provider.pk]) + "?syfte=prov").status_code == 403
