"""Groups from a directory: who is in them decides who has the roles that the groups give."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from scim2_models import InvalidValueException, UniquenessException

from randa.core.audit.services import record
from randa.identity.models import DirectoryGroup, DirectoryPerson, ScimToken
from randa.identity.scim.resources import Group as GroupResource
from randa.identity.scim.services_roles import sync_group, sync_roles


@transaction.atomic
def store_group(
    *, token: ScimToken, group: DirectoryGroup | None, resource: GroupResource, today: dt.date
) -> DirectoryGroup:
    """Make a group, or bring it to what the directory says; roles of those who came and went follow. Repeating it changes nothing.

    Raises:
        UniquenessException: the directory has another group with the name or external id.
        InvalidValueException: no name, or a member that the directory has not sent.
    """
    name = (resource.display_name or "").strip()
    if not name or len(name) > 254:
        raise InvalidValueException(detail="displayName is required, with at most 254 characters")
    if group is None:
        group = DirectoryGroup(organisation=token.organisation)
    else:
        group = DirectoryGroup.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=group.pk)
    before = (group.display_name, group.external_id)
    group.display_name, group.external_id = name, resource.external_id or None
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise UniquenessException(detail="the directory has a group with this displayName or externalId") from error
    changed = _set_members(token, group, resource, today)
    if changed or before != (group.display_name, group.external_id):
        after = {"name": group.display_name, "came": len(changed.get("came", [])), "went": len(changed.get("went", []))}
        record(None, "directory_group.changed", group, after=after, reason=f"SCIM: {token.name}",
               organisation_path=token.organisation.path)  # fmt: skip
    return group


@transaction.atomic
def remove_group(*, token: ScimToken, group: DirectoryGroup, today: dt.date) -> None:
    """Take a group away; the roles it gave end."""
    entries = list(
        DirectoryPerson.objects.filter(given__group_role__group=group).select_related("organisation").distinct()
    )
    record(None, "directory_group.removed", group, before={"name": group.display_name}, reason=f"SCIM: {token.name}",
           organisation_path=token.organisation.path)  # fmt: skip
    group.delete()
    for entry in entries:
        sync_roles(entry=entry, today=today)


def _set_members(
    token: ScimToken, group: DirectoryGroup, resource: GroupResource, today: dt.date
) -> dict[str, list[DirectoryPerson]]:
    wanted = _members(token, resource)
    held = {one.pk: one for one in group.members.select_related("organisation")}
    came = [one for pk, one in wanted.items() if pk not in held]
    went = [one for pk, one in held.items() if pk not in wanted]
    group.members.remove(*went)
    group.members.add(*came)
    sync_group(group=group, entries=[*came, *went], today=today)
    return {"came": came, "went": went} if came or went else {}


def _members(token: ScimToken, resource: GroupResource) -> dict[UUID, DirectoryPerson]:
    asked = {str(one.value) for one in resource.members or [] if one.value}
    keys = {key for key in map(_uuid, asked) if key is not None}
    own = DirectoryPerson.objects.filter(organisation=token.organisation, removed_at__isnull=True, pk__in=keys)
    found = {one.pk: one for one in own.select_related("organisation")}
    missing = asked - {str(pk) for pk in found}
    if missing:
        raise InvalidValueException(
            detail=f"{len(missing)} members are not users of this directory, first: {min(missing)[:64]}"
        )
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
