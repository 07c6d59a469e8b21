"""When a notification leaves by mail. Hours are those of a Swedish clock, also on the two nights when it is moved."""

import datetime as dt

from django.utils import timezone

from randa.core.notifications.kinds import Channel
from randa.core.notifications.models import MailSettings

ONE_DAY = dt.timedelta(days=1)


def moment(day: dt.date, hour: int) -> dt.datetime:
    """Return when the clock shows `hour` on `day`; an hour that is skipped in March is the one after, one that comes twice is the first."""
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC)


def is_quiet(at: dt.datetime, wishes: MailSettings) -> bool:
    """Tell whether `at` lies in the person's quiet hours, which may go over midnight."""
    begins, ends = wishes.quiet_from, wishes.quiet_until
    if begins is None or ends is None:
        return False
    hour = timezone.localtime(at, timezone.get_default_timezone()).hour
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends if begins > ends else False


def after_quiet(at: dt.datetime, wishes: MailSettings) -> dt.datetime:
    """Return `at`, or the end of the quiet hours it lies in."""
    if not is_quiet(at, wishes) or wishes.quiet_until is None:
        return at
    day = day_of(at)
    ends = moment(day, wishes.quiet_until)
    return ends if ends > at else moment(day + ONE_DAY, wishes.quiet_until)


def next_digest(after: dt.datetime, wishes: MailSettings, *, weekly: bool = False) -> dt.datetime:
    """Return the first moment after `after` at which the person's digest leaves, moved out of quiet hours."""
    day = day_of(after)
    while True:
        if not weekly or day.weekday() == wishes.weekday:
            leaves = after_quiet(moment(day, wishes.digest_hour), wishes)
            if leaves > after:
                return leaves
        day += ONE_DAY


def due_at(
    channel: Channel, now: dt.datetime, wishes: MailSettings, *, breaks_quiet: bool = False
) -> dt.datetime | None:
    """Return when news of `now` leaves through `channel`; None for never."""
    if channel == Channel.OFF:
        return None
    if channel == Channel.INSTANT:
        return now if breaks_quiet else after_quiet(now, wishes)
    return next_digest(now, wishes, weekly=channel == Channel.WEEKLY)


def day_of(at: dt.datetime) -> dt.date:
    """Return the Swedish day that `at` falls on."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()
