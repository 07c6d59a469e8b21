"""Restriction under article 18: the data stay, and are not used."""

from django.db import transaction
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.people.models import User
from randa.privacy.errors import AlreadyRestrictedError, NotRestrictedError
from randa.privacy.permissions import can_handle_person


@transaction.atomic
def restrict(*, actor: User, person: User, reason: str) -> User:
    """Restrict the use of a person's data: hidden from lists and search, left out of new plans, shown with a notice to officers.

    Raises:
        PermissionDenied: the actor does not answer for the person.
        AlreadyRestrictedError: it is so already.
    """
    return _change(actor, person, restricted=True, reason=reason)


@transaction.atomic
def lift_restriction(*, actor: User, person: User, reason: str) -> User:
    """Let the data be used again; article 18.3 asks that the person is told first.

    Raises:
        PermissionDenied: the actor does not answer for the person.
        NotRestrictedError: there is none.
    """
    return _change(actor, person, restricted=False, reason=reason)


def _change(actor: User, person: User, *, restricted: bool, reason: str) -> User:
    require(can_handle_person, actor, person)
    person = User.objects.select_for_update().get(pk=person.pk)
    if (person.restricted_at is not None) == restricted:
        raise AlreadyRestrictedError if restricted else NotRestrictedError
    person.restricted_at = timezone.now() if restricted else None
    person.save(update_fields=["restricted_at"])
    record(
        actor,
        "person.restricted" if restricted else "person.restriction_lifted",
        person,
        reason=reason[:500],
        subject=person,
    )
    return person
