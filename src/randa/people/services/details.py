"""Correcting what is known about a person."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.people.errors import EmailTakenError, HsaIdTakenError
from randa.people.models import User
from randa.people.permissions import can_edit_person

CORRECTABLE = ("given_name", "family_name", "title", "work_phone", "email", "hsa_id")


@transaction.atomic
def correct_person(*, actor: User, person: User, changes: dict[str, Any], reason: str = "") -> User:
    """Correct a person's details; what is unchanged is not written, and an address that is replaced is verified no longer.

    Raises:
        ValueError: `changes` names a field that is not corrected here.
        PermissionDenied: `actor` may not correct people at every organisation where the person has a role.
        EmailTakenError, HsaIdTakenError: somebody else has it.
    """
    if unknown := set(changes) - set(CORRECTABLE):
        raise ValueError(f"changes has {sorted(unknown)}; expected {CORRECTABLE}")
    person = User.objects.select_for_update().get(pk=person.pk)
    require(can_edit_person, actor, person)
    after = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not after:
        return person
    _refuse_taken(person, after)
    before = {name: getattr(person, name) for name in after}
    for name, value in after.items():
        setattr(person, name, value)
    person.save(update_fields=list(after))
    if "email" in after:
        EmailAddress.objects.filter(user=person).delete()
    record(actor, "person.corrected", person, before=before, after=after, reason=reason, subject=person)
    return person


def _refuse_taken(person: User, after: dict[str, Any]) -> None:
    others = User.objects.exclude(pk=person.pk)
    email, hsa_id = str(after.get("email") or ""), str(after.get("hsa_id") or "")
    with as_system("an address and an HSA-id belong to one person in all of Randa"):
        is_email_taken = bool(email) and others.filter(email__iexact=email).exists()
        is_hsa_id_taken = bool(hsa_id) and others.filter(hsa_id__iexact=hsa_id).exists()
    if is_email_taken:
        raise EmailTakenError(email)
    if is_hsa_id_taken:
        raise HsaIdTakenError(hsa_id)
