"""What each page carries for the script that warns before a session ends."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString

from randa.identity.sessions import limits
from randa.people.models import User


def who_mark(user: User) -> str:
    """Return a mark by which a page sees whether the same person is signed in; it tells nothing else."""
    return salted_hmac("randa.identity.who", str(user.pk)).hexdigest()[:16]


def session_panel(request: HttpRequest, user: User) -> SafeString | str:
    """Return the dialogs and figures of the session; empty in the demo world, where sessions have no end."""
    left = limits.seconds_left(request)
    if left is None:
        return ""
    values = {
        "left": int(left),
        "whole": int(limits.seconds_in_all(request)),
        "warn": limits.warn_before(),
        "who": who_mark(user),
    }
    return render_to_string("identity/_session.html", values, request)
