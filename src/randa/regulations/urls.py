"""Addresses of regulations, rule sets, objectives and specialities."""

from django.urls import path

from randa.regulations import views, views_draft, views_region, views_version

app_name = "regulations"
urlpatterns = [
    path("", views.rule_set_list, name="list"),
    path("regioner/", views_region.region_list, name="regions"),
    path("region/<code>/", views_region.region, name="region"),
    path("region/<code>/utkast/", views_draft.draft, name="draft"),
    path("region/<code>/utkast/skriv/", views_draft.start, name="draft_start"),
    path("region/<code>/utkast/granska/", views_draft.review, name="draft_review"),
    path("region/<code>/utkast/kasta/", views_draft.discard, name="draft_discard"),
    path("jamfor/", views.compare, name="compare"),
    path("forfattningar/", views.regulation_list, name="regulations"),
    path("delmal/", views.objective_list, name="objectives"),
    path("specialiteter/", views.speciality_list, name="specialities"),
    path("<int:pk>/", views_version.rule_set_detail, name="detail"),
    path("<int:pk>/ta-tillbaka/", views_draft.withdraw, name="withdraw"),
]
