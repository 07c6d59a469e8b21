"""The pages about where and how one is signed in."""

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from randa.core.addresses import own_address
from randa.core.ui.toasts import toast
from randa.identity.sessions import limits
from randa.identity.sessions.panel import who_mark
from randa.identity.sessions.queries import sessions_of
from randa.identity.sessions.services import ROW, end_other_sessions, end_session, keep_alive
from randa.people.http import AuthedRequest
from randa.people.models import User


@login_required
@require_GET
def sessions(request: AuthedRequest) -> HttpResponse:
    """Where one is signed in, with the session one sits in first."""
    rows = sessions_of(viewer=request.user, current=request.session.get(ROW))
    return render(request, "identity/sessions.html", {"sessions": rows, "others": len(rows) - 1})


@login_required
@require_POST
def end(request: AuthedRequest, pk: int) -> HttpResponse:
    """Sign out one browser; one's own included."""
    if pk == request.session.get(ROW):
        logout(request)
        return redirect("account_login")
    end_session(user=request.user, pk=pk)
    toast(request, _("Den webbläsaren är utloggad."))
    return redirect("identity:sessions")


@login_required
@require_POST
def end_everywhere(request: AuthedRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    end_other_sessions(user=request.user)
    logout(request)
    toast(request, _("Du är utloggad överallt."))
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "POST"])
def session_state(request: HttpRequest) -> HttpResponse:
    """For the script that warns: how long the session lasts; a POST is the person's wish to stay signed in."""
    if not isinstance(request.user, User):
        return JsonResponse({"signedIn": False, "csrf": get_token(request)})
    if request.method == "POST":
        keep_alive(request=request)
    return JsonResponse(
        {
            "signedIn": True,
            "left": limits.seconds_left(request),
            "whole": limits.seconds_in_all(request),
            "who": who_mark(request.user),
            "csrf": get_token(request),
        }
    )


@login_required
@require_GET
def back_again(request: AuthedRequest) -> HttpResponse:
    """Where signing in in a new tab ends: the old tab has been told, and this one can be closed."""
    return render(request, "identity/back_again.html")


@login_required
@require_http_methods(["GET", "POST"])
def sign_in_again(request: AuthedRequest) -> HttpResponse:
    """For an account that has nothing to confirm with here: sign in once more, and come back."""
    back = own_address(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method == "POST":
        logout(request)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    return render(request, "identity/sign_in_again.html", {"back": back})
