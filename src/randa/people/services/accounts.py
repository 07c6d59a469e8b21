"""Making accounts."""

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.people.errors import EmailTakenError
from randa.people.models import User
from randa.people.permissions import can_create_account


@transaction.atomic
def create_account(
    *, actor: User, email: str, given_name: str, family_name: str, title: str = "", language: str = "sv"
) -> User:
    """Make an account without a password; the person chooses one through "Nytt lösenord" on the sign-in page.

    Raises:
        PermissionDenied: `actor` may not make accounts.
        EmailTakenError: the address, in any mixture of small and capital letters, has an account.
    """
    require(can_create_account, actor)
    email = email.strip().lower()
    with as_system("an address has one account in all of Randa"):
        is_taken = User.objects.filter(email=email).exists()
    if is_taken:
        raise EmailTakenError(email)
    person = User.objects.create_user(
        email, given_name=given_name.strip(), family_name=family_name.strip(), title=title.strip(), language=language
    )
    record(actor, "account.created", person, after={"email": email}, subject=person)
    return person


@transaction.atomic
def finish_tour(*, person: User) -> None:
    """Remember that the person has seen or left the guided look; it is no longer offered first on Min dag."""
    User.objects.filter(pk=person.pk).update(tour_done=True)
    person.tour_done = True
