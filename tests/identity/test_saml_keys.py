"""Our own key at a SAML provider changes without a moment when nobody comes in; weak encryption and short keys are refused."""

import datetime as dt
from collections.abc import Iterator

import pytest
import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import NameOID
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from lxml import etree

from randa.core.audit.models import AuditEvent
from randa.core.secrets_at_rest import reveal
from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import make_own
from randa.identity.providers.errors import InvalidProviderError, KeyChangeError
from randa.identity.providers.metadata import read_metadata
from randa.identity.providers.services_own_key import forget_other_key, publish_new_key, use_new_key
from randa.people.models import User
from tests.conftest import SignedInClient
from tests.factories import OrganisationFactory, UserFactory, person_with
from tests.identity.providers import HSA_ID, LOA3, is_signed_in, leave, oidc_provider, saml_provider
from tests.identity.saml_idp import SamlIdp, needs_xmlsec, saml_idp
from tests.identity.test_saml import ATTRIBUTES, give, our_metadata

pytestmark = pytest.mark.django_db
SAML = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion", "md": "urn:oasis:names:tc:SAML:2.0:metadata"}
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey


@pytest.fixture(scope="module")
def idp() -> Iterator[SamlIdp]:
    with saml_idp() as made:
        yield made


@pytest.fixture
def provider(idp: SamlIdp) -> IdentityProvider:
    UserFactory.create(hsa_id=HSA_ID)
    return saml_provider(idp.entity_id, idp.sso_url, [idp.certificate])


@pytest.fixture
def keeper(provider: IdentityProvider) -> User:
    return person_with("identity.manage", at=provider.organisation)


def published(metadata: str) -> int:
    """Return how many different certificates the metadata holds."""
    texts = etree.fromstring(metadata.encode()).findall(".//md:KeyDescriptor//{*}X509Certificate", SAML)
    return len({"".join((one.text or "").split()) for one in texts})


def encrypted(
    xml: str, certificate: str, key: object = xmlsec.Transform.RSA_OAEP, data: object = xmlsec.Transform.AES256
) -> str:
    """Return the answer with its signed assertion encrypted to `certificate`."""
    document = etree.fromstring(xml.encode())
    assertion = document.find("saml:Assertion", SAML)
    assert assertion is not None
    holder = etree.SubElement(document, f"{{{SAML['saml']}}}EncryptedAssertion")
    document.replace(assertion, holder)
    holder.append(etree.fromstring(etree.tostring(assertion)))
    template = xmlsec.template.encrypted_data_create(document, data, type=xmlsec.EncryptionType.ELEMENT, ns="xenc")
    xmlsec.template.encrypted_data_ensure_cipher_value(template)
    info = xmlsec.template.encrypted_data_ensure_key_info(template, ns="ds")
    xmlsec.template.encrypted_data_ensure_cipher_value(xmlsec.template.add_encrypted_key(info, key))
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM, None))
    context = xmlsec.EncryptionContext(manager)
    kind, bits = (xmlsec.KeyData.DES, 192) if data == xmlsec.Transform.DES3 else (xmlsec.KeyData.AES, 256)
    context.key = xmlsec.Key.generate(kind, bits, xmlsec.KeyDataType.SESSION)
    context.encrypt_xml(template, holder[0])
    return etree.tostring(document).decode()


def comes_in(idp: SamlIdp, provider: IdentityProvider, metadata: str, to: str = "", **how: object) -> bool:
    """Sign in at a provider that has read `metadata`; `to` is the certificate that it encrypts to."""
    browser = Client()
    xml = idp.answer(leave(browser, provider), metadata, level=LOA3, attributes=ATTRIBUTES)
    give(browser, provider, encrypted(xml, to, **how) if to else xml)
    return is_signed_in(browser)


@needs_xmlsec
def test_our_key_changes_while_everybody_signs_in_all_the_time(
    idp: SamlIdp, provider: IdentityProvider, keeper: User
) -> None:
    first, at_start = our_metadata(provider), provider.own_certificate

    provider = publish_new_key(actor=keeper, provider=provider)
    both, second = our_metadata(provider), provider.other_certificate
    assert (published(first), published(both)) == (1, 2)
    assert comes_in(idp, provider, first, to=at_start)  # the provider has not read our metadata again
    assert comes_in(idp, provider, both, to=second)  # it has, and encrypts to the new one at once

    provider = use_new_key(actor=keeper, provider=provider)
    last = our_metadata(provider)
    assert published(last) == 1
    assert comes_in(idp, provider, both, to=at_start)  # it takes the new signature, and encrypts to the old one
    assert comes_in(idp, provider, last, to=second)

    provider = forget_other_key(actor=keeper, provider=provider)
    assert comes_in(idp, provider, last, to=second)
    assert not comes_in(idp, provider, last, to=at_start)
    assert [event.action for event in AuditEvent.objects.filter(object_type="identity.identityprovider").order_by("pk")] == [
        "identity_provider.key_published", "identity_provider.key_changed", "identity_provider.key_forgotten",
    ]  # fmt: skip


