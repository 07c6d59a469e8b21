"""One way to ask for a day: what is refused, and in which words."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from randa.core.clock import today
from randa.core.day_fields import DayField, DaysInOrder

ONE_DAY = dt.timedelta(days=1)


class Stay(DaysInOrder, forms.Form):
    starts_on = DayField()
    last_day = DayField(required=False)


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"])
def test_a_slip_of_a_century_is_refused_with_the_day_that_is_possible(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"Välj (2000-01-01 eller en senare|2099-12-31 eller en tidigare) dag"):
        DayField().clean(typed)


def test_what_has_been_is_not_tomorrow_and_what_is_to_come_is_not_yesterday() -> None:
    assert DayField(has_been=True).clean(today()) == DayField(to_come=True).clean(today()) == today()
    with pytest.raises(ValidationError, match="har inte kommit än"):
        DayField(has_been=True).clean(today() + ONE_DAY)
    with pytest.raises(ValidationError, match="i dag eller en senare dag"):
        DayField(to_come=True).clean(today() - ONE_DAY)


def test_a_last_day_before_the_first_is_told_at_the_last_day() -> None:
    form = Stay({"starts_on": "2027-06-01", "last_day": "2027-05-31"})

    assert form.errors == {
        "last_day": ["Den dagen ligger före den första dagen, 2027-06-01. Välj den dagen eller en senare."]
    }


@pytest.mark.parametrize("last_day", ["2027-06-01", ""])
def test_one_day_or_no_end_is_in_order(last_day: str) -> None:
    assert Stay({"starts_on": "2027-06-01", "last_day": last_day}).is_valid()
