"""When the person last signed in, for the page about the account's security."""

from typing import Any

from django import template

from randa.identity.models import SignedIn
from randa.identity.sessions.queries import last_sign_in as query
from randa.identity.sessions.services import ROW
from randa.people.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def last_sign_in(context: dict[str, Any]) -> SignedIn | None:
    """Return the viewer's sign-in before the current one, or nothing."""
    request = context["request"]
    return query(viewer=request.user, current=request.session.get(ROW)) if isinstance(request.user, User) else None
