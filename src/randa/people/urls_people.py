"""The pages about people and roles. Those about one's own account are in `urls.py`."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("randa.people.urls_profile")),
    path("", include("randa.people.urls_lifecycle")),
    path("", include("randa.people.urls_sharing")),
    path("", include("randa.people.urls_pages")),
]
