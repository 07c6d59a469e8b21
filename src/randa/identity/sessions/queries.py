"""Where a person is signed in, and when they last were."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from randa.identity.models import LastSignIn, SignedIn
from randa.people.models import User

_WAYS = {
    "password": _("lösenord"),
    "totp": _("kodapp"),
    "webauthn": _("passernyckel"),
    "recovery_codes": _("reservkod"),
}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser where the person is signed in, in words. `current` is the one that asks."""

    pk: int
    device: str
    address: str
    how: str
    started_at: dt.datetime
    seen_at: dt.datetime
    current: bool


def sessions_of(*, viewer: User, current: int | None) -> list[SessionRow]:
    """Return the viewer's sessions that can still be used, the current one first, then the one used last."""
    now = timezone.now()
    live = SignedIn.objects.filter(
        user=viewer,
        seen_at__gt=now - dt.timedelta(minutes=settings.RANDA_SESSION_IDLE_MINUTES),
        started_at__gt=now - dt.timedelta(hours=settings.RANDA_SESSION_HOURS),
    )
    rows = [_row(one, current) for one in live.order_by("-seen_at", "-pk")]
    return sorted(rows, key=lambda row: not row.current)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in in words."""

    at: dt.datetime
    how: str
    device: str


def last_sign_in(person: User) -> SignIn | None:
    """Return the person's last sign-in, also when its session has ended; nothing when it is not kept, or not the reader's to see."""
    found = LastSignIn.objects.filter(user=person).first()
    return SignIn(found.at, in_words(found.how), found.device) if found else None


def sign_in_before(viewer: User) -> SignIn | None:
    """Return the viewer's sign-in before the last one, which is the one that asks."""
    found = LastSignIn.objects.filter(user=viewer).first()
    if found is None or found.before_at is None:
        return None
    return SignIn(found.before_at, in_words(found.before_how), found.before_device)


def in_words(how: str) -> str:
    """Return the steps of a sign-in, as kept, in words."""
    return ", ".join(str(_WAYS.get(step, step)) for step in how.split("+") if step)


def _row(one: SignedIn, current: int | None) -> SessionRow:
    return SessionRow(
        one.pk, one.device, one.address or "", in_words(one.how), one.started_at, one.seen_at, one.pk == current
    )
