"""Who may supervise, where, how many hours, by which method, and when they are away."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.language import in_language
from randa.core.periods import DateRange
from randa.core.provenance import Sourced
from randa.people.models import User
from randa.regulations.models import Speciality
from randa.training.models import PlacementArea, Unit


class CapacityMethod(Sourced):
    """A way to supervise: how many learners one assignment carries, and the hours each of them takes in a week."""

    code = models.SlugField(primary_key=True, max_length=30)
    name_sv = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    learners_per_supervisor = models.PositiveSmallIntegerField()  # per assignment that a supervisor has said yes to
    hours_per_learner_week = models.DecimalField(max_digits=4, decimal_places=2)
    description_sv = GuardedCharField(max_length=300)
    description_en = GuardedCharField(max_length=300)
    is_default = models.BooleanField(default=False)  # what a unit does that has said nothing
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(name="one_default_method", fields=["is_default"], condition=Q(is_default=True)),
            models.CheckConstraint(
                name="method_takes_learners_and_hours",
                condition=Q(learners_per_supervisor__gte=1, hours_per_learner_week__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)

    @property
    def minutes_per_learner_week(self) -> int:
        return int(self.hours_per_learner_week * 60)

    @property
    def description(self) -> str:
        return in_language(self.description_sv, self.description_en)


class AllowedSpeciality(Sourced):
    """A speciality that may supervise in an area. An area without a row takes any."""

    area = models.ForeignKey(PlacementArea, on_delete=models.CASCADE, related_name="allowed_specialities")
    speciality = models.ForeignKey(Speciality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["area", "speciality"]
        constraints = [models.UniqueConstraint(name="speciality_once_per_area", fields=["area", "speciality"])]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.speciality}"


class UnitMethod(models.Model):
    """The method a unit uses during [starts_on, ends_before); without an end it goes on."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="methods")
    method = models.ForeignKey(CapacityMethod, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    reason = GuardedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["unit", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="unit_method_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            ExclusionConstraint(
                name="one_method_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.method_id}"


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
