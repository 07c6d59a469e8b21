"""Looking after identity providers: from an example to a tested, switched-on sign-in, and what is refused on the way."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
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
from randa.identity.providers.services import (
    ProviderSettings,
    change_mapping,
    change_provider,
    create_provider,
    switch_provider,
)
from randa.organisations.models import Organisation
from tests.conftest import SignedInClient
from tests.factories import OrganisationFactory, UserFactory, person_with
from tests.identity.oidc_server import OidcServer, oidc_server
from tests.identity.providers import HSA_ID, LOA3, metadata, oidc_provider, saml_provider, through

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


def mark_of(page: HttpResponse) -> str:
    return re.findall(r'name="seen" value="(\w+)"', page.content.decode())[0]


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

    fields = {"hsa_id": "annat_namn", "given_name": "given_name", "email": "email"}
    browser.post(reverse("identity:provider_mapping", args=[provider.pk]), fields)
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


IDP = OIDC.issuer


@pytest.mark.parametrize(
    ("asked", "at", "words"),
    [
        ({"issuer": "http://idp.region.example", "client_id": "randa"}, "issuer", "https://"),
        ({"issuer": IDP}, "client_id", "klient-id"),
        ({"issuer": IDP, "client_id": "x", "owns_mail_domains": True}, "owns_mail_domains", "domäner"),
        ({"issuer": IDP, "client_id": "x", "mail_domains": ("inte en domän",)}, "mail_domains", "ingen e-postdomän"),
        ({"issuer": IDP, "client_id": "x", "asks_for_level": True}, "asks_for_level", "tillitsnivåer"),
        ({"issuer": IDP, "client_id": "taken"}, "issuer", "redan den inloggningstjänsten"),
        ({"issuer": IDP, "client_id": "x", "name": "UPPTAGET"}, "name", "heter UPPTAGET"),
    ],
)
def test_settings_that_could_not_work_are_refused_with_what_to_do(
    asked: dict[str, Any], at: str, words: str, region: Organisation
) -> None:
    actor = person_with("identity.manage", at=region)
    oidc_provider(IDP, client_id="taken", name="Upptaget", organisation=region)
    settings = ProviderSettings(**{"name": "x"} | asked)

    with pytest.raises(InvalidProviderError) as refusal:
        create_provider(actor=actor, organisation=region, example="other_oidc", settings=settings)
    assert [problem.setting for problem in refusal.value.at] == [at]
    assert words in refusal.value.problems[0]


def test_a_service_that_has_hsa_ids_is_not_left_without_a_way_to_recognise_people(region: Organisation) -> None:
    actor = person_with("identity.manage", at=region)
    school = create_provider(actor=actor, organisation=region, example="other_oidc", settings=OIDC)
    card = create_provider(
        actor=actor, organisation=region, example="inera_oidc", settings=replace(OIDC, name="Kort", client_id="kort")
    )

    assert change_mapping(actor=actor, provider=school, mapping={"email": ["mail"]}).version == 2
    with pytest.raises(InvalidProviderError, match="kan inte sparas") as refusal:
        change_mapping(actor=actor, provider=card, mapping={"email": ["mail"]})
    assert [problem.setting for problem in refusal.value.at] == ["hsa_id"]
    by_mail = replace(OIDC, name="Kort", client_id="kort", mail_domains=("kort.example",), owns_mail_domains=True)
    change_provider(actor=actor, provider=card, settings=by_mail)
    change_mapping(actor=actor, provider=card, mapping={"email": ["mail"]})
    with pytest.raises(InvalidProviderError) as refusal:
        change_provider(actor=actor, provider=card, settings=replace(by_mail, owns_mail_domains=False))
    assert [problem.setting for problem in refusal.value.at] == ["owns_mail_domains"]


def test_a_secret_that_was_sent_with_a_fault_is_asked_for_again(region: Organisation) -> None:
    filled = {"organisation": region.code, "name": "Prov", "issuer": "http://x", "client_id": "randa"}

    page = browser_of(region).post(
        reverse("identity:provider_create", args=["other_oidc"]), filled | {"client_secret": OIDC.client_secret}
    )

    assert page.status_code == 422
    assert "Skriv hemligheten igen." in page.content.decode()
    assert "hemligt" not in page.content.decode()


@pytest.mark.parametrize(
    ("page", "filled", "told"),
    [
        (
            "identity:provider_change",
            {"name": "B", "issuer": IDP, "client_id": "randa"},
            "Namn på inloggningssidan: A",
        ),
        ("identity:provider_mapping", {"email": "b"}, "E-post: a"),
    ],
)
def test_what_somebody_else_has_saved_meanwhile_is_told_before_it_is_overwritten(
    page: str, filled: dict[str, str], told: str, region: Organisation
) -> None:
    browser = browser_of(region)
    provider = oidc_provider(IDP, organisation=region, example="other_oidc")
    address = reverse(page, args=[provider.pk])
    opened = mark_of(browser.get(address))
    IdentityProvider.objects.filter(pk=provider.pk).update(name="A", mapping={"email": ["a"]})

    first = browser.post(address, filled | {"seen": opened})
    again = browser.post(address, filled | {"seen": mark_of(first)})

    assert (first.status_code, again.status_code) == (422, 302)
    assert f"Nu står det: {told}" in first.content.decode()


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
