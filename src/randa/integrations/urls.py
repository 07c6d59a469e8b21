from django.urls import URLPattern, path

from randa.integrations.views import keys

app_name = "integrations"
urlpatterns: list[URLPattern] = [
    path("nycklar/", keys.own, name="keys"),
    path("nycklar/ny/", keys.own_new, name="key_new"),
    path("nycklar/organisation/", keys.organisation, name="organisation_keys"),
    path("nycklar/organisation/ny/", keys.organisation_new, name="organisation_key_new"),
    path("nycklar/<uuid:pk>/aterkalla/", keys.revoke, name="key_revoke"),
]
