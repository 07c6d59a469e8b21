"""Every address of Randa. Swedish words for people, English names for code."""

from django.urls import include, path, re_path

from randa.api.api import api
from randa.home import views as home_views
from randa.home.health import healthz, readyz
from randa.identity.fresh import fresh_sign_in_required
from randa.identity.reset.views import reset_factor
from randa.people.views.addresses import ConfirmAddressView, own_addresses

urlpatterns = [
    path("", include("randa.home.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("sprak/", home_views.set_language, name="set_language"),
    # allauth looks these two up by their names; whoever changes where mail goes shows first who they are.
    path("konto/epost/", fresh_sign_in_required(own_addresses), name="account_email"),
    re_path(r"^konto/epost/bekrafta/(?P<key>[-:\w]+)/$", ConfirmAddressView.as_view(), name="account_confirm_email"),
    path("konto/passernycklar/", include("randa.identity.passkeys.urls")),
    path("konto/tvafaktor/", include("randa.identity.urls_factors")),
    path("konto/", include("randa.people.urls")),
    path("personer/<uuid:pk>/inloggning/", reset_factor, name="reset_factor"),
    path("personer/", include("randa.people.urls_people")),
    path("inloggning/", include("randa.identity.urls")),
    path("scim/v2/", include("randa.identity.scim.urls")),
    path("integrationer/", include("randa.integrations.urls")),
    path("personuppgifter/", include("randa.privacy.urls")),
    path("handlingar/", include("randa.records.urls")),
    path("logg/", include("randa.core.audit.urls")),
    path("aviseringar/", include("randa.core.notifications.urls")),
    path("jobb/", include("randa.core.jobs.urls")),
    path("sok/", include("randa.core.search.urls")),
    path("stilguide/", include("randa.core.ui.urls")),
    path("organisationer/", include("randa.organisations.urls")),
    path("regler/", include("randa.regulations.urls")),
    path("dimensionering/", include("randa.dimensioning.urls")),
    path("placering/", include("randa.placements.urls")),
    path("enheter/", include("randa.supply.urls")),
    path("forslag/", include("randa.proposals.urls")),
    path("utbyte/", include("randa.exchange.urls")),
    path("kalender/", include("randa.calendars.urls")),
    path("ersattning/", include("randa.compensation.urls")),
    path("api/", api.urls),
]

handler400 = "randa.home.errors.bad_request"
handler403 = "randa.home.errors.forbidden"
handler404 = "randa.home.errors.not_found"
handler500 = "randa.home.errors.server_error"
