"""People from a directory: joiners, movers and leavers. Each function is one request, and repeating it changes nothing."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from scim2_models import InvalidValueException, UniquenessException

from randa.core.audit.services import record
from randa.identity.models import DirectoryPerson, ScimToken
from randa.identity.scim.resources import HsaPerson
from randa.identity.scim.resources import User as UserResource
from randa.identity.scim.services_roles import end_all_roles, sync_roles
from randa.people.models import HSA_ID, RoleAssignment, User

LANGUAGES = ("sv", "en")


@transaction.atomic
def create_person(*, token: ScimToken, resource: UserResource, today: dt.date) -> DirectoryPerson:
    """Take in a joiner: link the account with the same HSA-id, else make one. A name or an address never links.

    Raises:
        UniquenessException: the directory has the user name or external id already, or the address belongs to an account
            that the HSA-id does not link to.
        InvalidValueException: no user name, or an HSA-id that is none.
    """
    user_name = _user_name(resource)
    _refuse_taken(token, user_name, resource.external_id, but=None)
    hsa_id = _hsa_id(resource)
    entry = _earlier_entry(token, user_name, resource.external_id)
    person = entry.person if entry else _linked(hsa_id)
    made = person is None
    if person is None:
        person = _made(resource, user_name, hsa_id)
        record(None, "account.created", person, after={"email": person.email}, reason=_reason(token), subject=person,
               organisation_path=token.organisation.path)  # fmt: skip
    elif entry is None:
        if person.directory_entries.filter(organisation=token.organisation, removed_at__isnull=True).exists():
            raise UniquenessException(
                detail="the directory describes the person with this HSA-id already, as another user"
            )
        entry = person.directory_entries.filter(organisation=token.organisation).first()
    entry = entry or DirectoryPerson(organisation=token.organisation, person=person, made_account=made)
    entry.removed_at, entry.active = None, True
    _store(entry, resource, user_name)
    record(None, "directory_person.linked", person, after={"user_name": user_name}, reason=_reason(token), subject=person,
           organisation_path=token.organisation.path)  # fmt: skip
    _follow(entry, token, today, was_active=True)
    return entry


@transaction.atomic
def replace_person(
    *, token: ScimToken, entry: DirectoryPerson, resource: UserResource, today: dt.date
) -> DirectoryPerson:
    """Take in how the directory describes the person now. The account's name and address follow only while no other organisation has
    given the person a role.

    Raises:
        UniquenessException: the user name, external id, HSA-id or address belongs to somebody else.
        InvalidValueException: no user name, or an HSA-id that is none.
    """
    entry = (
        DirectoryPerson.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=entry.pk)
    )
    user_name = _user_name(resource)
    _refuse_taken(token, user_name, resource.external_id, but=entry)
    hsa_id = _hsa_id(resource)
    was_active = entry.active
    before = {"user_name": entry.user_name, "active": entry.active}
    if hsa_id and (entry.person.hsa_id or "").upper() != hsa_id.upper() and not _may_set_credentials(entry, today):
        raise UniquenessException(
            detail="the HSA-id differs from that of the account, and it decides who signs in: change it in Randa"
        )
    if _is_ours(entry):
        _update_account(entry, resource, user_name, hsa_id, token, today)
    _store(entry, resource, user_name)
    after = {"user_name": entry.user_name, "active": entry.active}
    if before != after:
        record(None, "directory_person.changed", entry.person, before=before, after=after, reason=_reason(token),
               subject=entry.person, organisation_path=token.organisation.path)  # fmt: skip
    _follow(entry, token, today, was_active=was_active)
    return entry


@transaction.atomic
def remove_person(*, token: ScimToken, entry: DirectoryPerson, today: dt.date) -> None:
    """The person has left: roles end, the account closes unless another organisation uses it, and nothing is erased."""
    entry = (
        DirectoryPerson.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=entry.pk)
    )
    was_active, entry.active, entry.removed_at = entry.active, False, timezone.now()
    entry.save(update_fields=["active", "removed_at", "changed_at"])
    record(None, "directory_person.removed", entry.person, before={"user_name": entry.user_name}, reason=_reason(token),
           subject=entry.person, organisation_path=token.organisation.path)  # fmt: skip
    _follow(entry, token, today, was_active=was_active)
    entry.groups.clear()


def _follow(entry: DirectoryPerson, token: ScimToken, today: dt.date, *, was_active: bool) -> None:
    """Let account and roles follow from `entry.active`."""
    person = User.objects.select_for_update().get(pk=entry.person_id)
    if entry.active:
        if entry.closed_account:
            person.is_active, entry.closed_account = True, False
            person.save(update_fields=["is_active"])
            entry.save(update_fields=["closed_account"])
            record(None, "account.opened", person, reason=_reason(token), subject=person,
                   organisation_path=token.organisation.path)  # fmt: skip
        sync_roles(entry=entry, today=today)
        return
    if was_active:
        end_all_roles(entry=entry, today=today)
    if person.is_active and _is_ours(entry) and not _has_roles_elsewhere(entry, today):
        person.is_active, entry.closed_account = False, True
        person.save(update_fields=["is_active"])  # every session of a closed account ends with its next request
        entry.save(update_fields=["closed_account"])
        record(None, "account.closed", person, reason=_reason(token), subject=person,
               organisation_path=token.organisation.path)  # fmt: skip


def _has_roles_elsewhere(entry: DirectoryPerson, today: dt.date) -> bool:
    running = _running(entry.person, today)
    others = entry.person.directory_entries.filter(active=True, removed_at__isnull=True).exclude(pk=entry.pk)
    return running.exclude(organisation__path__startswith=entry.organisation.path).exists() or others.exists()


def _running(person: User, today: dt.date) -> models.QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(user=person).filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))


def _may_set_credentials(entry: DirectoryPerson, today: dt.date) -> bool:
    """Tell whether the directory may change what the person signs in with: the account is its own, and holds no role it did not give.

    Otherwise whoever holds the key could point an administrator's account at an address or a card of their own.
    """
    running = _running(entry.person, today)
    return entry.made_account and _is_ours(entry) and not running.exclude(given_by_group__entry=entry).exists()


def _is_ours(entry: DirectoryPerson) -> bool:
    """Tell whether the account is the organisation's: it made it or gave it a role, and no other organisation has ever done either."""
    inside = RoleAssignment.objects.filter(user=entry.person, organisation__path__startswith=entry.organisation.path)
    if not (entry.made_account or inside.exists()):
        return False
    elsewhere = RoleAssignment.objects.filter(user=entry.person).exclude(
        organisation__path__startswith=entry.organisation.path
    )
    others = entry.person.directory_entries.exclude(pk=entry.pk)
    return not elsewhere.exists() and not others.exists() and entry.person.merged_into_id is None


