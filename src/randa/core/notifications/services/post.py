"""Gathering what is due into one mail per person: by their choices, outside quiet hours, and with one reminder a day at most."""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from randa.core.notifications.kinds import Channel
from randa.core.notifications.models import MailSettings, Notification, OutgoingMail, Preference, ReturnedAddress
from randa.core.notifications.timing import after_quiet, day_of, due_at, is_quiet, next_digest

logger = logging.getLogger(__name__)
BATCH = 500
REMINDERS_MAX = 3


def gather_due(now: dt.datetime | None = None) -> int:
    """Make the mail of everybody who has something due; return how many mails. Two workers at once make no more than one."""
    now = now or timezone.now()
    made, seen = 0, set[Any]()
    due = Notification.objects.filter(mail_due_at__lte=now).order_by().values_list("recipient", flat=True).distinct()
    while people := set(due[:BATCH]) - seen:
        made += sum(_gathered(pk, now) for pk in people)
        seen |= people  # what is left of them is in another worker's hands
    return made


def _gathered(person_pk: Any, now: dt.datetime) -> bool:
    try:
        return gather(person_pk, now) is not None
    except Exception:  # a fault of ours with one person must not keep the others' mail
        logger.exception("gathering mail for %s", person_pk)
        return False


@transaction.atomic
def gather(person_pk: Any, now: dt.datetime) -> OutgoingMail | None:
    """Put what is due for one person in a mail. Returns None when nothing is, or when another worker is at it."""
    people = get_user_model().objects.select_for_update(no_key=True, skip_locked=True)
    person = people.filter(pk=person_pk).first()  # this lock lets others write rows that point at the person
    if person is None:
        return None
    rows = list(Notification.objects.filter(recipient=person, mail_due_at__lte=now).order_by("created_at", "pk"))
    if not rows:
        return None
    if not _can_get_mail(person):
        _store(rows, lambda _row: None)
        return None
    wishes = MailSettings.objects.filter(person=person).first() or MailSettings(person=person)
    _choose(person, wishes, [row for row in rows if not row.channel], now)
    ready = _ready(person, wishes, [row for row in rows if row.mail_due_at and row.mail_due_at <= now], now)
    return _put_in_a_mail(person, wishes, ready, now) if ready else None


def _can_get_mail(person: Any) -> bool:
    if not person.is_active or not person.email:
        return False
    return not ReturnedAddress.objects.filter(
        person=person, address=person.email.lower(), stopped_at__isnull=False
    ).exists()


def _choose(person: Any, wishes: MailSettings, fresh: list[Notification], now: dt.datetime) -> None:
    """Give rows that nobody has looked at the channel the person wants, and the moment that follows."""
    if not fresh:
        return
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
    for row in fresh:
        channel = Channel(chosen.get(row.kind, row.about.default))
        if channel == Channel.OFF and row.about.mandatory:
            channel = row.about.default
        row.channel = channel
    _store(fresh, lambda row: due_at(Channel(row.channel), now, wishes, breaks_quiet=row.about.breaks_quiet))


def _ready(person: Any, wishes: MailSettings, due: list[Notification], now: dt.datetime) -> list[Notification]:
    """Return what leaves now; what has to wait for the end of quiet hours or for tomorrow's reminder is moved there."""
    if is_quiet(now, wishes):
        hushed = [row for row in due if not row.about.breaks_quiet]
        _store(hushed, lambda _row: after_quiet(now, wishes))
        due = [row for row in due if row.about.breaks_quiet]
    later = [row for row in due if row.channel != Channel.INSTANT]
    if later and OutgoingMail.objects.filter(recipient=person, digest_on=day_of(now)).exists():
        tomorrow = after_quiet(now, wishes)
        while day_of(tomorrow) == day_of(now):
            tomorrow = next_digest(tomorrow, wishes)
        _store(later, lambda _row: tomorrow)
        due = [row for row in due if row.channel == Channel.INSTANT]
    return due


def _put_in_a_mail(person: Any, wishes: MailSettings, rows: list[Notification], now: dt.datetime) -> OutgoingMail:
    is_digest = any(row.channel != Channel.INSTANT for row in rows)
    mail = OutgoingMail.objects.create(
        recipient=person,
        address=person.email.lower(),
        digest_on=day_of(now) if is_digest else None,
        next_try_at=now,
    )
    for row in rows:
        row.mail = mail
        row.mail_due_at = None
        days = row.about.remind_days
        if days and row.reminders < REMINDERS_MAX:  # a reminder is never instant: it stands in a digest
            row.reminders += 1
            row.channel = Channel.DAILY
            row.mail_due_at = next_digest(now + dt.timedelta(days=days - 1), wishes)
    Notification.objects.bulk_update(rows, ["mail", "mail_due_at", "reminders", "channel"], batch_size=BATCH)
    return mail


def _store(rows: Iterable[Notification], moment: Any) -> None:
    rows = list(rows)
    for row in rows:
        row.mail_due_at = moment(row)
    Notification.objects.bulk_update(rows, ["mail_due_at", "channel"], batch_size=BATCH)
