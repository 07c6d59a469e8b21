"""Addresses of organisations and published tables."""

from django.urls import path

from randa.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("tabeller/", views.table_list, name="tables"),
    path("tabeller/<slug:key>/", views.table_detail, name="table"),
    path("<slug:code>/", views.organisation_detail, name="detail"),
]
