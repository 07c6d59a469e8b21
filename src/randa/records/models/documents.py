"""A registered document: its line in the register, and its files. What is kept apart never stands in the public line (OSL 5:2)."""

import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.people.models import User
from randa.records.models.registers import Register

_TEXT = GuardedCharField()


class DocumentQuerySet(models.QuerySet["RegisteredDocument"]):
    def visible_to(self, actor: User) -> Self:
        """Return the documents of the authorities whose register one keeps."""
        seen = Q(pk__in=[])
        for path in actor.paths_with("records.manage"):
            seen |= Q(register__organisation__path__startswith=path)
        return self.filter(seen)

    def public_lines(self) -> Self:
        """Annotate what the public register says, computed by the database, and load nothing that is kept apart.

        `public_concerns` and `public_counterpart` are the only texts of the line; searching in them cannot find what is apart.
        """
        return self.select_related("register__organisation").defer("concerns", "counterpart", "link_label").annotate(
            public_concerns=Case(When(concerns_apart=True, then=F("concerns_public")), default=F("concerns"), output_field=_TEXT),
            public_counterpart=Case(When(counterpart_apart=True, then=Value("")), default=F("counterpart"), output_field=_TEXT),
        )  # fmt: skip


class RegisteredDocument(models.Model):
    """One line of a register, owned by the one authority that keeps it (OSL 5:1 second paragraph). It is never removed.

    Attributes:
        on: the day it came in, was drawn up or was sent.
        counterpart: the sender or receiver; left out of the public line when `counterpart_apart`.
        concerns: shortly what it is about; the public line says `concerns_public` instead when `concerns_apart`.
        link_key, link_id: what in Randa it was made from, by the source that offered it.
        released_from: the document that this is a masked copy of.
    """

    class Direction(models.TextChoices):
        IN = "in", _("inkommen")
        OWN = "own", _("upprättad")
        OUT = "out", _("utgående")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    mark = models.CharField(max_length=40, db_index=True)  # the number as people write it: UTB 2027/12
    on = models.DateField()
    direction = models.CharField(max_length=3, choices=Direction)
    counterpart = GuardedCharField(max_length=200, blank=True)
    counterpart_apart = models.BooleanField(default=False)
    concerns = GuardedCharField(max_length=300)
    concerns_apart = models.BooleanField(default=False)
    concerns_public = GuardedCharField(max_length=200, blank=True)
    link_key = models.CharField(max_length=40, blank=True)
    link_id = models.CharField(max_length=64, blank=True)
    link_label = models.CharField(max_length=200, blank=True)
    link_url = models.CharField(max_length=300, blank=True)
    released_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at"]
        indexes = [
            models.Index(fields=["-on", "-number"], name="documents_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(name="number_once_in_a_register", fields=["register", "number"]),
            # One registering owner: what is registered by one authority is not registered by another that can read it.
            models.UniqueConstraint(
                name="a_source_is_registered_once", fields=["link_key", "link_id"], condition=~Q(link_key="")
            ),
            models.CheckConstraint(
                name="document_kept_apart_has_public_words", condition=Q(concerns_apart=False) | ~Q(concerns_public="")
            ),
            models.CheckConstraint(
                name="document_link_is_internal",
                condition=Q(link_url="") | (Q(link_url__startswith="/") & ~Q(link_url__startswith="//")),
            ),
            models.CheckConstraint(name="document_concerns_something", condition=~Q(concerns="")),
        ]
        triggers = [
            pgtrigger.Protect(name="a_line_is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="a_number_is_never_changed",
                fields=["register", "number", "mark", "registered_by", "registered_at", "released_from"],
            ),
        ]

    def __str__(self) -> str:
        return self.mark

    def get_absolute_url(self) -> str:
        return reverse("records:document", args=[self.pk])


class DocumentFile(models.Model):
    """One version of a document's content. It is never changed: a correction is a new version."""

    document = models.ForeignKey(RegisteredDocument, on_delete=models.PROTECT, related_name="files")
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    note = GuardedCharField(max_length=200, blank=True)  # why there is a new version
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["document", "-version"]
        constraints = [models.UniqueConstraint(name="version_once", fields=["document", "version"])]
        triggers = [
            pgtrigger.Protect(name="a_file_stays_as_it_came", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.version}"
