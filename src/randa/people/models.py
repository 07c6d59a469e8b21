"""People, and the roles they have at organisations for a time."""

import datetime as dt
import uuid
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.access.models import Role
from randa.core.clock import today
from randa.core.periods import DateRange
from randa.organisations.models import Organisation


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, actor: "User") -> Self:
        """Return oneself and, with `people.view`, everybody with a role under the actor's organisations."""
        seen = Q(pk=actor.pk)
        for path in actor.paths_with("people.view"):
            seen |= Q(role_assignments__organisation__path__startswith=path)
        return self.filter(seen).distinct()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, actor: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(actor)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. The key is internal; e-mail and HSA-id may change, identity numbers are not kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # a fictional person of the demo world, open to "try as"
    language = models.CharField(max_length=2, default="sv")
    tour_done = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def current_roles(self) -> list["RoleAssignment"]:
        """Return today's roles with organisation, read once per request (the user object lives as long as the request)."""
        if not hasattr(self, "_current_roles"):
            rows = self.role_assignments.current(today()).select_related("role", "organisation")
            self._current_roles = list(rows.order_by("role__sort_order", "pk"))
        return self._current_roles

    def paths_with(self, permission: str) -> list[str]:
        """Return the paths of the organisations under which the person has `permission` today."""
        return [one.organisation.path for one in self.current_roles() if permission in one.role.permissions]

    def has(self, permission: str, organisation: Organisation | None = None) -> bool:
        """Tell whether the person has `permission` today: over `organisation`, or anywhere when that is None."""
        paths = self.paths_with(permission)
        return bool(paths) if organisation is None else any(organisation.path.startswith(path) for path in paths)


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
