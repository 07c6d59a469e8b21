"""allauth's forms for second factors, with limits that say how long they last."""

import logging
from typing import Any

from allauth.core import context
from django.core.exceptions import ValidationError

from randa.core.client_address import client_address
from randa.identity.limits import LOCKED, locked, minutes_to_wait
from randa.people.forms import QuietAuthenticateForm, QuietReauthenticateForm

security = logging.getLogger("randa.security")


class _SaysHowLong:
    """Say how long to wait when codes have been tried too often."""

    user: Any

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())  # type: ignore[misc]  # the form that this is mixed into has it
        except ValidationError as refusal:
            security.warning(
                "code refused: %s from %s (%s)", self.user.pk, client_address(context.request), refusal.code
            )
            if refusal.code != LOCKED:
                raise
            key = f"mfa-auth-user-{self.user.pk}"  # as allauth names it
            raise locked(minutes_to_wait(context.request, "login_failed", key)) from refusal


class CodeForm(_SaysHowLong, QuietAuthenticateForm):
    pass


class ConfirmCodeForm(_SaysHowLong, QuietReauthenticateForm):
    pass
