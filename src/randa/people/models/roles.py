"""Roles that people have at organisations for a time."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.access.models import Role
from randa.core.periods import DateRange
from randa.organisations.models import Organisation
from randa.people.models.user import User


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self, day: dt.date) -> Self:
        """Return the roles that hold on `day`."""
        return self.filter(starts_on__lte=day).filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day))


class RoleAssignment(models.Model):
    """A person's role at an organisation and all that lies under it, for the half-open period [starts_on, ends_before)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="role_assignments")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            ExclusionConstraint(
                name="role_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.organisation}"
