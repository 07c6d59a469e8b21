"""Ending the sessions of others at once, by whoever runs the installation: after a leak, or when an organisation asks for it."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from randa.core.audit.services import record
from randa.core.audit.services_gathered import gathered
from randa.core.clock import today
from randa.core.errors import InvalidInputError
from randa.core.freetext import refuse_identity_numbers
from randa.identity.models import SignedIn
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


def end_sessions_of_everybody(*, reason: str) -> int:
    """Sign everybody out, also who is half-way in or tries a fictional person; return how many people were signed in."""
    with transaction.atomic():
        ended = _end(User.objects.all(), reason)
        Session.objects.all().delete()
    return ended


def end_sessions_of_person(*, email: str, reason: str) -> int:
    """Sign one person out everywhere; 0 when they were not signed in.

    Raises:
        InvalidInputError: nobody has the address, or no reason is given.
        IdentityNumberInTextError: `reason` holds an identity number.
    """
    people = User.objects.filter(email=email.strip().lower())
    if not people.exists():
        raise InvalidInputError(_("Ingen har e-postadressen %(email)s.") % {"email": email})
    return _end(people, reason)


def end_sessions_at(*, code: str, reason: str) -> int:
    """Sign out everybody who has a role today at the organisation or under it; return how many people were signed in.

    Raises:
        InvalidInputError: no organisation has the code, or no reason is given.
        IdentityNumberInTextError: `reason` holds an identity number.
    """
    organisation = Organisation.objects.filter(code=code.strip()).first()
    if organisation is None:
        raise InvalidInputError(_("Ingen organisation har koden %(code)s.") % {"code": code})
    roles = RoleAssignment.objects.current(today()).filter(organisation__path__startswith=organisation.path)
    return _end(User.objects.filter(pk__in=roles.values("user")), reason)


@transaction.atomic
def _end(people: QuerySet[User], reason: str) -> int:
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför: det står i loggen hos var och en som loggas ut."))
    refuse_identity_numbers(reason)
    signed_in = SignedIn.objects.filter(user__in=people).select_for_update(of=("self",))
    keys = dict(signed_in.values_list("session_key", "user"))
    Session.objects.filter(pk__in=list(keys)).delete()
    counted = User.objects.filter(pk__in=set(keys.values())).order_by("pk")
    with gathered():
        for person in counted:
            ended = sum(owner == person.pk for owner in keys.values())
            record(
                None, "sessions.ended", person, after={"sessions_ended": ended}, reason=reason.strip(), subject=person
            )
    SignedIn.objects.filter(session_key__in=list(keys)).delete()
    return len(counted)
