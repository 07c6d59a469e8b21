"""What allauth asks us: who may make accounts, how sign-in is protected, and what mail says."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

FRESH_SIGN_IN_SECONDS = 300


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator, not by whoever opens a page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Do not ask for the password twice in a row: who just signed in and has no second factor sets one up at once."""
        request = context.request
        if app == "allauth.mfa" and request.user.is_authenticated and not is_mfa_enabled(request.user):
            moments = [record.get("at", 0) for record in get_authentication_records(request)]
            if moments and time.time() - max(moments) < FRESH_SIGN_IN_SECONDS:
                return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def format_email_subject(self, subject: str) -> str:
        return f"Randa: {subject.strip()}"
