"""Roles that follow from groups: given to members, ended for leavers, and never more than somebody answered for."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.identity.models import DirectoryGroup, DirectoryPerson, GivenByGroup, GroupRole
from randa.identity.scim.permissions import can_manage_directory, can_map_group
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.people.services.roles import as_data


@transaction.atomic
def map_group(
    *, actor: User, group: DirectoryGroup, role: Role, organisation: Organisation, today: dt.date
) -> GroupRole:
    """Let the group's members have `role` at `organisation`, from today. Mapping the same again answers for the role as it is now.

    Raises:
        PermissionDenied: `actor` may not give that role there, or the organisation is not the directory's own.
    """
    require(can_map_group, actor, group.organisation, role, organisation)
    made, _is_new = GroupRole.objects.update_or_create(
        group=group, role=role, organisation=organisation,
        defaults={"permissions": list(role.permissions), "made_by": actor},
    )  # fmt: skip
    after = {"group": group.display_name, "role": role.pk, "organisation": organisation.code}
    record(actor, "group_role.made", made, after=after, organisation_path=organisation.path)
    with as_system("the roles of everybody in the group follow from a mapping that was allowed"):
        for entry in group.members.filter(removed_at__isnull=True):
            sync_roles(entry=entry, today=today)
    return made


@transaction.atomic
def unmap_group(*, actor: User, group_role: GroupRole, today: dt.date) -> None:
    """End what the mapping gave, and the mapping.

    Raises:
        PermissionDenied: `actor` does not manage the directory.
    """
    group = group_role.group
    require(can_manage_directory, actor, group.organisation)
    before = {"group": group.display_name, "role": group_role.role_id, "organisation": group_role.organisation.code}
    record(actor, "group_role.removed", group_role, before=before, organisation_path=group_role.organisation.path)
    with as_system("the roles of everybody in the group follow from a mapping that was allowed"):
        entries = list(DirectoryPerson.objects.filter(given__group_role=group_role).distinct())
        group_role.delete()
        for entry in entries:
            sync_roles(entry=entry, today=today)


@transaction.atomic
def sync_roles(*, entry: DirectoryPerson, today: dt.date) -> None:
    """Give and end roles so that the person has exactly what their groups say; roles given by hand are left alone."""
    person = User.objects.select_for_update().get(pk=entry.person_id)
    wanted = _wanted(entry)
    given = GivenByGroup.objects.filter(entry=entry).select_related(
        "assignment__role", "assignment__organisation", "group_role"
    )
    held = {}
    for one in given.filter(Q(assignment__ends_before__isnull=True) | Q(assignment__ends_before__gt=today)):
        key = (one.assignment.role_id, one.assignment.organisation_id)
        if key in wanted:
            held[key] = one
            if one.group_role_id != wanted[key].pk:  # another group gives it now
                one.group_role = wanted[key]
                one.save(update_fields=["group_role"])
        else:
            end_given(assignment=one.assignment, today=today, reason=_("Inte längre med i kataloggruppen"))
    for key, group_role in wanted.items():
        if key not in held:
            _give(person, entry, group_role, today)


def _wanted(entry: DirectoryPerson) -> dict[tuple[str, int], GroupRole]:
    """Return (role, organisation) -> a mapping that gives it. A role that has grown since somebody answered for it gives nothing."""
    if not entry.active or entry.removed_at is not None:
        return {}
    rows = GroupRole.objects.filter(group__members=entry, organisation__path__startswith=entry.organisation.path)
    return {
        (one.role_id, one.organisation_id): one
        for one in rows.select_related("role", "organisation", "group", "made_by").order_by("made_at", "pk")
        if set(one.role.permissions) <= set(one.permissions)
    }


def _give(person: User, entry: DirectoryPerson, group_role: GroupRole, today: dt.date) -> None:
    same = RoleAssignment.objects.filter(user=person, role=group_role.role, organisation=group_role.organisation)
    if same.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today)).exists():
        return  # held already, or promised from a later day: that was decided by a person
    made = RoleAssignment.objects.create(
        user=person, role=group_role.role, organisation=group_role.organisation, starts_on=today,
        granted_by=group_role.made_by, reason=_("Kataloggruppen %(group)s") % {"group": group_role.group.display_name[:150]},
    )  # fmt: skip
    GivenByGroup.objects.create(assignment=made, entry=entry, group_role=group_role)
    record(None, "role.granted", made, after=as_data(made), reason=made.reason, subject=person)


def end_given(*, assignment: RoleAssignment, today: dt.date, reason: str) -> None:
    """End a role at once; one that began today, or later, goes altogether, and only the log remembers it."""
    before = as_data(assignment)
    if assignment.starts_on >= today:
        record(None, "role.withdrawn", assignment, before=before, reason=reason, subject=assignment.user)
        assignment.delete()
        return
    assignment.ends_before = today
    assignment.save(update_fields=["ends_before"])
    record(
        None, "role.ended", assignment, before=before, after=as_data(assignment), reason=reason, subject=assignment.user
    )


def end_all_roles(*, entry: DirectoryPerson, today: dt.date) -> None:
    """End every role under the directory's organisation, given by hand or not: the person has left."""
    running = RoleAssignment.objects.filter(user=entry.person, organisation__path__startswith=entry.organisation.path)
    rows = running.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today)).select_related(
        "role", "organisation", "user"
    )
    for one in rows:
        end_given(assignment=one, today=today, reason=_("Har slutat enligt katalogen"))


def sync_group(*, group: DirectoryGroup, entries: Iterable[DirectoryPerson], today: dt.date) -> None:
    """Let the roles of `entries` follow after the group changed."""
    if group.group_roles.exists():
        for entry in entries:
            sync_roles(entry=entry, today=today)
