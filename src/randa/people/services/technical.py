"""Accounts of other systems: they hold roles like people, but nobody signs in as them."""

import uuid

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.people.models import User
from randa.people.permissions import can_create_account

GIVEN_NAME = "Systemkonto"  # stands before the name everywhere, also in the log and beside decisions


@transaction.atomic
def create_technical_account(*, actor: User, name: str) -> User:
    """Make the account of another system. It has no password, an address that takes no mail (RFC 2606), and no roles yet.

    Raises:
        PermissionDenied: `actor` may not make accounts.
    """
    require(can_create_account, actor)
    account = User.objects.create_user(
        f"{uuid.uuid4().hex}@system.invalid", given_name=GIVEN_NAME, family_name=name.strip(), is_technical=True
    )
    record(actor, "technical_account.created", account, after={"name": name.strip()})
    return account


@transaction.atomic
def close_technical_account(*, actor: User, account: User) -> None:
    """Close the account of another system for good. The caller has checked that `actor` may end its key. Twice is harmless."""
    with as_system("whoever ends a key may lack the right to change accounts"):
        closed = User.objects.filter(pk=account.pk, is_technical=True, is_active=True).update(is_active=False)
    if closed:
        account.is_active = False
        record(actor, "technical_account.closed", account)
