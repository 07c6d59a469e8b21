"""What allauth asks us: who may make accounts, and what mail says. The rest is in `identity.adapters`."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator, not by whoever opens a page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Randa: {subject.strip()}"
