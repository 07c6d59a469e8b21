"""The page about directories, under /inloggning/katalog/."""

from django.urls import path

from randa.identity.scim import pages

urlpatterns = [
    path("katalog/", pages.overview, name="directory"),
    path("katalog/nyckel/", pages.token_make, name="directory_token_make"),
    path("katalog/nyckel/<uuid:pk>/aterkalla/", pages.token_revoke, name="directory_token_revoke"),
    path("katalog/roll/", pages.group_map, name="directory_group_map"),
    path("katalog/roll/<uuid:pk>/ta-bort/", pages.group_unmap, name="directory_group_unmap"),
]
