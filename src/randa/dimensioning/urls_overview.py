"""Addresses of the overview."""

from django.urls import path

from randa.dimensioning.views import overview

overview_urls = [
    path("", overview.overview, name="overview"),
    path("region/<slug:code>/", overview.overview, name="region"),
    path("diagram/<slug:where>/<slug:key>.<slug:file_format>", overview.chart, name="overview_chart"),
    path("underlag/<slug:where>.pdf", overview.board_paper, name="overview_pdf"),
]
