"""The list of people, the page of one, and everything about who has which role."""

from django.urls import path

from randa.people.views import people

urlpatterns = [
    path("", people.people_list, name="list"),
    path("<uuid:pk>/", people.person, name="person"),
    path("<uuid:pk>/uppgifter/", people.person_details, name="person_details"),
]
