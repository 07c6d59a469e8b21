"""The pages about identity numbers, merging and reading in, under /personer/."""

from django.urls import path

from randa.people.imports import views as imports
from randa.people.views import identity_numbers, merging

urlpatterns = [
    path("inlasning/", imports.upload, name="import"),
    path("inlasning/roller.xlsx", imports.export, name="import_export"),
    path("inlasning/<uuid:pk>/kolumner/", imports.columns, name="import_columns"),
    path("inlasning/<uuid:pk>/", imports.preview, name="import_preview"),
    path("inlasning/<uuid:pk>/fel.csv", imports.faults, name="import_faults"),
    path("inlasning/<uuid:pk>/las-in/", imports.store, name="import_store"),
    path("inlasning/<uuid:pk>/angra/", imports.undo, name="import_undo"),
    path("<uuid:pk>/sla-ihop/", merging.merge_find, name="merge_find"),
    path("<uuid:pk>/sla-ihop/<uuid:other_pk>/", merging.merge, name="merge"),
    path("sammanslagning/<uuid:pk>/angra/", merging.merge_undo, name="merge_undo"),
    path("<uuid:pk>/personnummer/", identity_numbers.identity_number, name="identity_number"),
    path("<uuid:pk>/personnummer/visa/", identity_numbers.identity_number_show, name="identity_number_show"),
]
