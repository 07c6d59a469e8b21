"""A form that could not be taken at once, kept for its writer."""

import uuid

from django.db import models

from randa.people.models import User


class KeptForm(models.Model):
    """What somebody sent when a session had ended or a fresh sign-in was needed: encrypted, for them alone, for a short while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    sent_to = models.CharField(max_length=500)  # the address that the form is sent to
    written_at = models.CharField(max_length=500, blank=True)  # the page that it stood on; empty when unknown
    sealed = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.sent_to
