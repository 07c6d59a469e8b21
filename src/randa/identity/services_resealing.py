"""Sealing the secrets of second factors anew when RANDA_SECRET_KEY has changed, so that the earlier key can go."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from randa.identity.adapters import TOTP_PURPOSE
from randa.identity.sealing import UnreadableSealError, is_by_newest, is_sealed, seal, unseal

BATCH = 500


def reseal_factors(*, batch: int = BATCH) -> int:
    """Seal with RANDA_SECRET_KEY what an earlier key sealed; return how many second factors changed.

    Each batch is a transaction of its own: stopped half-way, the rest is taken the next time. Repeating it changes nothing.

    Raises:
        UnreadableSealError: neither the key nor an earlier one opens a secret; what was done before it stays done.
    """
    changed, last = 0, 0
    while True:
        with transaction.atomic():
            rows = list(Authenticator.objects.select_for_update().filter(pk__gt=last).order_by("pk")[:batch])
            for row in rows:
                again = {name: seal(unseal(text, TOTP_PURPOSE), TOTP_PURPOSE) for name, text in _by_earlier(row)}
                if again:
                    row.data = row.data | again
                    row.save(update_fields=["data"])
                    changed += 1
        if not rows:
            return changed
        last = rows[-1].pk


def factors_by_key() -> dict[str, int]:
    """Return how many second factors hold secrets of the newest key, of an earlier one, and of keys that are not here."""
    found = {"newest": 0, "earlier": 0, "unreadable": 0}
    for row in Authenticator.objects.order_by("pk").iterator():
        sealed = [text for text in _texts(row.data) if is_sealed(text)]
        if sealed:
            found[max((_key_of(text) for text in sealed), key=list(found).index)] += 1
    return found


def _key_of(text: str) -> str:
    if is_by_newest(text, TOTP_PURPOSE):
        return "newest"
    try:
        unseal(text, TOTP_PURPOSE)
    except UnreadableSealError:
        return "unreadable"
    return "earlier"


def _by_earlier(row: Authenticator) -> Iterator[tuple[str, str]]:
    for name, text in row.data.items():
        if isinstance(text, str) and is_sealed(text) and not is_by_newest(text, TOTP_PURPOSE):
            yield name, text


def _texts(data: dict[str, Any]) -> Iterator[str]:
    return (text for text in data.values() if isinstance(text, str))
