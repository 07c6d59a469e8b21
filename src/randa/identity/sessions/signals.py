"""What follows from signing in and out, by whatever way."""

import logging
from typing import Any

from allauth.account.signals import authentication_step_completed, password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from randa.core.client_address import client_address
from randa.identity.sessions.services import (
    ROW,
    begin_session,
    change_session_key,
    end_other_sessions,
    forget_session,
)
from randa.people.models import User

security = logging.getLogger("randa.security")


@receiver(user_logged_in)
def log_sign_in(request: HttpRequest | None, user: User, **_more: Any) -> None:
    """A line for whoever watches the logs: which account, from which address, how."""
    if request is not None:
        security.info("signed in: %s from %s", user.pk, client_address(request))


@receiver(user_login_failed)
def log_failure(request: HttpRequest | None = None, **_more: Any) -> None:
    """A wrong password, without what was typed: people type passwords in the wrong box."""
    address = client_address(request) if request is not None else "unknown"
    security.warning("sign-in failed from %s", address)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def log_factor(user: User, **more: Any) -> None:
    """Another second factor."""
    security.info("second factor changed: %s (%s)", user.pk, getattr(more.get("authenticator"), "type", ""))


@receiver([password_changed, password_set, password_reset])
def log_password(user: User, **_more: Any) -> None:
    """Another password."""
    security.info("password changed: %s", user.pk)


@receiver(user_logged_out)
def log_sign_out(user: User | None = None, **_more: Any) -> None:
    """Signed out, by the person or by the clock."""
    if user is not None:
        security.info("signed out: %s", user.pk)


@receiver(user_logged_in)
def begin(request: HttpRequest | None, user: User, **_more: Any) -> None:
    if request is None or not hasattr(request, "COOKIES"):
        return
    begin_session(request=request, user=user)
    request.new_writer = user.pk  # type: ignore[attr-defined]  # `set_cookies` reads it


@receiver(user_logged_out)
def end(request: HttpRequest, **_more: Any) -> None:
    forget_session(session_key=request.session.session_key)
    if not hasattr(request, "ended_for"):  # the person signed out themselves, it was not the clock
        request.writer_left = True  # type: ignore[attr-defined]  # `set_cookies` reads it


@receiver(authentication_step_completed)
def confirmed(request: HttpRequest, **more: Any) -> None:
    """Whoever has confirmed who they are gets a new session key."""
    if more.get("reauthenticated"):
        change_session_key(request=request)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def factor_changed(request: HttpRequest, **_more: Any) -> None:
    """Another second factor: a new session key."""
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        change_session_key(request=request)


@receiver([password_changed, password_set, password_reset])
def password_is_new(request: HttpRequest, user: User, **_more: Any) -> None:
    """Another password ends all other sessions."""
    end_other_sessions(user=user, but=request.session.get(ROW))
    if request.user.is_authenticated:
        change_session_key(request=request)
