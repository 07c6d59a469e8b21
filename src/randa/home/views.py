"""The first pages: start, "try as …", my day, language."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from randa.people.middleware import DEMO_SESSION
from randa.people.models import User


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Min dag for whoever is signed in; otherwise the way in."""
    if not request.user.is_authenticated:
        return redirect("home:try_as" if settings.RANDA_DEMO else "account_login")
    return render(request, "home/my_day.html")


@require_safe
def try_as(request: HttpRequest) -> HttpResponse:
    """One fictional person per role, in the demo world only."""
    if not settings.RANDA_DEMO:
        raise Http404
    people = User.objects.filter(is_demo=True, title__gt="").prefetch_related(
        "role_assignments__role", "role_assignments__organisation"
    )
    return render(request, "home/try_as.html", {"people": people})


@require_POST
def try_as_start(request: HttpRequest, pk: str) -> HttpResponse:
    """Sign in as a fictional person."""
    if not settings.RANDA_DEMO:
        raise Http404
    person = get_object_or_404(User, pk=pk, is_demo=True, is_active=True)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[DEMO_SESSION] = True
    return redirect("home:start")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show pages in Swedish or English from now on, and come back to where one was."""
    wanted = request.POST.get("language", "")
    after = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        after = "/"
    response = redirect(after)
    if translation.check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, samesite="Lax")
    return response
