"""Addresses of regulations, rule sets, objectives and specialities."""

from django.urls import path

from randa.regulations import views, views_region

app_name = "regulations"
urlpatterns = [
    path("", views.rule_set_list, name="list"),
    path("regioner/", views_region.region_list, name="regions"),
    path("region/<code>/", views_region.region, name="region"),
    path("jamfor/", views.compare, name="compare"),
    path("forfattningar/", views.regulation_list, name="regulations"),
    path("delmal/", views.objective_list, name="objectives"),
    path("specialiteter/", views.speciality_list, name="specialities"),
    path("<int:pk>/", views.rule_set_detail, name="detail"),
]
