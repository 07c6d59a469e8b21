"""Changes of several roles made together, so that they can be undone together."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.organisations.models import Organisation
from randa.people.models.roles import RoleAssignment
from randa.people.models.user import User


class RoleBatchQuerySet(models.QuerySet["RoleBatch"]):
    def visible_to(self, actor: User) -> Self:
        """Return what one has done oneself, and what concerns organisations where the actor gives roles."""
        seen = Q(made_by=actor)
        for path in actor.paths_with("roles.grant"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)


class RoleBatch(models.Model):
    """Somebody leaves, or roles of selected people are ended, extended or given: one decision, several lines."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("slutar")
        END = "end", _("roller avslutade")
        EXTEND = "extend", _("roller förlängda")
        GIVE = "give", _("roller givna")

    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="departures")
    on = models.DateField()  # the first day on which the change shows
    close_account = models.BooleanField(default=False)
    closed_account_at = models.DateTimeField(null=True, blank=True)
    reason = GuardedCharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RoleBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="batch_is_undone_by_somebody",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_of_leaving_names_the_person", condition=~Q(kind="leave") | Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class RoleBatchLine(models.Model):
    """One role in a batch: what it was before (nothing: it was given) and after (nothing: it was taken away before it began)."""

    batch = models.ForeignKey(RoleBatch, on_delete=models.CASCADE, related_name="lines")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(RoleAssignment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch}: {self.user}"
