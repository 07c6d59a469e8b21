"""Numbers and periods read as INTERFACE says, in both languages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from randa.core.ui import formats

AUG_30 = dt.date(2027, 8, 30)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1184, 0, "1\N{NO-BREAK SPACE}184"),
        (12.94, 1, "12,9"),
        (Decimal("0.25"), 1, "0,3"),
        (-3.5, 1, "\N{MINUS SIGN}3,5"),
        (-0.04, 1, "0,0"),
        (None, 1, "–"),
    ],
)
def test_decimal_in_swedish_has_comma_and_spaced_thousands_and_rounds_half_up(value, places, text):
    with override("sv"):
        assert formats.decimal(value, places) == text


def test_decimal_in_english_has_a_point():
    with override("en"):
        assert formats.decimal(1234.5, 1) == "1\N{NO-BREAK SPACE}234.5"


@pytest.mark.parametrize(("value", "text"), [(14, "+14"), (-3, "\N{MINUS SIGN}3"), (0, "±0"), (None, "–")])
def test_signed_always_shows_the_direction(value, text):
    with override("sv"):
        assert formats.signed(value) == text


def test_a_share_stands_with_the_numbers_it_is_made_of():
    with override("sv"):
        assert formats.share(7, 13) == "54\N{NO-BREAK SPACE}% (7/13)"


def test_a_share_of_nothing_is_a_dash():
    assert formats.share(0, 0) == "–"


def test_a_period_shows_its_last_day_not_the_day_after():
    with override("sv"):
        assert formats.period(AUG_30, dt.date(2028, 2, 28)) == "2027-08-30 – 2028-02-27"


def test_a_period_of_one_day_is_that_day():
    with override("sv"):
        assert formats.period(AUG_30, dt.date(2027, 8, 31)) == "2027-08-30"


def test_a_period_without_end_says_from_when():
    with override("sv"):
        assert formats.period(AUG_30, None) == "från 2027-08-30"


@pytest.mark.parametrize(
    ("day", "text"), [(AUG_30, "2027v35"), (dt.date(2027, 1, 3), "2026v53"), (dt.date(2027, 1, 4), "2027v01")]
)
def test_a_week_belongs_to_its_iso_year(day, text):
    with override("sv"):
        assert formats.week(day) == text


def test_a_day_in_words():
    with override("sv"):
        assert formats.day_words(AUG_30) == "mån 30 aug 2027"