@needs_xmlsec
@pytest.mark.parametrize(
    "how",
    [
        {"key": xmlsec.Transform.RSA_PKCS1},
        {"data": xmlsec.Transform.DES3},
        {"key": xmlsec.Transform.RSA_PKCS1, "data": xmlsec.Transform.DES3},
    ],
    ids=["RSA PKCS 1 v1.5", "3DES", "both"],
)
def test_what_is_encrypted_weakly_is_not_opened(
    idp: SamlIdp, provider: IdentityProvider, how: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    assert not comes_in(idp, provider, our_metadata(provider), to=provider.own_certificate, **how)
    assert "is not accepted" in caplog.text
    assert comes_in(idp, provider, our_metadata(provider), to=provider.own_certificate)


@needs_xmlsec
def test_what_is_encrypted_to_somebody_else_is_refused_in_words(
    idp: SamlIdp, provider: IdentityProvider, caplog: pytest.LogCaptureFixture
) -> None:
    assert not comes_in(idp, provider, our_metadata(provider), to=make_own("Någon annan")[0])
    assert "another key than ours" in caplog.text


def test_a_step_out_of_order_changes_nothing(provider: IdentityProvider, keeper: User) -> None:
    for act in (use_new_key, forget_other_key):
        with pytest.raises(KeyChangeError):
            act(actor=keeper, provider=provider)
    publish_new_key(actor=keeper, provider=provider)
    with pytest.raises(KeyChangeError):
        publish_new_key(actor=keeper, provider=provider)
    forget_other_key(actor=keeper, provider=provider)  # called off

    after = IdentityProvider.objects.get()
    assert (after.own_certificate, after.other_certificate) == (provider.own_certificate, "")
    assert reveal(after, "other_key") == ""
    with pytest.raises(KeyChangeError):
        publish_new_key(actor=keeper, provider=oidc_provider(organisation=provider.organisation))


def test_only_whoever_looks_after_the_provider_changes_its_key(provider: IdentityProvider) -> None:
    with pytest.raises(PermissionDenied):
        publish_new_key(actor=person_with("identity.manage", at=OrganisationFactory.create()), provider=provider)


def test_the_three_steps_stand_on_the_providers_page(provider: IdentityProvider, keeper: User) -> None:
    browser = SignedInClient()
    browser.force_login(keeper)
    page, step = (reverse(f"identity:{name}", args=[provider.pk]) for name in ("provider", "provider_own_key"))

    for button, do in (
        ("Lägg ut en ny nyckel", "publish"), ("Ta den nya nyckeln i bruk", "use"), ("Kasta den gamla nyckeln", "forget"),
    ):  # fmt: skip
        assert button in browser.get(page).content.decode()
        assert browser.post(step, {"do": do})["Location"] == page
    assert "Lägg ut en ny nyckel" in browser.get(page).content.decode()
    browser.post(step, {"do": "något annat"})
    assert IdentityProvider.objects.get().key_change == ""


def certificate(key: Key) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "prov")])
    now = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=365))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (rsa.generate_private_key(65537, 2048), ""),
        (ec.generate_private_key(ec.SECP256R1()), ""),
        (rsa.generate_private_key(65537, 1024), "en RSA-nyckel på 1024 bitar. Minst 2048"),  # noqa: S505 - to be refused
        (ec.generate_private_key(ec.SECP192R1()), "en EC-nyckel på 192 bitar. Minst 256"),
        (dsa.generate_private_key(2048), "RSA och EC godtas"),
    ],
    ids=["RSA 2048", "P-256", "RSA 1024", "P-192", "DSA"],
)
def test_metadata_with_a_weak_key_is_refused_and_says_so(key: Key, said: str) -> None:
    body = "".join(certificate(key).splitlines()[1:-1])
    xml = f"""<md:EntityDescriptor xmlns:md="{SAML["md"]}" entityID="https://idp.test.example"><md:IDPSSODescriptor
        protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo
        xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{body}</ds:X509Certificate></ds:X509Data>
        </ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Location="https://idp.test.example/sso"
        Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/></md:IDPSSODescriptor></md:EntityDescriptor>"""

    if not said:
        assert len(read_metadata(xml.encode()).certificates) == 1
        return
    with pytest.raises(InvalidProviderError) as refused:
        read_metadata(xml.encode())
    assert said in refused.value.problems[0]
