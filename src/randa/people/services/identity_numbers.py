"""Recording what a person is identified with, and showing it when there is a reason."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.secrets_at_rest import reveal
from randa.people.errors import IdentityNumberTakenError, IdentityReasonMissingError
from randa.people.identity_numbers import (
    IdentityLevel,
    InvalidIdentityNumberError,
    NumberKind,
    covered,
    read_number,
    reserve_number,
    written,
)
from randa.people.models import IdentityNumber, User
from randa.people.permissions import can_change_identity_number, can_see_identity_number


@transaction.atomic
def record_identity_number(
    *,
    actor: User,
    person: User,
    kind: str,
    number: str = "",
    level: str = "",
    reason: str,
    today: dt.date,
) -> IdentityNumber:
    """Give `person` a number from `today`, or the answer that they have none. What they had before stays in the history.

    Recording the same number and level again changes nothing.

    Raises:
        PermissionDenied: `actor` may not keep numbers over the person, or it is their own.
        InvalidIdentityNumberError: the number is not one, or is of another kind than said.
        IdentityReasonMissingError: no reason is given.
        IdentityNumberTakenError: another person has the number.
    """
    require(can_change_identity_number, actor, person)
    return store_identity_number(
        actor=actor, person=person, kind=kind, number=number, level=level, reason=reason, today=today
    )


@transaction.atomic
def store_identity_number(
    *, actor: User | None, person: User, kind: str, number: str, level: str = "", reason: str, today: dt.date
) -> IdentityNumber:
    """Do what `record_identity_number` does, for callers that have asked for the permission already (an import)."""
    if not reason.strip():
        raise IdentityReasonMissingError
    digits = checked_number(kind, number, today=today)
    level = level if kind == NumberKind.COORDINATION and level in IdentityLevel.values else ""
    # Lock the person: two clerks must not both find that there is no number.
    person = User.objects.select_for_update().get(pk=person.pk)
    held = person.identity_numbers.current().first()
    if held is not None and (held.kind, held.level, reveal(held, "number")) == (kind, level, digits):
        return held
    with as_system("a number belongs to one person in all of Randa"):
        others = IdentityNumber.objects.current().with_number(digits).exclude(person=person) if digits else None
        is_taken = others is not None and others.exists()
    if is_taken:
        raise IdentityNumberTakenError
    before = _as_data(held)
    if held is not None:
        held.ends_before = max(today, held.starts_on)
        held.save(update_fields=["ends_before"])
    made = _stored(
        IdentityNumber(
            person=person,
            kind=kind,
            level=level,
            number=digits or None,
            starts_on=today,
            reason=reason.strip(),
            recorded_by=actor,
        )
    )
    record(
        actor,
        "identity_number.recorded",
        person,
        before=before,
        after=_as_data(made),
        reason=reason.strip(),
        subject=person,
    )
    return made


@transaction.atomic
def reveal_identity_number(*, actor: User, identity: IdentityNumber, reason: str = "") -> str:
    """Return the whole number as people write it, and remember who saw it and why.

    Raises:
        PermissionDenied: `actor` may not see the person's number.
        IdentityReasonMissingError: it is somebody else's number and no reason is given.
        UnreadableSecretError: the number's key is gone.
    """
    require(can_see_identity_number, actor, identity.person)
    if actor.pk != identity.person_id and not reason.strip():
        raise IdentityReasonMissingError
    shown = written(identity.kind, reveal(identity, "number"))
    record(actor, "identity_number.shown", identity.person, reason=reason.strip()[:500], subject=identity.person)
    return shown


def checked_number(kind: str, number: str, *, today: dt.date) -> str:
    """Return the number as it is stored: twelve digits, a reserve number in capitals, or nothing for `NONE`.

    Raises:
        InvalidIdentityNumberError: the number is missing, is none, or is of another kind than said; or there is one with `NONE`.
    """
    is_empty = not number.strip()
    if kind == NumberKind.NONE:
        if not is_empty:
            raise InvalidIdentityNumberError(_("Du har valt att nummer saknas. Ta bort numret, eller välj vad det är."))
        return ""
    if is_empty:
        raise InvalidIdentityNumberError(_("Skriv numret. Har personen inget, välj ”saknar svenskt nummer”."))
    try:
        read = read_number(number, today=today)
    except InvalidIdentityNumberError:
        if kind == NumberKind.RESERVE:
            return reserve_number(number)
        raise
    if read.kind != kind:
        raise InvalidIdentityNumberError.of_another_kind(read.kind)
    return read.digits


def _stored(made: IdentityNumber) -> IdentityNumber:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # somebody else was given it in the same moment
        raise IdentityNumberTakenError from error
    return made


def _as_data(identity: IdentityNumber | None) -> dict[str, str]:
    """Return what the log keeps: never the number itself, only its end."""
    if identity is None:
        return {}
    number = reveal(identity, "number")
    kept = {"kind": identity.kind, "level": identity.level, "number": covered(identity.kind, number) if number else ""}
    return {name: value for name, value in kept.items() if value}
