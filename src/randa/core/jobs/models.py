"""Long work that a person started and can follow: progress, cancel, result."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from randa.core.freetext.fields import GuardedCharField


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: Any) -> "JobQuerySet":
        """Return the jobs `actor` started. A result that others may see belongs to what the job made, not to the job."""
        return self.filter(started_by=actor)


class Job(models.Model):
    """One piece of background work, from the click that started it to its result or the reason it ended."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)  # the task that runs it, e.g. "placements.solve_plan"
    title = GuardedCharField(max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    message = GuardedCharField(max_length=300, blank=True)
    figures = models.JSONField(default=dict)  # live key figures, e.g. {"cost": 12, "bound": 10}
    payload = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    cancel_asked = models.BooleanField(default=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.CANCELLED, self.State.FAILED}
