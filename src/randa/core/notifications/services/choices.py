"""What people choose about mail, and tasks they put off."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.errors import InvalidInputError
from randa.core.notifications import kinds
from randa.core.notifications.kinds import Channel
from randa.core.notifications.models import MailSettings, Notification, Preference, Snooze


@transaction.atomic
def choose(
    *,
    actor: Any,
    channels: Mapping[str, Channel],
    digest_hour: int,
    weekday: int,
    quiet: tuple[int, int] | None,
) -> None:
    """Store a person's own choices. What waits for mail is planned anew, so that a choice holds from now.

    Raises:
        InvalidInputError: a mandatory kind would be switched off.
    """
    for key, channel in channels.items():
        if kinds.get(key).mandatory and channel == Channel.OFF:
            raise InvalidInputError(_("%(kind)s kan inte stängas av.") % {"kind": kinds.get(key).label})
    quiet_from, quiet_until = quiet or (None, None)
    MailSettings.objects.update_or_create(
        person=actor,
        defaults={
            "digest_hour": digest_hour, "weekday": weekday, "quiet_from": quiet_from, "quiet_until": quiet_until,
        },
    )  # fmt: skip
    Preference.objects.filter(person=actor, kind__in=list(channels)).delete()
    Preference.objects.bulk_create(
        Preference(person=actor, kind=key, channel=channel)
        for key, channel in channels.items()
        if channel != kinds.get(key).default
    )
    waiting = Notification.objects.filter(recipient=actor, mail_due_at__isnull=False, mail__isnull=True)
    waiting.update(mail_due_at=timezone.now(), channel="")


@transaction.atomic
def put_off(*, actor: Any, task: str, until: dt.date) -> None:
    """Keep a task of Min dag away until a day. Which tasks can wait is decided when they are shown, not here."""
    Snooze.objects.update_or_create(person=actor, task=task[:120], defaults={"until": until})


@transaction.atomic
def take_up(*, actor: Any, task: str) -> None:
    """Show a task again that was put off."""
    Snooze.objects.filter(person=actor, task=task).delete()
