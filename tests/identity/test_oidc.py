"""OpenID Connect against a real provider: the whole way in, and each lie that must open nothing."""

import json
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from randa.identity.models import IdentityProvider, LinkedIdentity
from randa.identity.providers.errors import SignInFailedError
from randa.identity.providers.oidc import _key
from randa.people.models import User
from tests.factories import OrganisationFactory, UserFactory
from tests.identity.accounts import code_of, with_code_app
from tests.identity.oidc_server import OidcServer, oidc_server
from tests.identity.providers import HSA_ID, LOA3, is_signed_in, leave, oidc_provider, role_at, through

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running() -> Iterator[OidcServer]:
    with oidc_server() as server:
        yield server


@pytest.fixture
def server(running: OidcServer) -> OidcServer:
    running.lie = running.sign = None
    running.knows(
        "vide", employeeHsaId=HSA_ID, acr=LOA3, email="vide@region.example", given_name="Vide", family_name="Ek"
    )
    running.knows("weak", employeeHsaId=HSA_ID, acr="password")
    return running


@pytest.fixture
def provider(server: OidcServer) -> IdentityProvider:
    return oidc_provider(server.issuer)


@pytest.fixture
def person() -> User:
    made: User = UserFactory.create(hsa_id=HSA_ID)
    return made


