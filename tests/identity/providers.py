"""Identity providers of the tests, as rows, and a browser that goes through them."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import make_own
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, RoleAssignmentFactory, RoleFactory

HSA_ID = "SE0000000000-1A2B"  # no organisation has the number 000000-0000
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"
ANY = {"enabled": True, "name": "Region Provläns inloggning", "two_factor_values": [LOA3]}
OIDC_MAPPING = {
    "hsa_id": ["employeeHsaId"], "email": ["email"], "email_verified": ["email_verified"], "given_name": ["given_name"],
    "family_name": ["family_name"], "level": ["acr"],
}  # fmt: skip
SAML_MAPPING = {
    "hsa_id": ["http://sambi.se/attributes/1/employeeHsaId"], "email": ["urn:oid:0.9.2342.19200300.100.1.3"],
    "given_name": ["urn:oid:2.5.4.42"], "family_name": ["urn:oid:2.5.4.4"],
}  # fmt: skip


def oidc_provider(issuer: str = "http://localhost:1", **more: object) -> IdentityProvider:
    """Return a stored OpenID provider that is switched on."""
    fields = ANY | {
        "kind": "oidc",
        "issuer": issuer,
        "client_id": "randa",
        "client_secret": "hemligt",
        "mapping": OIDC_MAPPING,
    }
    fields |= {"scopes": "openid profile email"} | more
    fields.setdefault("organisation", None)
    return IdentityProvider.objects.create(
        **fields | {"organisation": fields["organisation"] or OrganisationFactory.create()}
    )


def saml_provider(issuer: str, sso_url: str, certificates: list[str], **more: object) -> IdentityProvider:
    """Return a stored SAML provider that is switched on, with a key of our own for it."""
    certificate, key = make_own("Randa prov")
    fields = ANY | {
        "kind": "saml",
        "issuer": issuer,
        "sso_url": sso_url,
        "certificates": certificates,
        "mapping": SAML_MAPPING,
    }
    fields |= {"own_certificate": certificate, "own_key": key, "organisation": None} | more
    return IdentityProvider.objects.create(
        **fields | {"organisation": fields["organisation"] or OrganisationFactory.create()}
    )


def metadata(
    certificate: str,
    *,
    entity_id: str = "https://idp.test.example",
    sso_url: str = "https://idp.test.example/sso",
    extra: str = "",
) -> str:
    """Return what a SAML provider publishes about itself."""
    body = "".join(certificate.splitlines()[1:-1])
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity_id}">'
        '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>{extra}"
        f'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{sso_url}"/>'
        "</md:IDPSSODescriptor></md:EntityDescriptor>"
    )


def role_at(person: User, organisation: Organisation, *permissions: str) -> User:
    """Give the person a role with these permissions."""
    RoleAssignmentFactory.create(
        user=person, role=RoleFactory.create(permissions=list(permissions)), organisation=organisation
    )
    return person


def leave(browser: Client, provider: IdentityProvider, query: str = "") -> str:
    """Begin a sign-in; return the address at the provider."""
    answer = browser.get(reverse("identity:begin", args=[provider.pk]) + query)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def through(
    browser: Client, provider: IdentityProvider, at_provider: Callable[[str], str], query: str = ""
) -> HttpResponse:
    """Sign in at an OpenID provider; `at_provider` takes the address there and gives the address back."""
    back = urlsplit(at_provider(leave(browser, provider, query)))
    return browser.get(f"{back.path}?{back.query}")


def is_signed_in(browser: Client, person: User | None = None) -> bool:
    """Tell whether the browser is signed in, as `person` if given."""
    who = browser.session.get("_auth_user_id")
    return who is not None if person is None else who == str(person.pk)
