"""When the person last signed in, for the page about the account's security."""

from typing import Any

from django import template

from randa.identity.sessions.queries import SignIn
from randa.identity.sessions.queries import sign_in_before as query
from randa.people.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_in_before(context: dict[str, Any]) -> SignIn | None:
    """Return the viewer's sign-in before the current one, or nothing."""
    viewer = context["request"].user
    return query(viewer) if isinstance(viewer, User) else None
