"""A form that was refused because its page was older than the sign-in."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from randa.identity.kept.services import keep_form
from randa.identity.sessions.cookies import writer_of
from randa.people.models import User


def address_of_refused(request: HttpRequest) -> str | None:
    """Keep the form that was refused and return where its writer gets it back; None when there is nothing that may be kept."""
    user = getattr(request, "user", None)
    signed_in = isinstance(user, User)
    writer = user if isinstance(user, User) else writer_of(request)
    kept = keep_form(request=request, user=writer) if writer else None
    if kept is None:
        return None
    back = reverse("identity:kept", args=[kept.pk])
    return back if signed_in else f"{reverse('account_login')}?{urlencode({'next': back})}"