def test_a_person_with_the_hsa_id_signs_in_with_two_factors_and_is_linked(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    browser = Client()

    answer = through(browser, provider, server.sign_in("vide"), "?next=/organisationer/")

    assert answer["Location"] == "/organisationer/"
    assert browser.get("/organisationer/").status_code == 200
    link = LinkedIdentity.objects.get()
    assert (link.user, link.subject, link.reason) == (person, "vide", "hsa_id")
    assert link.last_used_at is not None


def test_the_request_carries_state_nonce_and_pkce(server: OidcServer, provider: IdentityProvider) -> None:
    asked = parse_qs(urlsplit(leave(Client(), provider)).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 16
    assert asked["response_type"] == ["code"]


def test_a_level_that_is_not_accepted_leads_to_randas_own_second_factor(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    without, with_app = Client(), Client()

    assert through(without, provider, server.sign_in("weak"))["Location"] == "/"
    assert without.get("/organisationer/")["Location"] == "/konto/tvafaktor/app/"
    with_code_app(person)
    assert through(with_app, provider, server.sign_in("weak"))["Location"] == "/konto/tvafaktor/logga-in/"
    assert not is_signed_in(with_app)


def test_an_accepted_level_is_not_asked_for_a_code_though_the_account_has_an_app(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    with_code_app(person)
    browser = Client()

    assert through(browser, provider, server.sign_in("vide"))["Location"] == "/"
    assert is_signed_in(browser, person)


def test_a_level_vouches_only_for_the_sign_in_that_carried_it(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    with_code_app(person)
    browser = Client()
    through(browser, provider, server.sign_in("vide"))

    assert through(browser, provider, server.sign_in("weak"))["Location"] == "/konto/tvafaktor/logga-in/"
    assert not is_signed_in(browser)


def test_a_role_elsewhere_takes_ones_own_factor_once_and_the_next_role_once_more(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    through(Client(), provider, server.sign_in("vide"))
    secret = with_code_app(person)
    role_at(person, OrganisationFactory.create(), "placements.view")
    first, second, third = Client(), Client(), Client()

    asked = through(first, provider, server.sign_in("vide"), "?next=/organisationer/")
    assert asked["Location"] == "/konto/tvafaktor/logga-in/"
    assert not is_signed_in(first)
    first.post(asked["Location"], {"code": code_of(secret)})
    assert is_signed_in(first, person)
    through(second, provider, server.sign_in("vide"))
    assert is_signed_in(second, person)

    role_at(person, OrganisationFactory.create(), "placements.view")
    assert through(third, provider, server.sign_in("vide"))["Location"] == "/konto/tvafaktor/logga-in/"


def test_whoever_has_nothing_of_their_own_is_told_how_to_get_in(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    through(Client(), provider, server.sign_in("vide"))
    role_at(person, OrganisationFactory.create(), "placements.view")
    browser = Client()

    answer = through(browser, provider, server.sign_in("vide"))

    assert answer.status_code == 403
    assert "Bekräfta en gång att det är du" in answer.content.decode()
    assert not is_signed_in(browser)


def test_an_issuers_short_key_is_refused() -> None:
    short = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - it is to be refused
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(short, as_dict=True) | {"kid": "1", "alg": "RS256"}
    cache.set("oidc:https://idp.test.example/keys", {"keys": [jwk]})

    with pytest.raises(SignInFailedError) as refused:
        _key("https://idp.test.example/keys", {"kid": "1", "alg": "RS256"})

    assert "1024 bits" in refused.value.detail


LIES = {
    "nonce": lambda claims: claims | {"nonce": "somebody-elses"},
    "no nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "audience": lambda claims: claims | {"aud": ["another-service"]},
    "second audience for somebody else": lambda claims: claims | {"aud": ["randa", "x"], "azp": "x"},
    "issuer": lambda claims: claims | {"iss": "https://idp.other.example"},
    "expired": lambda claims: claims | {"exp": int(time.time()) - 600, "iat": int(time.time()) - 1200},
    "somebody else than userinfo": lambda claims: claims | {"sub": "mallory"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_does_not_hold_opens_nothing(
    lie: str, server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    server.lie = LIES[lie]
    browser = Client()

    answer = through(browser, provider, server.sign_in("vide"))

    assert answer.status_code == 400
    assert "gick inte att lita på" in answer.content.decode()
    assert not is_signed_in(browser)
    assert not LinkedIdentity.objects.exists()


def _unsigned(token: str) -> str:
    return jwt.encode(jwt.decode(token, options={"verify_signature": False}), key="", algorithm="none")


def _by_another_key(token: str) -> str:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    header = jwt.get_unverified_header(token)
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": header.get("kid")})


def _by_a_key_that_it_brings_itself(token: str) -> str:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(token, options={"verify_signature": False})
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(stranger.public_key()))
    headers = {"jwk": own, "jku": "http://localhost:9/keys", "kid": jwt.get_unverified_header(token).get("kid")}
    return jwt.encode(claims, stranger, algorithm="RS256", headers=headers)


def _with_the_public_key_as_secret(token: str) -> str:
    return jwt.encode(
        jwt.decode(token, options={"verify_signature": False}), key="x" * 32, algorithm="HS256",
        headers={"kid": jwt.get_unverified_header(token).get("kid")},
    )  # fmt: skip


@pytest.mark.parametrize(
    "sign", [_unsigned, _by_another_key, _by_a_key_that_it_brings_itself, _with_the_public_key_as_secret]
)
def test_a_token_without_the_issuers_own_signature_opens_nothing(
    sign: object, server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    server.sign = sign  # type: ignore[assignment]
    browser = Client()

    assert through(browser, provider, server.sign_in("vide")).status_code == 400
    assert not is_signed_in(browser)


def test_an_answer_to_another_browsers_question_opens_nothing(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    mallory, victim = Client(), Client()
    back = urlsplit(server.sign_in("vide")(leave(mallory, provider)))

    assert victim.get(f"{back.path}?{back.query}").status_code == 400
    assert not is_signed_in(victim)


def test_an_answer_is_taken_once(server: OidcServer, provider: IdentityProvider, person: User) -> None:
    browser = Client()
    back = urlsplit(server.sign_in("vide")(leave(browser, provider)))
    browser.get(f"{back.path}?{back.query}")
    browser.post("/konto/logga-ut/")

    assert browser.get(f"{back.path}?{back.query}").status_code == 400
    assert not is_signed_in(browser)


def test_an_answer_for_one_provider_is_not_taken_at_another(server: OidcServer, provider: IdentityProvider) -> None:
    other = oidc_provider(server.issuer, client_id="other")
    browser = Client()
    back = urlsplit(server.sign_in("vide")(leave(browser, provider)))

    assert browser.get(reverse("identity:callback", args=[other.pk]) + f"?{back.query}").status_code == 400


def test_whoever_says_no_at_the_provider_is_told_what_they_can_do(
    server: OidcServer, provider: IdentityProvider
) -> None:
    browser = Client()

    answer = through(browser, provider, server.refuse)

    assert answer.status_code == 403
    assert "avbröts" in answer.content.decode()


def test_a_provider_that_is_down_or_speaks_for_another_issuer_is_told_so(server: OidcServer) -> None:
    down = oidc_provider("http://localhost:9")
    other = oidc_provider("http://localhost:8", metadata_url=f"{server.issuer}/.well-known/openid-configuration")

    for provider in (down, other):
        answer = Client().get(reverse("identity:begin", args=[provider.pk]))
        assert answer.status_code == 502
        assert "svarar inte som den ska" in answer.content.decode()


def test_a_provider_that_is_switched_off_lets_nobody_in(
    server: OidcServer, provider: IdentityProvider, person: User
) -> None:
    browser = Client()
    back = urlsplit(server.sign_in("vide")(leave(browser, provider)))
    IdentityProvider.objects.update(enabled=False)

    assert browser.get(f"{back.path}?{back.query}").status_code == 404
    assert Client().get(reverse("identity:begin", args=[provider.pk])).status_code == 404


def test_next_never_leads_out_of_randa(server: OidcServer, provider: IdentityProvider, person: User) -> None:
    browser = Client()

    assert through(browser, provider, server.sign_in("vide"), "?next=https://evil.example/")["Location"] == "/"
