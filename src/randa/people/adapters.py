"""What allauth asks us: who may make accounts, how sign-in is protected, and what mail says."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.http import HttpRequest

FRESH_SIGN_IN_SECONDS = 300


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator, not by whoever opens a page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Do not ask again whoever signed in a few minutes ago: setting up a second factor comes right after the password."""
        if app == "allauth.mfa" and context.request.user.is_authenticated:
            records = get_authentication_records(context.request, context.request.user)
            newest = max((record.get("at", 0) for record in records), default=0)
            if time.time() - newest < FRESH_SIGN_IN_SECONDS:
                return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def format_email_subject(self, subject: str) -> str:
        return f"Randa: {subject.strip()}"
