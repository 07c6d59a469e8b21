"""Who may supervise, where, how many hours, and when they are away."""

from django.db import models
from django.db.models import F, Q

from randa.people.models import User
from randa.regulations.models import Speciality
from randa.training.models import Unit


class Supervisor(models.Model):
    """A specialist (or trained ST doctor) who supervises at a unit."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervisor_roles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supervisors")
    speciality = models.ForeignKey(Speciality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    trained_on = models.DateField(null=True, blank=True)  # supervisor training; None: not trained, makes no seat
    learner_limit = models.PositiveSmallIntegerField(default=1)
    supervision_hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, default=2)

    class Meta:
        ordering = ["unit", "user__family_name", "pk"]
        constraints = [models.UniqueConstraint(name="supervisor_once_per_unit", fields=["user", "unit"])]

    def __str__(self) -> str:
        return str(self.user)


class SupervisorAbsence(models.Model):
    """A supervisor away from the unit, half-open."""

    supervisor = models.ForeignKey(Supervisor, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_before = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="supervisor_absence_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor}: {self.starts_on}"
