"""OpenID Connect: authorisation code flow with PKCE, state and nonce. allauth speaks OAuth; the ID token is checked here, whole."""

import hmac
import json
import time
from typing import Any, cast

import jwt
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from randa.core.secrets_at_rest import reveal
from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import SHORTEST_RSA
from randa.identity.providers.delivered import Delivered, as_texts, read_delivered
from randa.identity.providers.errors import ProviderUnreachableError, SignInCancelledError, SignInFailedError
from randa.identity.providers.fetching import CarefulSession, fetch

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)  # never none, never shared
CLOCK_SKEW = 120
FRESH = 300  # seconds: how new the sign-in at the provider is when it stands for "it is me, once more"
_KEPT = 600  # seconds that a configuration and its keys are remembered
_REFUSALS = {"access_denied", "login_required", "interaction_required", "consent_required"}
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def configuration(provider: IdentityProvider) -> dict[str, Any]:
    """Return what the issuer publishes about itself.

    Raises:
        ProviderUnreachableError: it cannot be read, is incomplete, or speaks for another issuer.
    """
    address = provider.metadata_url or provider.issuer.rstrip("/") + WELL_KNOWN
    found = _json(address)
    if str(found.get("issuer")) != provider.issuer:
        advice = _("Tjänsten kallar sig %(issuer)s. Skriv utfärdaren precis så.") % {"issuer": found.get("issuer")}
        detail = f"{address} speaks for {found.get('issuer')!r}; expected {provider.issuer!r}"
        raise ProviderUnreachableError(detail, advice)
    missing = [name for name in _ENDPOINTS if not isinstance(found.get(name), str)]
    if missing:
        raise ProviderUnreachableError(f"{address} lacks {', '.join(missing)}", _no_configuration(address))
    return found


def _json(address: str, *, anew: bool = False) -> dict[str, Any]:
    key = f"oidc:{address}"
    found = None if anew else cache.get(key)
    if found is None:
        try:
            found = json.loads(fetch(address))
        except ValueError as error:
            raise ProviderUnreachableError(f"{address} is not JSON", _no_configuration(address)) from error
        if not isinstance(found, dict):
            raise ProviderUnreachableError(f"{address} is not a JSON object", _no_configuration(address))
        cache.set(key, found, _KEPT)
    return cast("dict[str, Any]", found)


def _no_configuration(address: str) -> str:
    return _("På %(address)s finns ingen konfiguration för OpenID Connect. Kontrollera adressen.") % {
        "address": address
    }


class _Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types, here and below
    def get_oauth2_adapter(self, request: HttpRequest) -> "_Client":
        return _Client(request, self)


class _Client(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's OAuth engine with our addresses and our careful session."""

    def __init__(self, request: HttpRequest, provider: _Provider) -> None:
        super().__init__(request, provider.app.provider_id)
        self._provider = provider

    def get_provider(self) -> _Provider:
        return self._provider

    @property
    def openid_config(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self._provider.app.settings["configuration"])

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("identity:callback", args=[app.provider_id]))


def _provider(request: HttpRequest, provider: IdentityProvider) -> _Provider:
    """Build allauth's provider from our row; nothing of allauth's own is stored."""
    app = SocialApp(
        provider="openid_connect",
        provider_id=str(provider.pk),
        name=provider.name,
        client_id=provider.client_id,
        secret=reveal(provider, "client_secret"),
        settings={
            "configuration": configuration(provider),
            "oauth_pkce_enabled": True,
            "scope": sorted({"openid", *provider.scopes.split()}),
        },
    )
    return _Provider(request, app=app)


def begin(request: HttpRequest, provider: IdentityProvider, *, purpose: str, next_url: str) -> HttpResponse:
    """Send the person to the issuer; what the answer must match is kept in the session.

    Raises:
        ProviderUnreachableError: the issuer's configuration cannot be read.
    """
    nonce = get_random_string(32)
    asked = {"nonce": nonce}
    if provider.asks_for_level and provider.two_factor_values:
        asked["acr_values"] = " ".join(provider.two_factor_values)
    if purpose == "confirm":
        asked |= {"prompt": "login", "max_age": "0"}
    begun = _provider(request, provider)
    return cast(
        "HttpResponse",
        begun.redirect(request, purpose, next_url, {"nonce": nonce, "user": str(request.user.pk)}, auth_params=asked),
    )


