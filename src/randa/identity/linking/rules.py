"""Only by the employer's sign-in: the rule for people whose provider is set so."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from randa.identity.linking.queries import provider_instead_of_password
from randa.identity.providers.errors import PasswordNotUsedError
from randa.people.models import User


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
