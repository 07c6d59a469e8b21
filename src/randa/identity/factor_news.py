"""A second factor that comes or goes: its person hears of it, in case it was somebody else, and the log remembers."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications.kinds import SECURITY
from randa.core.notifications.services import notify
from randa.people.models import User

_ADDED = {
    Authenticator.Type.TOTP: lambda: _("En kodapp kopplades till ditt konto"),
    Authenticator.Type.WEBAUTHN: lambda: _("En passernyckel skapades till ditt konto"),
}
_REMOVED = {
    Authenticator.Type.TOTP: lambda: _("Kodappen togs bort från ditt konto"),
    Authenticator.Type.WEBAUTHN: lambda: _("En passernyckel togs bort från ditt konto"),
}

AFTERWARDS = "a code app is told of when the request's own transaction is over"


@receiver(authenticator_added)
@as_system(AFTERWARDS)
def tell_of_a_new_factor(user: User, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type in _ADDED:
        record(user, f"second_factor.{authenticator.type}_added", user, subject=user)
        _tell(user, _ADDED[authenticator.type])


@receiver(authenticator_removed)
@as_system(AFTERWARDS)
def tell_of_a_lost_factor(user: User, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type in _REMOVED:
        record(user, f"second_factor.{authenticator.type}_removed", user, subject=user)
        _tell(user, _REMOVED[authenticator.type])


def _tell(user: User, title: Any) -> None:
    notify(
        user,
        SECURITY.key,
        title,
        lambda: _("Var det inte du? Byt lösenord genast och kontakta den som sköter konton hos er."),
        reverse("mfa_index"),
    )
