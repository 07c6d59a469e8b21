"""Addresses of the interface itself; included at /stilguide/."""

from django.urls import path

from randa.core.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("tema/", views.choose_theme, name="theme"),
]
