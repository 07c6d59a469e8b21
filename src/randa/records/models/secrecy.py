"""Markings and refusals. A marking is a warning (OSL 5:5): it decides nothing, and each request is tried anew."""

from django.db import models
from django.db.models import Q

from randa.core.freetext.fields import GuardedCharField, GuardedTextField
from randa.people.models import User
from randa.records.models.documents import RegisteredDocument


class SecrecyMarking(models.Model):
    """That somebody saw, on a day and for an authority, a section of law that may keep parts of the document secret."""

    document = models.ForeignKey(RegisteredDocument, on_delete=models.PROTECT, related_name="markings")
    section = GuardedCharField(max_length=80)
    on = models.DateField()
    authority = models.CharField(max_length=120)
    note = GuardedCharField(max_length=300, blank=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_section_marks_once", fields=["document", "section"], condition=Q(lifted_on=None)
            ),
            models.CheckConstraint(
                name="a_marking_is_lifted_by_somebody",
                condition=Q(lifted_on=None, lifted_by=None) | Q(lifted_on__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.section


class Refusal(models.Model):
    """A decision not to release a document, or not all of it. Who asked is not kept: nobody has to say who they are."""

    document = models.ForeignKey(RegisteredDocument, on_delete=models.PROTECT, related_name="refusals")
    requested_on = models.DateField()
    section = GuardedCharField(max_length=80)
    reason = GuardedTextField(max_length=2000)
    appeal = GuardedTextField(max_length=2000)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_refusal_has_reason_and_appeal", condition=~Q(reason="") & ~Q(appeal="")),
            models.CheckConstraint(
                name="a_refusal_follows_its_request", condition=Q(decided_on__gte=models.F("requested_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.decided_on}"
