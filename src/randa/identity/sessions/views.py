"""The pages about where and how one is signed in."""

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from randa.people.http import AuthedRequest


@login_required
@require_http_methods(["GET", "POST"])
def sign_in_again(request: AuthedRequest) -> HttpResponse:
    """For an account that has nothing to confirm with here: sign in once more, and come back."""
    given = request.POST.get("next") or request.GET.get("next") or "/"
    back = given if url_has_allowed_host_and_scheme(given, {request.get_host()}, request.is_secure()) else "/"
    if request.method == "POST":
        logout(request)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    return render(request, "identity/sign_in_again.html", {"back": back})
