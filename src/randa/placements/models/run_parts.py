"""What is left of a planning run while its regions are planned each by itself: gone as soon as the run has ended."""

from django.db import models

from randa.core.jobs.models import Job
from randa.organisations.models import Organisation


class RunPart(models.Model):
    """One region of a planning run, for any worker to plan. Whoever is at work on it holds a lock of its own (`core.alone`).

    Attributes:
        number: its place among the parts of the run.
        learners: how many it has.
        problem, plan: as the engine writes them, gzipped; numbers only, which the run alone knows who are. No plan yet: not done.
        ends_at: when the plan should be there.
        unplaced_weeks: of the best plan so far.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="run_parts")
    number = models.PositiveSmallIntegerField()
    region = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    learners = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    problem = models.BinaryField()
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    unplaced_weeks = models.PositiveIntegerField(null=True)
    plan = models.BinaryField(null=True)

    class Meta:
        ordering = ["job_id", "-learners", "number"]  # the largest first: none is at work when all others are done
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="one_part_of_a_number")]

    def __str__(self) -> str:
        return f"{self.job}: {self.region}"
