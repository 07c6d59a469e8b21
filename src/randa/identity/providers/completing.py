"""What happens with a person whom a provider has spoken for: sign in, link, confirm, or only show (an administrator's test)."""

import time
from dataclasses import asdict
from typing import Any, cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.core.addresses import own_address
from randa.identity.factors import mark_two_factors
from randa.identity.fresh import confirm_at, mark_fresh
from randa.identity.linking.matching import find_account, must_confirm
from randa.identity.linking.services import recognise
from randa.identity.models import IdentityProvider
from randa.identity.providers.delivered import Delivered
from randa.identity.providers.errors import NoAccountError, OwnProofNeededError, SignInFailedError
from randa.people.forms_registration import ASKS_AS
from randa.people.models import User

LINK_SESSION = "identity.link"  # an identity that waits for its owner's yes
TEST_SESSION = "identity.test"  # what an administrator's test sign-in delivered
PURPOSES = {"": "login", "koppla": "link", "bekrafta": "confirm", "prov": "test"}


def safe_next(request: HttpRequest) -> str:
    """Return the address within Randa to go on to, or nothing."""
    return own_address(request, request.GET.get("next", ""), otherwise="")


def complete(
    request: HttpRequest, provider: IdentityProvider, delivered: Delivered, state: dict[str, Any]
) -> HttpResponse:
    """Do what the person set out to do when they left for the provider.

    Raises:
        SignInFailedError: somebody else is signed in now than at the start.
        DomainError: as `find_account`.
    """
    purpose, next_url = state["process"], state.get("next") or ""
    if purpose == "login":
        return _sign_in(request, provider, delivered, next_url)
    if not request.user.is_authenticated or state["data"].get("user") != str(request.user.pk):
        raise SignInFailedError("the session has another person than at the start")
    if purpose == "link":
        return _ask_to_link(request, provider, delivered)
    if purpose == "confirm":
        return _confirm(request, provider, delivered, next_url)
    request.session[TEST_SESSION] = {"provider": str(provider.pk), "at": time.time(), "delivered": asdict(delivered)}
    return redirect("identity:provider_test", provider.pk)


def _sign_in(request: HttpRequest, provider: IdentityProvider, delivered: Delivered, next_url: str) -> HttpResponse:
    if not provider.enabled:
        raise Http404
    try:
        person = recognise(provider=provider, delivered=delivered)
    except NoAccountError:
        request.session[ASKS_AS] = {
            "given_name": delivered.given_name, "family_name": delivered.family_name, "email": delivered.email,
            "organisation": provider.organisation.code,
        }  # fmt: skip
        raise
    beyond = must_confirm(provider, delivered)
    if beyond and not is_mfa_enabled(person, ["totp", "webauthn"]):
        raise OwnProofNeededError
    enough = delivered.two_factors and not beyond
    if request.user.is_authenticated:
        logout(request)
    confirm_at(request, f"{reverse('identity:begin', args=[provider.pk])}?syfte=bekrafta")
    record_authentication(request, person, "socialaccount", provider=str(provider.pk))
    request.vouched_by_provider = enough  # type: ignore[attr-defined]  # read by SecondFactorStage in this request
    answer = perform_login(request, Login(user=person, email_verification="none", redirect_url=next_url or None))
    if enough and request.user.is_authenticated and request.user.pk == person.pk:
        mark_two_factors(request, f"{provider.kind}:{provider.name}"[:40])
    return cast("HttpResponse", answer)


def _ask_to_link(request: HttpRequest, provider: IdentityProvider, delivered: Delivered) -> HttpResponse:
    """Keep the identity until the person has said yes: an address that somebody else made them open must link nothing."""
    if not delivered.subject:
        raise SignInFailedError("no lasting subject: neither a persistent NameID nor a mapped one")
    name = f"{delivered.given_name} {delivered.family_name}".strip()
    shown = delivered.email or delivered.hsa_id or delivered.subject
    request.session[LINK_SESSION] = {
        "provider": str(provider.pk), "subject": delivered.subject, "hsa_id": delivered.hsa_id,
        "shown": f"{name} ({shown})" if name else shown,
    }  # fmt: skip
    return redirect("identity:link")


def _confirm(request: HttpRequest, provider: IdentityProvider, delivered: Delivered, next_url: str) -> HttpResponse:
    match = find_account(provider, delivered)
    person = cast("User", request.user)
    if match is None or match.link is None or match.person.pk != person.pk:
        raise SignInFailedError("the provider confirmed somebody else than the one who is signed in")
    if must_confirm(provider, delivered):
        raise OwnProofNeededError
    mark_fresh(request)
    return redirect(next_url or "/")
