from django.urls import URLPattern, URLResolver, include, path

app_name = "identity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("randa.identity.urls_sessions")),
    path("", include("randa.identity.urls_providers")),
    path("", include("randa.identity.urls_directory")),
]
