"""What was done, by whom, when and why. Rows are written in the change's own transaction and never edited."""

import pgtrigger
from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One change or one opening of another person's record; the database refuses to update or delete it."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=80)  # "post_plan.changed": stable, for searching and translating
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id", "-at"], name="audit_by_object")]
        triggers = [
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_name}"
