"""The person or system that calls."""

from django.http import HttpRequest

from randa.people.models import User


def caller_of(request: HttpRequest) -> User:
    """Return whoever calls; authentication has let nobody else through."""
    assert isinstance(request.user, User)  # noqa: S101 - see above
    return request.user
