"""What somebody reads in from a file: its cells (encrypted), how its columns were understood, what it changed, and how to undo that."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models

from randa.core.imports.tables import Rows
from randa.core.secrets_at_rest import EncryptedTextField, reveal


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: Any) -> "ImportRunQuerySet":
        """Return what `actor` reads in themselves: the cells of a file are nobody else's."""
        return self.filter(started_by=actor)


class ImportRun(models.Model):
    """One file on its way in."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        CHECKED = "checked"
        STORED = "stored"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)  # "people.roles"
    place = models.CharField(max_length=200)  # path of the organisation that it is for
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    content = EncryptedTextField(null=True)  # the cells; gone when they are stored
    columns = models.JSONField(default=dict)  # field -> number of its column
    options = models.JSONField(default=dict)
    faults = models.JSONField(default=list)  # {"row", "column", "text"}: never a cell's own words
    outcome = models.JSONField(default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def rows(self) -> Rows:
        """Return the cells, the headings first."""
        text = reveal(self, "content")
        found: Rows = json.loads(text) if text else []
        return found


class ImportChange(models.Model):
    """One thing that an import made or changed, so that it can be undone while nobody has touched it since."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    row = models.PositiveIntegerField()
    model = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    before = models.JSONField(null=True)  # null: the import made it
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run}: {self.row}"


class ColumnMemory(models.Model):
    """How an organisation's files name their columns: field -> heading."""

    kind = models.CharField(max_length=40)
    place = models.CharField(max_length=200)
    headings = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(name="column_memory_once", fields=["kind", "place"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
