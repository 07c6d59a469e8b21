"""What was done, by whom, when and why. Rows are written in the change's own transaction and never edited."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from randa.core.freetext.fields import GuardedCharField


class AuditEvent(models.Model):
    """One change or one opening of another person's record; the database refuses to update or delete it.

    Who the actor was is kept as it was then: the role they worked as, and where. `scopes` are the paths of all organisations whose
    auditors read the row (the object's, the actor's and the subject's, with everything above them), frozen at the moment it was written.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", pgettext_lazy("audit kind", "ändring")
        OPENING = "opening", _("öppnad uppgift")
        REFUSAL = "refusal", _("nekat försök")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CHANGE)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role_code = models.CharField(max_length=50, blank=True)
    role_at = models.CharField(max_length=120, blank=True)  # name of the organisation where the actor worked as that
    action = models.CharField(max_length=80)  # "post_plan.changed": stable, for searching and translating
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(max_length=200)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # the person whom it concerns
    organisation_path = models.CharField(max_length=200, blank=True)
    scopes = ArrayField(models.CharField(max_length=200), default=list)
    reason = GuardedCharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    session_mark = models.CharField(max_length=16, blank=True)  # tells sessions apart, cannot be turned into one

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_by_object"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["organisation_path", "object_type", "-id"], name="audit_by_place"),
            GinIndex(fields=["scopes"], name="audit_by_scope"),
        ]
        triggers = [
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_name}"


class NameWord(models.Model):
    """A word in the name of a thing in the log, or of a person, in small letters. The database keeps them; only the system reads them."""

    word = models.CharField(
        max_length=60, db_collation="C"
    )  # in the order of its letters' numbers: beginnings lie side by side
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="audit_name_once", fields=["word", "object_type", "object_id"])]
        indexes = [models.Index(name="audit_names_of", fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return self.word


class ChainLink(models.Model):
    """The place of an event in the chain; the database writes it when the event's transaction commits (ADR 0007).

    No foreign key: a link must be able to outlive its event, so that a removed event is noticed.
    """

    seq = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without gaps
    event_id = models.BigIntegerField(unique=True)
    previous = models.BinaryField(max_length=32)  # hash of the link before; zeros for the first
    hash = models.BinaryField(max_length=32)  # SHA-256 of `previous` and the event's content

    class Meta:
        ordering = ["seq"]
        triggers = [
            pgtrigger.Protect(name="chain_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.seq}:{bytes(self.hash).hex()}"


class ChainCheck(models.Model):
    """One reading of the whole chain, and its head then: an anchor that a shortened or rewritten chain no longer meets."""

    at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    events = models.BigIntegerField()
    seconds = models.FloatField()
    fault_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)  # the first hundred

    class Meta:
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="check_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @property
    def is_whole(self) -> bool:
        return self.fault_count == 0


class AuditExport(models.Model):
    """A file taken out of the log: what was asked for, how much it held and its checksum."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    file_format = models.CharField(max_length=5)
    filters = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} {self.file_format}"
