"""Making, revoking and checking the keys of directories."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.identity.models import ScimToken
from randa.identity.scim.permissions import can_manage_directory
from randa.organisations.models import Organisation
from randa.people.models import User

BEGINNING = "randa_scim_"
LONGEST = dt.timedelta(days=730)
USED_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def make_token(*, actor: User, organisation: Organisation, name: str, days: int) -> tuple[ScimToken, str]:
    """Return a new key's row and the key itself, which is kept nowhere: it is shown once.

    Raises:
        PermissionDenied: `actor` does not manage the organisation's sign-in.
        ValueError: `days` is not between 1 and 730.
    """
    require(can_manage_directory, actor, organisation)
    if not 1 <= days <= LONGEST.days:
        raise ValueError(f"days is {days}; expected 1 to {LONGEST.days}")
    key = BEGINNING + secrets.token_urlsafe(32)
    made = ScimToken.objects.create(
        organisation=organisation, name=name.strip(), fingerprint=fingerprint(key), beginning=key[len(BEGINNING) :][:4],
        made_by=actor, expires_at=timezone.now() + dt.timedelta(days=days),
    )  # fmt: skip
    after = {"name": made.name, "expires_at": made.expires_at.isoformat()}
    record(actor, "scim_token.made", made, after=after, organisation_path=organisation.path)
    return made, key


@transaction.atomic
def revoke_token(*, actor: User, token: ScimToken) -> ScimToken:
    """Close a key at once. Revoking twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not manage the organisation's sign-in.
    """
    token = ScimToken.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=token.pk)
    require(can_manage_directory, actor, token.organisation)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), actor
        token.save(update_fields=["revoked_at", "revoked_by"])
        record(actor, "scim_token.revoked", token, organisation_path=token.organisation.path)
    return token


def token_of(key: str) -> ScimToken | None:
    """Return the usable key that was shown, and note that it was used; None for any other text."""
    found = ScimToken.objects.usable().select_related("organisation").filter(fingerprint=fingerprint(key)).first()
    now = timezone.now()
    if found is not None and (found.last_used_at is None or now - found.last_used_at > USED_EVERY):
        ScimToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def fingerprint(key: str) -> str:
    """Return what is kept of a key. It holds 256 random bits, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(key.encode()).hexdigest()
