"""Letting a key in, and telling people when one is about to end."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.row_security import as_system
from randa.core.notifications import kinds
from randa.core.notifications.services import notify_all
from randa.core.ui.formats import day_words
from randa.integrations.models import ApiKey
from randa.integrations.tokens import hash_of
from randa.people.models import User
from randa.people.queries.holders import people_with

KEY_ENDS = kinds.Kind("integrations.key_ends", gettext_lazy("API-nycklar som snart slutar gälla"))
WARNED_BEFORE = (dt.timedelta(days=14), dt.timedelta(days=3))
SAME_USE = dt.timedelta(minutes=1)


def key_of(token: str, day: dt.date) -> ApiKey | None:
    """Return the key with this token when it opens something on `day`, with its owner; None for any other text.

    A wrong token, one that is over and one that was revoked cost the same: one hash and one look-up.
    """
    found = (
        ApiKey.objects.select_related("owner", "organisation").filter(secret_hash=hash_of(token)).order_by("pk").first()
    )
    usable = found is not None and found.is_usable(day)
    return found if usable and found is not None and _works_for(found.owner) else None


def _works_for(owner: User) -> bool:
    return owner.is_active and owner.merged_into_id is None


@transaction.atomic
def note_use(*, key: ApiKey, address: str | None) -> None:
    """Remember when the key was last used and from where, at most once a minute, without waiting for another call that does so."""
    now = timezone.now()
    if key.last_used_at is not None and key.last_used_at > now - SAME_USE:
        return
    with as_system("a key may be noted before the request is its owner's"):
        free = ApiKey.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key.pk)
        if free.values_list("pk", flat=True).first() is not None:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now, last_used_from=address)


@transaction.atomic
def warn_of_ends(today: dt.date) -> int:
    """Tell the owners of keys that end within a fortnight, and again three days before; return of how many keys.

    An organisation's key is told about to everybody who gives out keys there.
    """
    told = 0
    soon = ApiKey.objects.usable(today).filter(ends_before__lte=today + WARNED_BEFORE[0])
    for key in soon.select_related("owner", "organisation"):
        left = key.ends_before - today
        step = min(one.days for one in WARNED_BEFORE if left <= one)
        people = managers_of(key, today) if key.organisation_id else [key.owner]

        def title(key: ApiKey = key) -> str:
            return _("API-nyckeln %(name)s gäller till och med %(day)s") % {
                "name": key.name, "day": day_words(key.last_day),
            }  # fmt: skip

        notify_all(
            people, KEY_ENDS.key, title, lambda: _("Skapa en ny nyckel och byt i systemet som använder den."),
            key.get_absolute_url(), dedupe=f"{key.pk}:{step}",
        )  # fmt: skip
        told += 1
    return told


def managers_of(key: ApiKey, today: dt.date) -> list[User]:
    """Return the people who give out keys at the key's organisation today."""
    assert key.organisation is not None  # noqa: S101 - asked of organisation keys only
    return people_with("api.manage", key.organisation.path, today)