def _earlier_entry(token: ScimToken, user_name: str, external_id: str | None) -> DirectoryPerson | None:
    """Return the entry of somebody who comes back: the same directory, and the same external id or, without one, user name."""
    gone = DirectoryPerson.objects.filter(organisation=token.organisation, removed_at__isnull=False).select_related(
        "person"
    )
    same = (
        gone.filter(external_id=external_id)
        if external_id
        else gone.filter(user_name__iexact=user_name, external_id=None)
    )
    return same.order_by("-removed_at").first()


def _linked(hsa_id: str) -> User | None:
    if not hsa_id:
        return None
    person = User.objects.select_for_update().filter(hsa_id__iexact=hsa_id, restricted_at=None).first()
    if person is not None and person.merged_into_id is not None:
        return User.objects.select_for_update().get(pk=person.merged_into_id)
    return person


def _made(resource: UserResource, user_name: str, hsa_id: str) -> User:
    email = _email(resource, user_name)
    if email and User.objects.filter(email=email).exists():
        raise UniquenessException(detail=f"{email} has an account, and only an HSA-id links to it")
    person = User(**_account_fields(resource, user_name), hsa_id=hsa_id or None)
    person.email = email or f"{person.pk}@utan-adress.invalid"
    person.set_unusable_password()
    return _saved(person)


