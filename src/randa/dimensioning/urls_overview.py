"""Addresses of the overview."""

from django.urls import path

from randa.dimensioning.views import overview

overview_urls = [
    path("", overview.overview, name="overview"),
    path("region/<slug:code>/", overview.overview, name="region"),
]
