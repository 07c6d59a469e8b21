"""Making, renewing and withdrawing the secret addresses of calendars, and letting one in."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.calendars.errors import FeedExistsError, FeedWithdrawnError
from randa.calendars.models import Feed
from randa.calendars.permissions import can_follow
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications import kinds
from randa.core.notifications.services import notify
from randa.integrations.tokens import SHOWN, hash_of, new_token
from randa.people.models import User
from randa.training.models import Unit

SAME_USE = dt.timedelta(minutes=5)


@transaction.atomic
def make_feed(*, actor: User, kind: str, unit: Unit | None, with_names: bool) -> tuple[Feed, str]:
    """Return a new address of a calendar, and its secret, which cannot be seen again. The learner's own calendar names nobody.

    Raises:
        PermissionDenied: the calendar is not the actor's to follow.
        FeedExistsError: it has an address already.
    """
    require(can_follow, actor, kind, unit)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # two windows must not both find that there is none
    if Feed.objects.filter(owner=actor, kind=kind, unit=unit, withdrawn_at=None).exists():
        raise FeedExistsError
    token = new_token()
    made = Feed.objects.create(
        owner=actor, kind=kind, unit=unit, with_names=with_names and kind != Feed.Kind.OWN, prefix=token[:SHOWN],
        secret_hash=hash_of(token),
    )  # fmt: skip
    record(actor, "calendar.made", made, after=_as_data(made), subject=actor)
    _tell(actor, made, _("En ny kalenderadress har skapats för ditt konto"))
    return made, token


@transaction.atomic
def renew_feed(*, actor: User, feed: Feed) -> tuple[Feed, str]:
    """Give the calendar another secret; the old address opens nothing from now on. Events keep their identities.

    Raises:
        PermissionDenied: the calendar is not the actor's to follow any more.
        FeedWithdrawnError: the address has been taken away.
    """
    feed = _locked(actor, feed)
    require(can_follow, actor, feed.kind, feed.unit)
    if feed.withdrawn_at is not None:
        raise FeedWithdrawnError
    before, token = _as_data(feed), new_token()
    feed.prefix, feed.secret_hash, feed.renewed_at = token[:SHOWN], hash_of(token), timezone.now()
    feed.save(update_fields=["prefix", "secret_hash", "renewed_at"])
    record(actor, "calendar.renewed", feed, before=before, after=_as_data(feed), subject=actor)
    _tell(actor, feed, _("En kalenderadress har förnyats för ditt konto"))
    return feed, token


@transaction.atomic
def withdraw_feed(*, actor: User, feed: Feed) -> Feed:
    """Let the address open nothing any more. Twice changes nothing."""
    feed = _locked(actor, feed)
    if feed.withdrawn_at is None:
        feed.withdrawn_at = timezone.now()
        feed.save(update_fields=["withdrawn_at"])
        record(actor, "calendar.withdrawn", feed, before=_as_data(feed), subject=actor)
    return feed


def feed_of(token: str) -> Feed | None:
    """Return the feed with this secret, also one that is over; None for any other text. All texts cost the same."""
    rows = Feed.objects.select_related("owner", "unit__organisation").filter(secret_hash=hash_of(token))
    return rows.order_by("pk").first()


@transaction.atomic
def note_fetch(*, feed: Feed) -> None:
    """Remember when the calendar was last fetched, now and then, without waiting for another programme that fetches it."""
    now = timezone.now()
    if feed.last_used_at is not None and feed.last_used_at > now - SAME_USE:
        return
    with as_system("a programme that fetches is nobody who is signed in"):
        free = Feed.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=feed.pk)
        if free.values_list("pk", flat=True).first() is not None:
            Feed.objects.filter(pk=feed.pk).update(last_used_at=now)


def _locked(actor: User, feed: Feed) -> Feed:
    rows = Feed.objects.visible_to(actor).select_for_update(of=("self",)).select_related("unit__organisation")
    return rows.get(pk=feed.pk)


def _tell(actor: User, feed: Feed, title: str) -> None:
    notify(actor, kinds.SECURITY.key, title, str(feed), feed.get_absolute_url())


def _as_data(feed: Feed) -> dict[str, object]:
    return {"prefix": feed.prefix, "with_names": feed.with_names}
