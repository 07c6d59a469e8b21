"""Where a person is signed in, and when they last were."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from randa.identity.models import SignedIn
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


def last_sign_in(*, viewer: User, current: int | None) -> SignedIn | None:
    """Return the person's sign-in before the current one, as far as it is still remembered."""
    return SignedIn.objects.filter(user=viewer).exclude(pk=current or 0).order_by("-started_at", "-pk").first()


def _row(one: SignedIn, current: int | None) -> SessionRow:
    ways = [str(_WAYS.get(step, step)) for step in one.how.split("+") if step]
    return SessionRow(
        one.pk, one.device, one.address or "", ", ".join(ways), one.started_at, one.seen_at, one.pk == current
    )
