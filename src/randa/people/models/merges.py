"""That two accounts of one person were merged, and what it changed."""

import uuid
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.secrets_at_rest import EncryptedTextField
from randa.people.models.user import User


class AccountMergeQuerySet(models.QuerySet["AccountMerge"]):
    def visible_to(self, actor: User) -> Self:
        """Return the merges of people over whom the actor may merge, now that they are one account."""
        under = Q(pk__in=[])
        for path in actor.paths_with("people.merge"):
            under |= Q(organisation__path__startswith=path)
        held = apps.get_model("people", "RoleAssignment").objects.filter(under)
        return self.filter(survivor__in=held.values("user"))

    def in_force(self) -> Self:
        """Return those that have not been undone."""
        return self.filter(undone_at__isnull=True)


class AccountMerge(models.Model):
    """One merge. `steps` is every change it made, before and after, in order: what undoing it reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survivor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges_survived")
    merged = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges_ended")
    reason = GuardedCharField(max_length=300)
    steps = EncryptedTextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = GuardedCharField(max_length=300, blank=True)

    objects = AccountMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="merge_joins_two_accounts", condition=~Q(survivor=F("merged"))),
            models.CheckConstraint(
                name="merge_is_undone_by_somebody",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="account_is_merged_once_at_a_time", fields=["merged"], condition=Q(undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.survivor)
