"""Addresses of the forecast, the lost weeks and the scenarios."""

from django.urls import path

from randa.dimensioning.views import forecast

forecast_urls = [
    path("prognos/", forecast.forecast, name="forecast"),
    path("prognos/export.<str:file_format>", forecast.export, name="forecast_export"),
    path("prognos/<slug:region>/<str:area>/<str:quarter>/", forecast.cell, name="forecast_cell"),
]
