"""Randa's addresses and one more: something that needs a fresh sign-in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from randa.identity.fresh import fresh_sign_in_required
from randa.urls import urlpatterns as real

SIGNED: list[str] = []


@login_required
@fresh_sign_in_required
def sign(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        SIGNED.append(request.POST["text"])
    return HttpResponse("undertecknat")


handler400 = "randa.home.errors.bad_request"
handler403 = "randa.home.errors.forbidden"
handler404 = "randa.home.errors.not_found"
handler500 = "randa.home.errors.server_error"
urlpatterns = [path("prov/underteckna/", sign, name="sign"), *real]
