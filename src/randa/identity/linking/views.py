"""One's own linked identities."""

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.identity.linking.queries import own_links, providers_to_link
from randa.identity.linking.rules import has_shown_something_of_ones_own
from randa.identity.linking.services import link_by_choice, unlink
from randa.identity.models import IdentityProvider, LinkedIdentity
from randa.identity.providers.completing import LINK_SESSION
from randa.identity.providers.errors import OwnProofNeededError
from randa.people.http import AuthedRequest


@login_required
@require_safe
def own(request: AuthedRequest) -> HttpResponse:
    """The identities that open one's account, and those that could."""
    context = {"links": own_links(request.user), "providers": providers_to_link(request.user)}
    return render(request, "identity/links.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def link(request: AuthedRequest) -> HttpResponse:
    """Say yes or no to linking the identity that one has just come back with."""
    waiting = request.session.get(LINK_SESSION)
    provider = IdentityProvider.objects.enabled().filter(pk=waiting["provider"]).first() if waiting else None
    if waiting is None or provider is None:
        return redirect("identity:links")
    if not has_shown_something_of_ones_own(request):
        return _ask_for_something_of_ones_own(request, provider)
    context = {"provider": provider, "waiting": waiting}
    if request.method != "POST":
        return render(request, "identity/link.html", context)
    del request.session[LINK_SESSION]
    if "no" not in request.POST:
        try:
            link_by_choice(actor=request.user, provider=provider, subject=waiting["subject"])
        except DomainError as refusal:
            return render(request, "identity/link.html", context | {"refusal": refusal}, status=refusal.status)
        toast(request, _("%(name)s är kopplad. Nästa gång kan du logga in den vägen.") % {"name": provider})
    return redirect("identity:links")


def _ask_for_something_of_ones_own(request: AuthedRequest, provider: IdentityProvider) -> HttpResponse:
    """A provider's word alone must not widen what a provider's word opens: ask for password, code or passkey first."""
    if get_reauthentication_flows(request.user):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('identity:link')})}")
    refusal = OwnProofNeededError()
    return render(request, "identity/link.html", {"provider": provider, "refusal": refusal}, status=refusal.status)


@login_required
@require_POST
@fresh_sign_in_required
def remove(request: AuthedRequest, link_pk: int) -> HttpResponse:
    """Remove one of one's own links."""
    found = LinkedIdentity.objects.visible_to(request.user).filter(pk=link_pk).first()
    if found is None:
        raise Http404
    try:
        unlink(actor=request.user, link=found)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("Kopplingen är borttagen."))
    return redirect("identity:links")
