"""Addresses of the interface itself; included at /stilguide/."""

from django.urls import path

from randa.core.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("diagram/<slug:key>.<slug:file_format>", views.sample_chart, name="sample_chart"),
    path("tema/", views.choose_theme, name="theme"),
    path("visa/", views.sample_toast, name="sample_toast"),
]
