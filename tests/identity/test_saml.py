"""SAML against a real identity provider: the whole way in, and each forgery that must open nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from randa.identity.models import IdentityProvider, LinkedIdentity, SeenAssertion
from randa.people.models import User
from tests.factories import UserFactory
from tests.identity.accounts import with_code_app
from tests.identity.providers import HSA_ID, LOA3, is_signed_in, leave, saml_provider
from tests.identity.saml_idp import SamlIdp, acs_of, needs_xmlsec, posted, saml_idp

pytestmark = [pytest.mark.django_db, needs_xmlsec]
ATTRIBUTES = {
    "http://sambi.se/attributes/1/employeeHsaId": [HSA_ID], "mail": ["vide@region.example"], "givenName": ["Vide"], "sn": ["Ek"],
}  # fmt: skip


@pytest.fixture(scope="module")
def idp() -> Iterator[SamlIdp]:
    with saml_idp() as made:
        yield made


@pytest.fixture
def provider(idp: SamlIdp) -> IdentityProvider:
    return saml_provider(idp.entity_id, idp.sso_url, [idp.certificate])


@pytest.fixture
def person() -> User:
    made: User = UserFactory.create(hsa_id=HSA_ID)
    return made


def our_metadata(provider: IdentityProvider) -> str:
    return Client().get(reverse("identity:saml_metadata", args=[provider.pk])).content.decode()


def asked(idp: SamlIdp, provider: IdentityProvider, browser: Client, query: str = "", **more: Any) -> str:
    """Begin in the browser and return the provider's answer as XML."""
    address = leave(browser, provider, query)
    return idp.answer(address, our_metadata(provider), **{"level": LOA3, "attributes": ATTRIBUTES} | more)


def give(browser: Client, provider: IdentityProvider, xml: str) -> HttpResponse:
    """Post the answer as the provider's page does: from another site, so without our cookies, and then come back with them."""
    kept = browser.cookies.copy()
    browser.cookies.clear()
    answer = browser.post(
        reverse("identity:saml_acs", args=[provider.pk]), posted(xml), headers={"Origin": "https://idp.test.example"}
    )
    assert answer.status_code == 302, answer.content.decode()
    browser.cookies.update(kept)
    return browser.get(answer["Location"])


Refused = Callable[[Client, IdentityProvider, str, str], None]


@pytest.fixture
def refuses(caplog: pytest.LogCaptureFixture) -> Refused:
    """Return a check that an answer opens nothing, and for which reason."""

    def check(browser: Client, provider: IdentityProvider, xml: str, because: str) -> None:
        caplog.clear()
        answer = give(browser, provider, xml)
        assert answer.status_code == 400
        assert because in caplog.text
        assert not is_signed_in(browser)
        assert not LinkedIdentity.objects.exists()

    return check


