"""When mail leaves: by a Swedish clock, outside quiet hours, also on the nights when the clock is moved."""

import datetime as dt

import pytest

from randa.core.notifications.kinds import Channel
from randa.core.notifications.models import MailSettings
from randa.core.notifications.timing import after_quiet, due_at, is_quiet, moment, next_digest

ALWAYS = {"quiet_from": None, "quiet_until": None}


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_the_daily_mail_leaves_at_the_chosen_hour_of_the_next_day_when_todays_has_passed() -> None:
    wishes = MailSettings(digest_hour=7)

    assert next_digest(utc("2027-01-11T05:59"), wishes) == utc("2027-01-11T06:00")
    assert next_digest(utc("2027-01-11T06:00"), wishes) == utc("2027-01-12T06:00")


def test_the_weekly_mail_leaves_on_the_chosen_weekday() -> None:
    wishes = MailSettings(digest_hour=7, weekday=2)

    assert next_digest(utc("2027-01-11T12:00"), wishes, weekly=True) == utc("2027-01-13T06:00")
    assert next_digest(utc("2027-01-13T06:00"), wishes, weekly=True) == utc("2027-01-20T06:00")


def test_an_hour_that_march_skips_is_the_one_after() -> None:
    """The clock goes from 02.00 to 03.00 on 28 March 2027."""
    assert moment(dt.date(2027, 3, 28), 2) == moment(dt.date(2027, 3, 28), 3) == utc("2027-03-28T01:00")


def test_an_hour_that_october_has_twice_is_the_first_and_leaves_once() -> None:
    """The clock goes from 03.00 back to 02.00 on 31 October 2027."""
    wishes = MailSettings(digest_hour=2, **ALWAYS)

    assert next_digest(utc("2027-10-30T23:30"), wishes) == utc("2027-10-31T00:00")
    assert next_digest(utc("2027-10-31T00:00"), wishes) == utc("2027-11-01T01:00")


def test_the_daily_hour_is_the_same_on_the_clock_in_summer_and_winter() -> None:
    wishes = MailSettings(digest_hour=7)

    assert next_digest(utc("2027-03-27T12:00"), wishes) == utc("2027-03-28T05:00")
    assert next_digest(utc("2027-10-30T12:00"), wishes) == utc("2027-10-31T06:00")


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2027-01-11T17:59", False),
        ("2027-01-11T18:00", True),
        ("2027-01-11T23:30", True),
        ("2027-01-12T05:59", True),
        ("2027-01-12T06:00", False),
    ],
)
def test_quiet_hours_go_over_midnight_and_end_on_the_hour(at: str, quiet: bool) -> None:
    assert is_quiet(utc(at), MailSettings(quiet_from=19, quiet_until=7)) is quiet


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = utc("2027-01-11T11:30")

    assert is_quiet(noon, MailSettings(quiet_from=12, quiet_until=13))
    assert not is_quiet(noon, MailSettings(quiet_from=13, quiet_until=14))
    assert not is_quiet(noon, MailSettings(**ALWAYS))
    assert not is_quiet(noon, MailSettings(quiet_from=12, quiet_until=12))


def test_what_is_hushed_waits_until_the_quiet_hours_end_next_morning() -> None:
    wishes = MailSettings(quiet_from=19, quiet_until=7)

    assert after_quiet(utc("2027-01-11T20:00"), wishes) == utc("2027-01-12T06:00")
    assert after_quiet(utc("2027-01-12T03:00"), wishes) == utc("2027-01-12T06:00")
    assert after_quiet(utc("2027-01-12T12:00"), wishes) == utc("2027-01-12T12:00")


def test_a_digest_hour_within_quiet_hours_is_moved_to_their_end() -> None:
    wishes = MailSettings(digest_hour=5, quiet_from=19, quiet_until=7)

    assert next_digest(utc("2027-01-11T12:00"), wishes) == utc("2027-01-12T06:00")


def test_an_alarm_leaves_at_once_in_the_middle_of_the_night_and_an_offer_in_the_morning() -> None:
    night, wishes = utc("2027-01-11T22:00"), MailSettings()

    assert due_at(Channel.INSTANT, night, wishes, breaks_quiet=True) == night
    assert due_at(Channel.INSTANT, night, wishes) == utc("2027-01-12T06:00")
    assert due_at(Channel.OFF, night, wishes) is None
