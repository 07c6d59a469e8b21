"""Making and ending keys."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications import kinds
from randa.core.notifications.services import notify
from randa.integrations.errors import KeyPeriodError, ScopesError, TooManyKeysError
from randa.integrations.models import ApiKey
from randa.integrations.permissions import can_give_key, can_make_own_key, can_revoke_key
from randa.integrations.scopes import SCOPES
from randa.integrations.tokens import SHOWN, hash_of, new_token
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.services.roles import grant_role
from randa.people.services.technical import close_technical_account, create_technical_account

LONGEST = dt.timedelta(days=365)
MOST_PER_PERSON = 20


@transaction.atomic
def make_personal_key(
    *, actor: User, name: str, scopes: Collection[str], ends_before: dt.date, today: dt.date
) -> tuple[ApiKey, str]:
    """Return a new key of the actor's own, and its token, which cannot be seen again.

    Raises:
        PermissionDenied: the actor is not a person.
        KeyPeriodError, ScopesError: it would last too long, or be for nothing.
        TooManyKeysError: the actor has MOST_PER_PERSON keys that still work.
    """
    require(can_make_own_key, actor)
    User.objects.select_for_update().get(pk=actor.pk)  # two windows must not both find room for one more
    if ApiKey.objects.usable(today).filter(owner=actor).count() >= MOST_PER_PERSON:
        raise TooManyKeysError(MOST_PER_PERSON)
    made, token = _make(actor, actor, None, name, scopes, ends_before, today)
    notify(actor, kinds.SECURITY.key, _("En ny API-nyckel har skapats för ditt konto"), name, made.get_absolute_url())
    return made, token


@transaction.atomic
def make_organisation_key(
    *,
    actor: User,
    organisation: Organisation,
    role: Role,
    name: str,
    scopes: Collection[str],
    ends_before: dt.date,
    today: dt.date,
) -> tuple[ApiKey, str]:
    """Return a new key of a technical account that has `role` at the organisation as long as the key lasts, and its token.

    Raises:
        PermissionDenied: `actor` may not give out keys there, or could not give the role to a person.
        KeyPeriodError, ScopesError, GrantOutlastsOwnError: it would last too long, or be for nothing.
    """
    require(can_give_key, actor, organisation)
    _check(scopes, ends_before, today)
    account = create_technical_account(actor=actor, name=name)
    grant_role(
        actor=actor, person=account, role=role, organisation=organisation, starts_on=today, ends_before=ends_before,
        reason=name,
    )  # fmt: skip
    return _make(actor, account, organisation, name, scopes, ends_before, today)


@transaction.atomic
def revoke_key(*, actor: User, key: ApiKey) -> ApiKey:
    """End a key at once, and with an organisation key its technical account. Ending it twice changes nothing.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=key.pk)
    require(can_revoke_key, actor, key)
    if key.revoked_at is not None:
        return key
    key.revoked_at, key.revoked_by = timezone.now(), actor
    key.save(update_fields=["revoked_at", "revoked_by"])
    record(actor, "api_key.revoked", key, before=as_data(key), subject=None if key.organisation_id else key.owner)
    if key.organisation_id:
        with as_system("whoever looks after keys need not see people, and the technical account goes with its key"):
            close_technical_account(actor=actor, account=key.owner)
    return key


def as_data(key: ApiKey) -> dict[str, object]:
    """Return what the log keeps of a key."""
    return {"scopes": list(key.scopes), "ends_before": key.ends_before.isoformat(), "prefix": key.prefix}


def _make(
    actor: User,
    owner: User,
    organisation: Organisation | None,
    name: str,
    scopes: Collection[str],
    ends_before: dt.date,
    today: dt.date,
) -> tuple[ApiKey, str]:
    _check(scopes, ends_before, today)
    token = new_token()
    made = ApiKey.objects.create(
        name=name.strip(), owner=owner, organisation=organisation, prefix=token[:SHOWN], secret_hash=hash_of(token),
        scopes=[one for one in SCOPES if one in scopes], made_by=actor, ends_before=ends_before,
    )  # fmt: skip
    record(actor, "api_key.made", made, after=as_data(made), subject=None if organisation else owner)
    return made, token


def _check(scopes: Collection[str], ends_before: dt.date, today: dt.date) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ScopesError
    if not today < ends_before <= today + LONGEST:
        raise KeyPeriodError(today + LONGEST - dt.timedelta(days=1))