def test_a_person_with_the_hsa_id_signs_in_with_two_factors_and_is_linked(
    idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    with_code_app(person)
    browser = Client()

    answer = give(browser, provider, asked(idp, provider, browser, "?next=/organisationer/"))

    assert answer["Location"] == "/organisationer/"
    assert browser.get("/organisationer/").status_code == 200
    link = LinkedIdentity.objects.get()
    assert (link.user, link.subject, link.reason) == (person, "vide", "hsa_id")


def test_a_level_that_is_not_accepted_leads_to_randas_own_second_factor(
    idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    with_code_app(person)
    browser = Client()

    answer = give(
        browser, provider, asked(idp, provider, browser, level="urn:oasis:names:tc:SAML:2.0:ac:classes:Password")
    )

    assert answer["Location"] == "/konto/tvafaktor/logga-in/"
    assert not is_signed_in(browser)


def test_a_changed_value_breaks_the_signature(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    UserFactory.create(hsa_id="SE0000000000-BOSS")
    browser = Client()

    refuses(
        browser,
        provider,
        asked(idp, provider, browser).replace(HSA_ID, "SE0000000000-BOSS"),
        "Signature validation failed",
    )


def test_a_changed_level_breaks_the_signature(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    browser = Client()

    refuses(
        browser,
        provider,
        asked(idp, provider, browser, level="weak").replace(">weak<", f">{LOA3}<"),
        "Signature validation failed",
    )


def test_another_providers_signature_is_refused(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    browser = Client()
    with saml_idp("mallory") as mallory:
        mallory.entity_id = idp.entity_id
        xml = asked(mallory, provider, browser)

    refuses(browser, provider, xml, "Signature validation failed")


def test_a_signature_with_sha1_is_refused(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    browser = Client()
    xml = asked(idp, provider, browser, algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1")

    refuses(browser, provider, xml, "Deprecated signature algorithm")


def test_an_unsigned_assertion_is_refused_even_in_a_signed_response(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    for sign_response in (False, True):
        browser = Client()
        xml = asked(idp, provider, browser, sign_assertion=False, sign_response=sign_response)
        refuses(browser, provider, xml, "is not signed")


def _assertion(xml: str) -> str:
    found = re.search(r"<(\w+):Assertion .*?</\1:Assertion>", xml, re.DOTALL)
    assert found
    return found[0]


def _without_signature(xml: str) -> str:
    return re.sub(r"<(\w+):Signature .*?</\1:Signature>", "", xml, flags=re.DOTALL)


def _forged(xml: str) -> str:
    """Return an unsigned copy of the assertion with somebody else's HSA-id and another id."""
    copy = _without_signature(_assertion(xml)).replace(HSA_ID, "SE0000000000-BOSS")
    return re.sub(r' ID="[^"]+"', ' ID="forged"', copy, count=1)


WRAPPINGS = {
    "before the signed one": lambda xml, signed, forged: xml.replace(signed, forged + signed),
    "after the signed one": lambda xml, signed, forged: xml.replace(signed, signed + forged),
    "the signed one within the forged": lambda xml, signed, forged: xml.replace(
        signed,
        re.sub(
            r"(</\w+:Subject>)", rf"\1<Extra>{signed}</Extra>".replace("\\", "\\\\").replace("\\\\1", "\\1"), forged
        ),
    ),
    "the signed one in the response's extensions": lambda xml, signed, forged: xml.replace(signed, forged).replace(
        "<ns0:Status>", f"<ns0:Extensions>{signed}</ns0:Extensions><ns0:Status>"
    ),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_signature_around_somebody_else_opens_nothing(
    refuses: Refused, wrapping: str, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    UserFactory.create(hsa_id="SE0000000000-BOSS")
    browser = Client()
    xml = asked(idp, provider, browser)
    wrapped = WRAPPINGS[wrapping](xml, _assertion(xml), _forged(xml))
    assert wrapped != xml

    refuses(browser, provider, wrapped, "refused: sign_in_failed")


def test_an_answer_for_another_service_is_refused(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    browser = Client()

    refuses(
        browser,
        provider,
        asked(idp, provider, browser, audience="https://other.test.example/metadata"),
        "not a valid audience",
    )


def test_an_answer_that_names_no_service_is_refused(
    idp: SamlIdp, provider: IdentityProvider, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from saml2 import assertion

    made = assertion.Policy.conditions

    def without_audience(self: Any, *args: Any, **more: Any) -> Any:
        conditions = made(self, *args, **more)
        conditions.audience_restriction = []
        return conditions

    monkeypatch.setattr(assertion.Policy, "conditions", without_audience)
    browser = Client()
    xml = asked(idp, provider, browser)
    assert "AudienceRestriction" not in xml

    assert give(browser, provider, xml).status_code == 400
    assert not is_signed_in(browser)


def test_an_answer_for_another_address_is_refused(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    own = acs_of(our_metadata(provider))
    for destination, because in (
        ("https://other.test.example/acs", "instead of"),
        (own + "x", "Destination is another"),
    ):
        browser = Client()
        refuses(browser, provider, asked(idp, provider, browser, destination=destination), because)


def test_an_answer_is_taken_once(idp: SamlIdp, provider: IdentityProvider, person: User) -> None:
    browser = Client()
    xml = asked(idp, provider, browser)
    give(browser, provider, xml)
    browser.post("/konto/logga-ut/")

    assert give(browser, provider, xml).status_code == 400
    assert not is_signed_in(browser)


def test_an_unasked_answer_is_refused_unless_the_provider_may_and_then_taken_once(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    metadata = our_metadata(provider)
    entity_id = f"http://testserver{reverse('identity:saml_metadata', args=[provider.pk])}"
    xml = idp.answer("", metadata, unasked=entity_id, level=LOA3, attributes=ATTRIBUTES)
    first, second, third = Client(), Client(), Client()

    refuses(first, provider, xml, "nobody asked")
    IdentityProvider.objects.update(accepts_unasked=True)
    assert give(second, provider, xml).status_code == 302
    assert is_signed_in(second, person)
    assert give(third, provider, xml).status_code == 400
    assert not is_signed_in(third)
    assert SeenAssertion.objects.count() == 1


def test_an_answer_to_another_browsers_question_is_refused(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    mallory, victim = Client(), Client()

    refuses(victim, provider, asked(idp, provider, mallory), "no request of this session")


def test_an_answer_that_is_too_old_is_refused(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

    browser = Client()
    xml = asked(idp, provider, browser)
    later = Utils.now() + 15 * 60 + 301
    monkeypatch.setattr(Utils, "now", staticmethod(lambda: later))

    refuses(browser, provider, xml, "expired")


def test_entities_and_document_types_are_refused_before_they_are_read(
    refuses: Refused, provider: IdentityProvider
) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="x" Version="2.0">&d;</samlp:Response>'
    )
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    for xml, because in (
        (bomb, "DTDForbidden"),
        (outside, "DTDForbidden"),
        ("<x/>", "InResponseTo"),
        ("x", "XMLSyntax"),
    ):
        refuses(Client(), provider, xml, because)


def test_what_is_not_base64_is_refused(provider: IdentityProvider) -> None:
    browser = Client()
    answer = browser.post(reverse("identity:saml_acs", args=[provider.pk]), {"SAMLResponse": "åäö%%%"})

    assert browser.get(answer["Location"]).status_code == 400
    assert (
        browser.post(reverse("identity:saml_acs", args=[provider.pk]), {"SAMLResponse": "A" * 600_000}).status_code
        == 404
    )
    assert browser.post(reverse("identity:saml_acs", args=[provider.pk])).status_code == 404


def test_both_certificates_hold_while_the_provider_changes_its_key(
    idp: SamlIdp, provider: IdentityProvider, person: User
) -> None:
    with saml_idp("new-key") as new:
        new.entity_id = idp.entity_id
        IdentityProvider.objects.update(certificates=[idp.certificate, new.certificate])
        for signer in (idp, new):
            browser = Client()
            assert give(browser, provider, asked(signer, provider, browser)).status_code == 302
            assert is_signed_in(browser, person)


def test_our_request_and_our_metadata_are_signed(idp: SamlIdp, provider: IdentityProvider) -> None:
    metadata = our_metadata(provider)

    assert "SignatureValue" in metadata
    assert 'WantAssertionsSigned="true"' in metadata
    assert "Signature=" in urlsplit(leave(Client(), provider)).query  # and pysaml2 checks it in every test above


def test_a_transient_name_signs_nobody_in(
    refuses: Refused, idp: SamlIdp, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.identity.saml_idp.PERSISTENT", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient")
    UserFactory.create(hsa_id=HSA_ID)
    browser = Client()

    refuses(browser, provider, asked(idp, provider, browser), "no lasting subject")
