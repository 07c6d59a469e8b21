"""Only by the employer's sign-in: the rule for people whose provider is set so."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from randa.identity.factors import is_demo_session
from randa.identity.linking.queries import provider_instead_of_password
from randa.identity.providers.errors import PasswordNotUsedError
from randa.people.models import User


def shown_ways(request: HttpRequest) -> list[dict[str, Any]]:
    """Return how the person of the session has shown who they are, as allauth keeps it; also while they are on the way in."""
    ways: list[dict[str, Any]] = request.session.get("account_authentication_methods") or []
    return ways


def has_shown_something_of_ones_own(request: HttpRequest) -> bool:
    """Tell whether a password, code or passkey stands behind the session, not only a provider's word."""
    return is_demo_session(request) or any(one.get("method") in {"password", "mfa"} for one in shown_ways(request))


def employer_only(request: HttpRequest, person: User) -> HttpResponse | None:
    """Show where to sign in instead, to whoever came with a password though their employer wants another way."""
    records = get_authentication_records(request, person)
    if records and records[-1]["method"] == "socialaccount":
        return None
    provider = provider_instead_of_password(person)
    if provider is None:
        return None
    refusal = PasswordNotUsedError(provider.name)
    context = {"refusal": refusal, "provider": provider, "retry": True}
    return render(request, "identity/sign_in_failed.html", context, status=refusal.status)
