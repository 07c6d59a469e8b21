"""One's own page, and addresses that mail comes back from, under /personer/."""

from django.urls import path

from randa.people.views import profile

urlpatterns = [
    path("jag/", profile.profile, name="profile"),
    path("aterkomna-mejl/", profile.broken, name="broken_addresses"),
]