def _update_account(
    entry: DirectoryPerson, resource: UserResource, user_name: str, hsa_id: str, token: ScimToken, today: dt.date
) -> None:
    person = entry.person
    fields: dict[str, Any] = {**_account_fields(resource, user_name)}
    email = _email(resource, user_name)
    if _may_set_credentials(entry, today):
        fields |= ({"email": email} if email else {}) | ({"hsa_id": hsa_id} if hsa_id else {})
    before = {name: getattr(person, name) for name in fields if getattr(person, name) != fields[name]}
    if not before:
        return
    if "email" in before and User.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise UniquenessException(detail=f"{email} belongs to another account")
    for name in before:
        setattr(person, name, fields[name])
    _saved(person)
    record(None, "account.changed", person, before=before, after={name: fields[name] for name in before}, reason=_reason(token),
           subject=person, organisation_path=token.organisation.path)  # fmt: skip


def _account_fields(resource: UserResource, user_name: str) -> dict[str, str]:
    name = resource.name
    given, family = (name.given_name or "", name.family_name or "") if name else ("", "")
    if not (given or family):
        given, _space, family = (resource.display_name or user_name).rpartition(" ")
    language = (resource.preferred_language or "sv")[:2].lower()
    phones = resource.phone_numbers or []
    phone = next((one.value for one in phones if one.type == "work"), phones[0].value if phones else "") or ""
    return {
        "given_name": given.strip()[:80], "family_name": family.strip()[:80], "title": (resource.title or "").strip()[:120],
        "work_phone": phone[:30], "language": language if language in LANGUAGES else "sv",
    }  # fmt: skip


def _saved(person: User) -> User:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise UniquenessException(detail="the address or HSA-id belongs to another account") from error
    return person


def _store(entry: DirectoryPerson, resource: UserResource, user_name: str) -> None:
    entry.user_name, entry.external_id = user_name, resource.external_id or None
    if resource.active is not None:  # left out: somebody who has left is not let in again by an omission
        entry.active = resource.active
    kept = resource.model_dump()
    entry.sent = {name: value for name, value in kept.items() if name not in {"id", "meta", "groups"}}
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise UniquenessException(detail="the directory has a user with this userName or externalId") from error


def _refuse_taken(token: ScimToken, user_name: str, external_id: str | None, *, but: DirectoryPerson | None) -> None:
    own = DirectoryPerson.objects.filter(organisation=token.organisation, removed_at__isnull=True)
    if but is not None:
        own = own.exclude(pk=but.pk)
    if own.filter(user_name__iexact=user_name).exists():
        raise UniquenessException(detail="the directory has a user with this userName")
    if external_id and own.filter(external_id=external_id).exists():
        raise UniquenessException(detail="the directory has a user with this externalId")


def _user_name(resource: UserResource) -> str:
    user_name = (resource.user_name or "").strip()
    if not user_name or len(user_name) > 254:
        raise InvalidValueException(detail="userName is required, with at most 254 characters")
    if resource.external_id and len(resource.external_id) > 254:
        raise InvalidValueException(detail="externalId has at most 254 characters")
    return user_name


def _email(resource: UserResource, user_name: str) -> str:
    """Return the primary address, else the first, else a user name that is one; empty when there is none."""
    emails = [one for one in resource.emails or [] if one.value]
    candidates = [*(one.value for one in emails if one.primary), *(one.value for one in emails), user_name]
    for text in candidates:
        try:
            validate_email(text)
        except ValidationError:
            continue
        return str(text).strip().lower()
    return ""


def _hsa_id(resource: UserResource) -> str:
    """Return the HSA-id of the extension, else an external id that is one; empty when there is none."""
    extension = resource[HsaPerson]
    given = (extension.hsa_id or "").strip() if extension else ""
    if given:
        try:
            HSA_ID(given)
        except ValidationError as error:
            raise InvalidValueException(detail="hsaId does not look like SE1234567890-1A2B") from error
        return given
    try:
        HSA_ID(resource.external_id or "")
    except ValidationError:
        return ""
    return resource.external_id or ""


def _reason(token: ScimToken) -> str:
    return f"SCIM: {token.name}"
