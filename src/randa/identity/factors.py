"""Whether a session has two factors behind it: the person's own second factor, or a provider that vouches for it."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from randa.people.middleware import DEMO_SESSION

SECOND_FACTOR_SESSION = "identity.second_factor"


def mark_two_factors(request: HttpRequest, how: str) -> None:
    """Note in the session that it was opened with two factors; `how` names what vouched for it, e.g. "oidc:freja".

    Call it once the session is the person's own (in or after the signal `user_logged_in`): signing in as somebody else empties it.
    """
    request.session[SECOND_FACTOR_SESSION] = {"how": how, "at": time.time()}


def has_two_factors(request: HttpRequest) -> bool:
    """Tell whether the signed-in person's session has two factors, or a second factor of Randa's was asked for on the way in.

    An account with a second factor of its own cannot be signed in to without it, so having one is enough. A passkey always checks its
    person (finger, face or PIN), so signing in with it alone is two factors. A fictional person of the
    demo world needs none.
    """
    if is_demo_session(request) or request.session.get(SECOND_FACTOR_SESSION):
        return True
    return bool(is_mfa_enabled(request.user, ["totp", "webauthn"]))


def is_demo_session(request: HttpRequest) -> bool:
    """Tell whether somebody is only trying a fictional person of the demo world, who has no password to ask for."""
    return bool(settings.RANDA_DEMO and request.session.get(DEMO_SESSION))
