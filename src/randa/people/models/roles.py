"""Roles that people have at organisations for a time, their own or as a stand-in for somebody."""

import datetime as dt
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from randa.core.access.models import Role
from randa.core.freetext.fields import GuardedCharField
from randa.core.periods import DateRange
from randa.organisations.models import Organisation
from randa.people.models.user import User

if TYPE_CHECKING:
    from randa.core.audit.history import History

# A stand-in has somebody's own role at the same organisation, within the days of that role; never a stand-in's role in turn.
# The trigger reads as the system, because whoever changes a role need not see everybody who stands in for it.
_STANDS_WITHIN = """
    PERFORM set_config('randa.mode', 'system', true);
    IF NEW.delegated_from_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people_roleassignment lent
        WHERE lent.id = NEW.delegated_from_id AND lent.delegated_from_id IS NULL
          AND lent.user_id <> NEW.user_id AND lent.role_id = NEW.role_id AND lent.organisation_id = NEW.organisation_id
          AND lent.starts_on <= NEW.starts_on AND (lent.ends_before IS NULL OR lent.ends_before >= NEW.ends_before)
    ) THEN
        RAISE EXCEPTION 'stand_in_stays_within_the_role: %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM people_roleassignment stand_in
        WHERE stand_in.delegated_from_id = NEW.id
          AND (NEW.delegated_from_id IS NOT NULL OR stand_in.user_id = NEW.user_id OR stand_in.role_id <> NEW.role_id
               OR stand_in.organisation_id <> NEW.organisation_id OR stand_in.starts_on < NEW.starts_on
               OR stand_in.ends_before > NEW.ends_before)
    ) THEN
        RAISE EXCEPTION 'stand_in_stays_within_the_role: %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('randa.mode', before, true);
    RETURN NEW;
"""


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self, day: dt.date) -> Self:
        """Return the roles that hold on `day`."""
        return self.filter(starts_on__lte=day).filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day))

    def not_over(self, day: dt.date) -> Self:
        """Return the roles that hold on `day` or later."""
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day))

    def visible_to(self, actor: User) -> Self:
        """Return one's own roles, those one has lent, and with `people.view` all under the actor's organisations."""
        seen = Q(user=actor) | Q(delegated_from__user=actor)
        for path in actor.paths_with("people.view"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)


class RoleAssignment(models.Model):
    """A person's role at an organisation and all that lies under it, for the half-open period [starts_on, ends_before).

    With `delegated_from` the person is a stand-in for whoever has that role, with the permissions `limited_to` and no others.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="role_assignments")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = GuardedCharField(max_length=200, blank=True)
    delegated_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    limited_to = ArrayField(models.CharField(max_length=60), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()
    done: "History | None" = None  # what was done during a stand-in, where a page has asked (`queries/stand_ins.py`)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="stand_in_has_an_end_and_named_permissions",
                condition=Q(delegated_from__isnull=True, limited_to__isnull=True)
                | Q(delegated_from__isnull=False, limited_to__isnull=False, ends_before__isnull=False),
            ),
            ExclusionConstraint(
                name="role_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
                condition=Q(delegated_from__isnull=True),
            ),
            # One may stand in for two people with the same role, but for each of them only once at a time.
            ExclusionConstraint(
                name="stand_in_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("delegated_from", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
                condition=Q(delegated_from__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stand_in_stays_within_the_role",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                declare=[("before", "text := randa_mode()")],
                func=_STANDS_WITHIN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.organisation}"

    @property
    def is_delegated(self) -> bool:
        return self.delegated_from_id is not None

    @property
    def lender(self) -> User | None:
        """For whom a stand-in works. Who sees no lists of people does not see the role that was lent, but who gave the stand-in."""
        if not self.is_delegated:
            return None
        return self.delegated_from.user if self.delegated_from is not None else self.granted_by

    @property
    def permissions(self) -> list[str]:
        """What the assignment lets its holder do: the role's permissions, for a stand-in only those that were lent."""
        if self.limited_to is None:
            return list(self.role.permissions)
        return [name for name in self.role.permissions if name in self.limited_to]

    @property
    def title(self) -> str:
        """The role's name; for a stand-in also for whom."""
        if not self.is_delegated:
            return self.role.name
        return _("%(role)s, vikarierar för %(person)s") % {"role": self.role.name, "person": self.lender}
