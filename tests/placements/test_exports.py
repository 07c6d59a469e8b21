"""Weeks are read in the ways people write them."""

import datetime as dt

import pytest

from randa.placements.exports import parse_week


@pytest.mark.parametrize("text", ["2027v05", "2027-W05", "2027 v 5", "2027V5"])
def test_a_week_is_read_in_every_way_people_write_it(text: str) -> None:
    assert parse_week(text) == dt.date(2027, 2, 1)


@pytest.mark.parametrize("text", ["", "v05", "2027", "2027v54", "feb"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_week(text)
