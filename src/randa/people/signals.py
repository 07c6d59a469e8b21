"""What allauth tells when somebody's addresses or password change: the person hears of it, in case it was somebody else."""

from typing import Any

from allauth.account import signals
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.notifications.kinds import SECURITY
from randa.core.notifications.services import notify
from randa.people.models import User


@receiver(signals.email_changed)
def tell_of_another_primary_address(user: User, **_more: Any) -> None:
    _tell(user, lambda: _("Mejl från Randa går nu till en annan adress"))


@receiver(signals.email_added)
def tell_of_a_new_address(user: User, **_more: Any) -> None:
    _tell(user, lambda: _("En e-postadress lades till på ditt konto"))


@receiver(signals.password_changed)
@receiver(signals.password_reset)
@receiver(signals.password_set)
def tell_of_another_password(user: User, **_more: Any) -> None:
    _tell(user, lambda: _("Lösenordet till ditt konto är bytt"))


def _tell(user: User, title: Any) -> None:
    notify(
        user,
        SECURITY.key,
        title,
        lambda: _("Var det inte du? Byt lösenord och kontakta den som sköter konton hos er."),
        reverse("people:profile"),
    )
