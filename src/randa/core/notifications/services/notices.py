"""Telling people, and what they do with what they were told."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise

from randa.core.access.row_security import as_system
from randa.core.notifications import kinds
from randa.core.notifications.models import INTERNAL_URL, Notification, NotificationQuerySet

Words = str | Promise | Callable[[], str]
_OUR_OWN = re.compile(INTERNAL_URL)


def notify(
    recipient: Any,
    kind: str,
    title: Words,
    body: Words = "",
    url: str = "",
    *,
    actor: Any = None,
    dedupe: str = "",
) -> None:
    """Tell one person something, in the caller's transaction. See `notify_all`."""
    notify_all([recipient], kind, title, body, url, actor=actor, dedupe=dedupe)


@transaction.atomic
def notify_all(
    recipients: Iterable[Any],
    kind: str,
    title: Words,
    body: Words = "",
    url: str = "",
    *,
    actor: Any = None,
    dedupe: str = "",
) -> None:
    """Tell each active person something: one row each, written with the change that causes it; mail follows when it is stored.

    Args:
        title: shown in the application and, unless the kind is private, in mail: never anything about a learner's results. Give
            a lazy text or a function, and it is written in each person's own language.
        url: a path of our own that opens what it is about.
        dedupe: what makes it the same news: with a value, a second call for the same person and kind changes nothing.

    Raises:
        KeyError: nobody has registered the kind.
        ValueError: `url` leads out of Randa.
    """
    kinds.get(kind)
    if not _OUR_OWN.match(url) or "\n" in url:
        raise ValueError(f"{url!r} is not a path of our own")
    now = timezone.now()
    rows = []
    for person in {one.pk: one for one in recipients if one.is_active}.values():
        with translation.override(person.language):
            rows.append(
                Notification(
                    recipient=person,
                    kind=kind,
                    title=_text(title)[:200],
                    body=_text(body)[:600],
                    url=url,
                    actor=actor,
                    dedupe=dedupe,
                    created_at=now,
                    mail_due_at=now,
                )
            )
    # Without RETURNING: a web request may write what it must not read.
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        transaction.on_commit(_post)


@transaction.atomic
def settle(kind: str, *dedupe: str) -> int:
    """End what everybody was told under each `dedupe`, because it has been dealt with: no more mail about it. Return how many."""
    now = timezone.now()
    open_rows = Notification.objects.filter(kind=kind, dedupe__in=dedupe, done_at__isnull=True).exclude(dedupe="")
    with as_system("what one person has dealt with is over for everybody who was told"):
        return open_rows.update(done_at=now, mail_due_at=None)


@transaction.atomic
def mark_read(*, actor: Any, notification: Notification) -> None:
    """Remember that the person has seen it; what has been read is not mailed. Reading twice is harmless."""
    _read(_own(actor).filter(pk=notification.pk))


@transaction.atomic
def mark_done(*, actor: Any, notification: Notification, done: bool = True) -> None:
    """Put it away, or take it back. What is done is neither mailed nor reminded of."""
    now = timezone.now()
    rows = _own(actor).filter(pk=notification.pk)
    if done:
        rows.unread().update(read_at=now)
        rows.filter(done_at__isnull=True).update(done_at=now, mail_due_at=None)
    else:
        rows.update(done_at=None)


@transaction.atomic
def mark_all(*, actor: Any, kind: str = "", done: bool = False) -> int:
    """Mark everything as read, or as done, of one kind or of all; return how many were changed."""
    now = timezone.now()
    rows = _own(actor).filter(done_at__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if not done:
        return _read(rows)
    rows.unread().update(read_at=now)
    return rows.update(done_at=now, mail_due_at=None)


def _own(actor: Any) -> NotificationQuerySet:
    return Notification.objects.visible_to(actor)


def _read(rows: NotificationQuerySet) -> int:
    """Mark rows as read; those that ask for an answer are reminded of until they are done."""
    asking = [kind.key for kind in kinds.all_kinds() if kind.remind_days]
    rows.exclude(kind__in=asking).filter(mail_due_at__isnull=False).update(mail_due_at=None)
    return rows.unread().update(read_at=timezone.now())


def _text(words: Words) -> str:
    return words() if callable(words) and not isinstance(words, str | Promise) else str(words)


def _post() -> None:
    from randa.core.notifications.tasks import wake_the_postman  # tasks import the services

    wake_the_postman()
