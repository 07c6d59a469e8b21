"""Addresses of the claim checker."""

from django.urls import path

from randa.dimensioning.views import claims

urlpatterns = [
    path("granska/", claims.deviations, name="claims"),
    path("granska/alla/", claims.all_claims, name="claims_all"),
    path("granska/egen/", claims.own_table, name="claims_own"),
]
