"""A person's own data as a file, kept for a week."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from randa.core.freetext.fields import GuardedCharField
from randa.core.jobs.models import Job
from randa.people.models import User
from randa.privacy.models.requests import PrivacyRequest


class AccessExportQuerySet(models.QuerySet["AccessExport"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own exports, and those one asked for as an officer: to follow, never to open."""
        return self.filter(Q(person=actor) | Q(asked_by=actor)).defer("content")

    def of(self, person: User) -> Self:
        """Return the person's own exports, without reading the files."""
        return self.filter(person=person).defer("content")

    def expired(self) -> Self:
        """Return the exports whose week is over and that still hold a file."""
        return self.filter(expires_at__lte=timezone.now(), content__isnull=False)


class AccessExport(models.Model):
    """One export under article 15. Only the person opens the file; after a week the file is gone and the row remains."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_exports")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(PrivacyRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="exports")
    reason = GuardedCharField(max_length=300, blank=True)  # of an officer; the person needs none
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="access_export")
    asked_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True, blank=True)

    objects = AccessExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()
