"""The pages about identity numbers, merging and reading in, under /personer/."""

from django.urls import path

from randa.people.views import identity_numbers

urlpatterns = [
    path("<uuid:pk>/personnummer/", identity_numbers.identity_number, name="identity_number"),
    path("<uuid:pk>/personnummer/visa/", identity_numbers.identity_number_show, name="identity_number_show"),
]
