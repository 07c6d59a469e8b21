"""What a person is identified with towards authorities: encrypted, with history."""

import uuid

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.secrets_at_rest import BlindIndexField, EncryptedTextField
from randa.people.identity_numbers import IdentityLevel, NumberKind
from randa.people.models.user import User


class IdentityNumberQuerySet(models.QuerySet["IdentityNumber"]):
    def current(self) -> "IdentityNumberQuerySet":
        """Return the numbers that are not replaced."""
        return self.filter(ends_before__isnull=True)

    def with_number(self, number: str) -> "IdentityNumberQuerySet":
        """Return the rows that hold exactly `number`, under any of the installation's keys."""
        field = self.model._meta.get_field("number_index")
        return self.filter(number_index__in=field.candidates(number))


class IdentityNumber(models.Model):
    """A person's number during [starts_on, ends_before). A person may have none, get one later, and change it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identity_numbers")
    kind = models.CharField(max_length=12, choices=NumberKind)
    level = models.CharField(max_length=10, choices=IdentityLevel, blank=True)
    number = EncryptedTextField(null=True, blank=True)
    number_index = BlindIndexField(of="number")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    reason = GuardedCharField(max_length=200, blank=True, validators=[MinLengthValidator(3)])
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = IdentityNumberQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="identity_number_has_one_person", fields=["number_index"], condition=Q(ends_before__isnull=True)
            ),
            models.UniqueConstraint(
                name="person_has_one_current_identity", fields=["person"], condition=Q(ends_before__isnull=True)
            ),
            models.CheckConstraint(
                name="identity_ends_on_or_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="identity_none_has_no_number",
                condition=Q(kind="none", number_index__isnull=True) | ~Q(kind="none") & Q(number_index__isnull=False),
            ),
            models.CheckConstraint(
                name="identity_level_is_of_coordination", condition=Q(level="") | Q(kind="coordination")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
