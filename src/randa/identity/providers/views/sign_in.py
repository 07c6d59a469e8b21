"""On the way to a provider and back. Everything begins with a link (GET), so that the content policy's form-action stays at home."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from randa.core.access.row_security import as_system
from randa.core.errors import DomainError
from randa.identity.linking.queries import providers_for_address, sign_in_choices
from randa.identity.models import IdentityProvider
from randa.identity.providers import oidc, saml
from randa.identity.providers.completing import PURPOSES, complete, safe_next
from randa.identity.providers.errors import NoAccountError
from randa.identity.providers.permissions import can_manage_provider
from randa.identity.providers.services import keep_answer, take_answer
from randa.people.models import User
from randa.people.queries.registrations import organisations_to_ask

logger = logging.getLogger(__name__)
LARGEST_ANSWER = 512 * 1024
View = Callable[..., HttpResponse]


def _in_plain_words(view: View) -> View:
    """Answer a refusal with a page that says what to do; the detail goes to the log, and to whoever looks after the provider."""

    @wraps(view)
    def shown(request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        provider = _provider(pk)
        try:
            return view(request, provider, **more)
        except DomainError as refusal:
            detail = str(getattr(refusal, "detail", ""))
            advice = str(getattr(refusal, "advice", ""))
            logger.warning("sign-in through %s refused: %s %s", provider.pk, refusal.code, detail)
            person = request.user
            manages = isinstance(person, User) and can_manage_provider(person, provider)
            context = {
                "refusal": advice if manages and advice else refusal,
                "provider": provider,
                "detail": detail if manages and not advice else "",
                "manages": manages,
                "may_ask": isinstance(refusal, NoAccountError) and _lets_people_ask(provider),
            }
            return render(request, "identity/sign_in_failed.html", context, status=refusal.status)

    return never_cache(shown)


def _lets_people_ask(provider: IdentityProvider) -> bool:
    with as_system("whoever asks for an account has none"):
        return organisations_to_ask().filter(path__startswith=provider.organisation.path).exists()


def _provider(pk: UUID) -> IdentityProvider:
    found = IdentityProvider.objects.select_related("organisation").prefetch_related("serves").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show where somebody with this address signs in. Only its domain is looked at."""
    email = request.GET.get("epost", "").strip()
    found = providers_for_address(email) if "@" in email else sign_in_choices()
    context = {"email": email, "found": found, "by_address": "@" in email, "next": safe_next(request)}
    return render(request, "identity/choose.html", context)


@require_GET
@_in_plain_words
def begin(request: HttpRequest, provider: IdentityProvider) -> HttpResponse:
    """Leave for the provider: to sign in, to link it to one's account, to confirm who one is, or to try it."""
    purpose = PURPOSES.get(request.GET.get("syfte", ""))
    if purpose is None or (purpose != "test" and not provider.enabled):
        raise Http404
    if purpose != "login" and not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    if purpose == "test" and not can_manage_provider(cast("User", request.user), provider):
        raise PermissionDenied
    leave = saml.begin if provider.is_saml() else oidc.begin
    return leave(request, provider, purpose=purpose, next_url=safe_next(request))


@require_GET
@_in_plain_words
def callback(request: HttpRequest, provider: IdentityProvider) -> HttpResponse:
    """Take an OpenID provider's answer."""
    if provider.is_saml():
        raise Http404
    delivered, state = oidc.finish(request, provider)
    return complete(request, provider, delivered, state)


@csrf_exempt  # the provider's page posts here; what counts is the signature
@require_POST
def saml_acs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a SAML answer and come back with a request of our own, which carries the person's cookie (SameSite)."""
    provider = _provider(pk)
    posted = request.POST.get("SAMLResponse", "")
    if not provider.is_saml() or not posted or len(posted) > LARGEST_ANSWER:
        raise Http404
    answer = HttpResponseRedirect(reverse("identity:saml_finish", args=[provider.pk]))
    keep_answer(request=request, response=answer, posted={"SAMLResponse": posted})
    return answer


@require_GET
@_in_plain_words
def saml_finish(request: HttpRequest, provider: IdentityProvider) -> HttpResponse:
    """Check the kept SAML answer, once."""
    posted = take_answer(request=request)
    if not provider.is_saml():
        raise Http404
    delivered, state = saml.finish(request, provider, posted)
    return complete(request, provider, delivered, state)


@require_safe
def saml_metadata(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Our signed metadata, for the provider or its federation. Open, as all metadata is."""
    provider = _provider(pk)
    if not provider.is_saml():
        raise Http404
    content = saml.metadata(request, provider)
    return HttpResponse(content, content_type="application/samlmetadata+xml; charset=utf-8")
