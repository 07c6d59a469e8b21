"""What follows from signing in through a provider."""

from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from randa.identity.linking.rules import shown_ways
from randa.identity.linking.services import confirm_link
from randa.people.models import User


@receiver(user_logged_in)
def confirm_by_own_factor(request: HttpRequest | None, user: User, **_more: Any) -> None:
    """Whoever came through a provider and then showed a factor of their own has confirmed the link."""
    if request is None or not hasattr(request, "session"):
        return
    ways = shown_ways(request)
    provider = next((str(one["provider"]) for one in reversed(ways) if one.get("method") == "socialaccount"), "")
    if provider and any(one.get("method") == "mfa" for one in ways):
        confirm_link(person=user, provider_pk=UUID(provider))
