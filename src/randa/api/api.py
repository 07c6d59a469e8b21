"""The application interface (OpenAPI 3.1): reading what pages show, for other systems."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import django_auth

from randa.api.dimensioning import router as dimensioning
from randa.api.me import router as me
from randa.api.organisations import router as organisations
from randa.api.schemas import Refusal
from randa.core.access.permissions import RefusedError

api = NinjaAPI(title="Randa", version="1", auth=django_auth, docs_url="dokumentation", urls_namespace="api")
api.add_router("organisationer", organisations, tags=["organisationer"])
api.add_router("dimensionering", dimensioning, tags=["dimensionering"])
api.add_router("mig", me, tags=["mig"])


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return api.create_response(request, Refusal(code="not_signed_in", message=_("Logga in först.")), status=401)


@api.exception_handler(RefusedError)
def refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    return api.create_response(request, Refusal(code=error.rule, message=_("Din roll får inte göra detta")), status=403)