def finish(request: HttpRequest, provider: IdentityProvider) -> tuple[Delivered, dict[str, Any]]:
    """Check the issuer's answer and return what it says, with what was kept at the start (`process`, `next`).

    Raises:
        SignInFailedError: the answer is not to a question of this session, or its token is not to be trusted.
        SignInCancelledError: the person, or the issuer, said no.
        ProviderUnreachableError: the issuer does not answer.
    """
    begun = _provider(request, provider)
    state = statekit.unstash_state(request, provider_id=begun.sub_id, state_id=request.GET.get("state", ""))
    if "code" not in request.GET and request.GET.get("error") in _REFUSALS:
        raise SignInCancelledError
    if state is None:
        raise SignInFailedError("state is unknown, used or too old")
    if "code" not in request.GET:
        raise SignInFailedError(f"error={request.GET.get('error', '')[:80]!r}, and no code")
    tokens = _tokens(request, begun, state)
    claims = _id_token(provider, begun, tokens.get("id_token"), nonce=state["data"]["nonce"])
    if state["process"] == "confirm" and time.time() - _number(claims.get("auth_time")) > FRESH + CLOCK_SKEW:
        raise SignInFailedError("auth_time is missing or too old for a confirmation")
    told = _userinfo(begun, tokens["access_token"], str(claims["sub"])) | claims
    attributes = {name: texts for name, value in told.items() if (texts := as_texts(value))}
    levels = (*as_texts(claims.get("acr")), *as_texts(claims.get("amr")))
    return read_delivered(provider, attributes, subject=str(claims["sub"]), levels=levels), state


def _tokens(request: HttpRequest, begun: _Provider, state: dict[str, Any]) -> dict[str, Any]:
    client = begun.get_oauth2_adapter(request).get_client(request, begun.app)
    try:
        found = client.get_access_token(request.GET["code"], pkce_code_verifier=state.get("pkce_code_verifier"))
    except (OAuth2Error, ValueError, KeyError) as error:
        raise SignInFailedError("the code was not exchanged for a token") from error
    return cast("dict[str, Any]", found)


def _id_token(provider: IdentityProvider, begun: _Provider, token: Any, *, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token after every check of OpenID Connect Core 3.1.3.7, its signature included."""
    if not isinstance(token, str):
        raise SignInFailedError("no id_token")
    published = begun.app.settings["configuration"]
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise SignInFailedError(f"alg {header.get('alg')!r} is not accepted")
        claims = jwt.decode(
            token,
            key=_key(published["jwks_uri"], header),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=CLOCK_SKEW,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise SignInFailedError(f"id_token: {error}") from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SignInFailedError("nonce is not the one that was sent")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise SignInFailedError("azp is another client")
    return claims


def _key(address: str, header: dict[str, Any]) -> jwt.PyJWK:
    """Return the issuer's key that the token names; a key that is not known yet is looked for once more at the issuer."""
    for anew in (False, True):
        keys = jwt.PyJWKSet.from_dict(_json(address, anew=anew)).keys
        fitting = [key for key in keys if key.key_id == header.get("kid") and key.public_key_use in {None, "sig"}]
        if not fitting and "kid" not in header and len(keys) == 1:
            fitting = keys
        if fitting:
            return _strong(fitting[0])
    raise SignInFailedError(f"no key {header.get('kid')!r} at the issuer")


def _strong(key: jwt.PyJWK) -> jwt.PyJWK:
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < SHORTEST_RSA:
        raise SignInFailedError(
            f"the issuer's RSA key has {key.key.key_size} bits; at least {SHORTEST_RSA} are asked for"
        )
    return key


def _userinfo(begun: _Provider, access_token: str, subject: str) -> dict[str, Any]:
    address = begun.app.settings["configuration"].get("userinfo_endpoint")
    if not address:
        return {}
    with CarefulSession() as session:
        answer = session.get(address, headers={"Authorization": f"Bearer {access_token}"})
    if answer.status_code != 200 or "json" not in answer.headers.get("Content-Type", ""):
        return {}  # signed user information (application/jwt) and refusals: the ID token stands alone
    try:
        found = answer.json()
    except ValueError as error:
        raise SignInFailedError("userinfo is not JSON") from error
    if not isinstance(found, dict) or str(found.get("sub")) != subject:
        raise SignInFailedError("userinfo speaks of somebody else than the id_token")
    return found


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
