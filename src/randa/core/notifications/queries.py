"""What the pages about notifications show. Each costs the same number of queries at any size."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils import timezone

from randa.core.access.row_security import as_system
from randa.core.notifications import kinds
from randa.core.notifications.models import MailSettings, Notification, OutgoingMail, Preference, ReturnedAddress

PER_PAGE = 25
COUNTED_TO = 99  # the bell says "99+" beyond, so that it never counts a hundred thousand rows
SHOWN = ("open", "unread", "done")


@dataclass(frozen=True, slots=True)
class NotificationList:
    """One page of a person's notifications, with the filters they chose."""

    page: Page[Notification]
    shown: str
    kind: str
    kinds: Sequence[tuple[str, str]]
    unread: int
    open: int


def unread_count(person: Any) -> int:
    """Return how many the person has not read, counted to one more than `COUNTED_TO`: one query."""
    return Notification.objects.visible_to(person).unread().filter(done_at__isnull=True)[: COUNTED_TO + 1].count()


def notification_list(person: Any, *, shown: str, kind: str, page: str) -> NotificationList:
    """Return the notifications the person asked for, newest first. Unknown filters mean all."""
    shown = shown if shown in SHOWN else SHOWN[0]
    own = Notification.objects.visible_to(person)
    still_open = Q(done_at__isnull=True)
    counts = own.aggregate(
        open=Count("pk", filter=still_open), unread=Count("pk", filter=still_open & Q(read_at__isnull=True))
    )
    used = sorted(set(own.order_by().values_list("kind", flat=True).distinct()))
    rows = own.filter(done_at__isnull=shown != "done")
    if shown == "unread":
        rows = rows.unread()
    kind = kind if kind in used else ""
    if kind:
        rows = rows.filter(kind=kind)
    named = [(key, str(kinds.known(key).label)) for key in used]
    return NotificationList(
        Paginator(rows.select_related("actor"), PER_PAGE).get_page(page),
        shown,
        kind,
        named,
        counts["unread"],
        counts["open"],
    )


def mail_settings_of(person: Any) -> MailSettings:
    """Return when the person wants mail, or the defaults."""
    return MailSettings.objects.filter(person=person).first() or MailSettings(person=person)


def choices_of(person: Any) -> dict[str, str]:
    """Return the channel of each kind as the person has chosen, or its default."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
    return {kind.key: str(chosen.get(kind.key, kind.default)) for kind in kinds.all_kinds()}


def returned_addresses(person: Any) -> list[ReturnedAddress]:
    """Return the person's addresses from which mail has come back."""
    return list(ReturnedAddress.objects.filter(person=person))


@dataclass(frozen=True, slots=True)
class MailStatus:
    """How sending has gone: for whoever runs Randa."""

    by_state: dict[str, int]
    counts: Sequence[tuple[str, int]]
    troubled: Sequence[OutgoingMail]
    stopped: int


def mail_status() -> MailStatus:
    """Return the mails of the last seven days by state, and those that have met trouble: three queries."""
    with as_system("whoever runs Randa sees every mail in trouble, whoever it is for"):
        recent = OutgoingMail.objects.filter(created_at__gte=timezone.now() - dt.timedelta(days=7))
        found = dict(recent.order_by().values_list("state").annotate(n=Count("pk")))
        troubled = recent.exclude(last_error="").select_related("recipient")[:50]
        return MailStatus(
            {value: found.get(value, 0) for value in OutgoingMail.State.values},
            [(str(label), found.get(value, 0)) for value, label in OutgoingMail.State.choices],
            list(troubled),
            ReturnedAddress.objects.filter(stopped_at__isnull=False).count(),
        )
