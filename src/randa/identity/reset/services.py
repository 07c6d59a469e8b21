"""Taking a lost second factor away."""

from dataclasses import asdict

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.freetext import refuse_identity_numbers
from randa.core.notifications.kinds import SECURITY
from randa.core.notifications.services import notify
from randa.identity.reset.errors import HowCheckedMissingError, NothingToResetError
from randa.identity.reset.permissions import can_reset_second_factor
from randa.identity.reset.queries import factors_of
from randa.identity.sessions.services import end_other_sessions
from randa.people.models import User


class Check(models.TextChoices):
    """How somebody was sure that it was the right person who asked."""

    IN_PERSON = "in_person", gettext_lazy("Legitimation visades upp på plats")
    VIDEO = "video", gettext_lazy("Legitimation visades upp i videosamtal")
    CALLED_BACK = "called_back", gettext_lazy("Jag ringde upp på ett nummer vi hade sedan tidigare")
    MANAGER = "manager", gettext_lazy("Personens chef intygade, och jag kontrollerade att det var chefen")


@transaction.atomic
def reset_second_factor(*, actor: User, person: User, check: str, how: str, reason: str) -> int:
    """Remove all second factors of the person and end all their sessions; return how many sessions ended.

    The password stays: the person signs in with it and sets up something new before anything else opens. They are told at once.

    Raises:
        PermissionDenied: `actor` may not, or it is their own.
        HowCheckedMissingError: it is not said how the identity was checked, or why.
        NothingToResetError: the person has no second factor.
        IdentityNumberInTextError: `how` or `reason` holds an identity number.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    require(can_reset_second_factor, actor, person)
    if check not in Check.values or not how.strip() or not reason.strip():
        raise HowCheckedMissingError
    refuse_identity_numbers(how)
    refuse_identity_numbers(reason)
    before = factors_of(person)
    if not before:
        raise NothingToResetError
    Authenticator.objects.filter(user=person).delete()
    ended = end_other_sessions(user=person)
    after = {"identity_check": check, "identity_check_how": how.strip(), "sessions_ended": ended}
    record(actor, "second_factor.reset", person, before=asdict(before), after=after, reason=reason, subject=person)
    _tell(person, actor)
    return ended


def _tell(person: User, actor: User) -> None:
    notify(
        person,
        SECURITY.key,
        lambda: _("Ditt andra steg vid inloggning är nollställt"),
        lambda: (
            _(
                "%(actor)s har tagit bort dina kodappar, passernycklar och reservkoder, och du är utloggad överallt. Logga in med ditt"
                " lösenord och ordna ett nytt andra steg. Har du inte bett om det? Byt lösenord genast och hör av dig till den som sköter"
                " konton hos er."
            )
            % {"actor": actor}
        ),
        reverse("mfa_index"),
    )
