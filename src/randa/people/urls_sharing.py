"""The pages about sharing with other organisations, under /personer/."""

from django.urls import path

from randa.people.views import sharing

urlpatterns = [
    path("delning/", sharing.sharing, name="sharing"),
    path("delning/ny/", sharing.sharing_new, name="sharing_new"),
    path("delning/<int:pk>/", sharing.agreement, name="sharing_agreement"),
    path("delning/<int:pk>/svara/", sharing.answer, name="sharing_answer"),
    path("delning/<int:pk>/avsluta/", sharing.end, name="sharing_end"),
]
