"""Who calls: a person in a browser, or a system with a key. From here on the database answers for them."""

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth
from ninja.utils import check_csrf

from randa.api.errors import ScopeMissingError, WrongKeyError
from randa.core.access.row_security import become
from randa.core.audit.origin import Origin, origin, session_mark
from randa.core.client_address import client_address
from randa.core.clock import today
from randa.integrations.models import ApiKey
from randa.integrations.scopes import SCOPES
from randa.integrations.services.use import key_of, note_use
from randa.people.models import User


class KeyAuth(HttpBearer):
    """A key with the scope of the operation. A key that does not open is refused; a session beside it does not help."""

    def __init__(self, scope: str) -> None:
        if scope and scope not in SCOPES:
            raise ValueError(f"{scope!r} is not a scope")
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        key = key_of(token, today())
        if key is None:
            raise WrongKeyError
        request.user = key.owner
        become(key.owner_id)
        address = client_address(request)
        # The frame around the request puts back the origin that it found.
        origin.set(Origin(key.owner, address, session_mark(f"key:{key.pk}")))
        note_use(key=key, address=address)
        if self.scope and self.scope not in key.scopes:
            raise ScopeMissingError(self.scope)
        return key


class OwnSession(SessionAuth):
    """The session of somebody who is signed in; what changes anything needs the token of forms as well."""

    def __call__(self, request: HttpRequest) -> User | None:
        person = request.user
        if not isinstance(person, User):
            return None
        if check_csrf(request):
            raise HttpError(403, "CSRF")
        become(person.pk)
        return person


def calls_with(scope: str) -> list[KeyAuth | OwnSession]:
    """Return the ways to call an operation: with a key that has `scope` (none for what concerns the caller alone), or signed in."""
    return [KeyAuth(scope), OwnSession()]


def key_used(request: HttpRequest) -> ApiKey | None:
    """Return the key that the call came with; None for a session."""
    used = getattr(request, "auth", None)
    return used if isinstance(used, ApiKey) else None
