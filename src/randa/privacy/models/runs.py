"""A run of removal: what is proposed, who approves, what was removed."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.jobs.models import Job
from randa.organisations.models import Organisation
from randa.people.models import User


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def visible_to(self, actor: User) -> Self:
        """Return the runs of the organisations where one proposes or approves removal."""
        seen = Q(pk__in=[])
        for path in {*actor.paths_with("privacy.manage"), *actor.paths_with("retention.approve")}:
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)


class RetentionRun(models.Model):
    """One plan of removal for an organisation. One person proposes, another approves; then exactly this is removed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("väntar på godkännande")
        APPROVED = "approved", _("godkänd")
        APPLYING = "applying", _("pågår")
        APPLIED = "applied", _("genomförd")
        REJECTED = "rejected", _("avvisad")
        OUTDATED = "outdated", _("inaktuell")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="retention_runs")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    day = models.DateField()  # periods are counted up to this day
    plan_sha256 = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = GuardedCharField(max_length=500, blank=True)
    applied_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="retention_run")

    objects = RetentionRunQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                name="removal_is_approved_by_another_person",
                condition=Q(state__in=["proposed", "rejected", "outdated"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.day}"


class RetentionLine(models.Model):
    """What a run removes of one kind, in figures: this is what the protocol keeps for ever."""

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    rows = models.CharField(max_length=120)  # key of the declaration
    action = models.CharField(max_length=8)  # remove or clear
    retention_class = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField(null=True)
    decision = GuardedCharField(max_length=300, blank=True)  # what the period rests on
    planned = models.PositiveIntegerField()
    removed = models.PositiveIntegerField(default=0)
    first_end = models.DateField(null=True)
    last_end = models.DateField(null=True)

    class Meta:
        ordering = ["run", "position"]
        constraints = [models.UniqueConstraint(name="line_once_per_rows", fields=["run", "rows"])]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.rows}"


class RetentionItem(models.Model):
    """One row that a run removes: its number and a digest of what it held, which goes away with it."""

    line = models.ForeignKey(RetentionLine, on_delete=models.CASCADE, related_name="items")
    object_id = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="item_once_per_line", fields=["line", "object_id"])]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.object_id}"
