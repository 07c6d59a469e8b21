from django.urls import URLPattern, path

from randa.integrations.views import keys, webhooks

app_name = "integrations"
urlpatterns: list[URLPattern] = [
    path("nycklar/", keys.own, name="keys"),
    path("nycklar/ny/", keys.own_new, name="key_new"),
    path("nycklar/organisation/", keys.organisation, name="organisation_keys"),
    path("nycklar/organisation/ny/", keys.organisation_new, name="organisation_key_new"),
    path("nycklar/<uuid:pk>/aterkalla/", keys.revoke, name="key_revoke"),
    path("webhookar/", webhooks.index, name="webhooks"),
    path("webhookar/ny/", webhooks.new, name="webhook_new"),
    path("webhookar/<uuid:pk>/", webhooks.detail, name="webhook"),
    path("webhookar/<uuid:pk>/av-eller-pa/", webhooks.switch, name="webhook_switch"),
    path("webhookar/<uuid:pk>/prova/", webhooks.test, name="webhook_test"),
    path("webhookar/<uuid:pk>/ta-bort/", webhooks.remove, name="webhook_remove"),
    path("webhookar/<uuid:pk>/skickat/<int:number>/igen/", webhooks.again, name="delivery_again"),
]
