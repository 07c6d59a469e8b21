"""Where people are signed in: begun, used, ended."""

import datetime as dt
import hashlib
import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from randa.core.access.row_security import as_system
from randa.core.client_address import client_address
from randa.core.notifications.services import notify
from randa.identity.models import KnownDevice, LastSignIn, SignedIn
from randa.identity.sessions.cookies import device_token
from randa.identity.sessions.device import device_of
from randa.people.models import User

ROW = "identity.signed_in"
STARTED = "identity.started"
SEEN = "identity.seen"
DEVICES_PER_PERSON = 20
BETWEEN = "whoever signs in or out is not, or no longer, the person of the request; each function names its person"


@as_system(BETWEEN)
def begin_session(*, request: HttpRequest, user: User) -> None:
    """Note that `user` has signed in with this browser, and tell them by mail when it is one they have not used before."""
    session = request.session
    if not session.session_key:
        session.create()
    now = time.time()
    session[STARTED] = session[SEEN] = now
    oldest = timezone.now() - dt.timedelta(hours=settings.RANDA_SESSION_HOURS)
    SignedIn.objects.filter(user=user, started_at__lt=oldest).delete()
    this = {"device": device_of(request), "how": _how(request)}
    row, _new = SignedIn.objects.update_or_create(
        session_key=session.session_key, defaults={"user": user, "address": client_address(request)} | this
    )
    _remember(user, this | {"at": timezone.now()})
    session[ROW] = row.pk
    if not user.is_demo:
        _know_device(request, user)


@as_system(BETWEEN)
def keep_alive(*, request: HttpRequest) -> None:
    """Note that the session is used; follows the session when its key has been changed."""
    request.session[SEEN] = time.time()
    SignedIn.objects.filter(pk=request.session.get(ROW) or 0).update(
        seen_at=timezone.now(), session_key=request.session.session_key
    )


@as_system(BETWEEN)
def change_session_key(*, request: HttpRequest) -> None:
    """Give the session a new key, so that one that was known before the person showed who they are is worth nothing."""
    request.session.cycle_key()
    SignedIn.objects.filter(pk=request.session.get(ROW) or 0).update(session_key=request.session.session_key)


@as_system(BETWEEN)
def end_session(*, user: User, pk: int) -> bool:
    """Sign the person out of one browser of their own. False when it had ended already."""
    return bool(_end(SignedIn.objects.filter(user=user, pk=pk)))


@as_system(BETWEEN)
def end_other_sessions(*, user: User, but: int | None = None) -> int:
    """Sign the person out everywhere, except in the session `but`; return how many ended."""
    return _end(SignedIn.objects.filter(user=user).exclude(pk=but or 0))


@as_system(BETWEEN)
def forget_session(*, session_key: str | None) -> None:
    """Remove the row of a session that has just ended."""
    SignedIn.objects.filter(session_key=session_key).delete()


def _end(rows: Iterable[SignedIn]) -> int:
    found = list(rows)
    for row in found:
        SessionStore(row.session_key).delete()
        row.delete()
    return len(found)


def _how(request: HttpRequest) -> str:
    records = request.session.get("account_authentication_methods") or []
    steps = [str(record.get("type") or record.get("provider") or record.get("method")) for record in records]
    return "+".join(dict.fromkeys(steps))[:40]


def _remember(user: User, this: dict[str, Any]) -> None:
    """Let this sign-in be the last one, and what was the last one the one before."""
    before = {f"before_{name}": F(name) for name in this}
    if not LastSignIn.objects.filter(user=user).update(**before, **this):
        LastSignIn.objects.get_or_create(user=user, defaults=this)


def _know_device(request: HttpRequest, user: User) -> None:
    fingerprint = hashlib.sha256(f"{user.pk}:{device_token(request)}".encode()).hexdigest()
    used_others = KnownDevice.objects.filter(user=user).exists()
    _row, new = KnownDevice.objects.update_or_create(
        user=user,
        fingerprint=fingerprint,
        defaults={"device": device_of(request), "last_used_at": timezone.now()},
    )
    surplus = KnownDevice.objects.filter(user=user).order_by("-last_used_at", "-pk").values_list("pk", flat=True)
    KnownDevice.objects.filter(pk__in=list(surplus[DEVICES_PER_PERSON:])).delete()
    if new and used_others:
        notify(
            user,
            "security.account",
            _("Ditt konto har använts i en webbläsare som är ny för Randa"),
            _(
                "Om det var du behöver du inte göra något. Om det inte var du: logga ut överallt och byt lösenord genast."
            ),
            reverse("identity:sessions"),
        )
