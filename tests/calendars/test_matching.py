"""A block keeps its event through everything that can happen to it."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from randa.calendars.matching import Spot, matched

MONDAY = dt.date(2027, 2, 1)


def spot(unit: int, first: int, weeks: int) -> Spot:
    """Return `weeks` weeks at the unit, from the week `first` after the first of February."""
    starts_on = MONDAY + dt.timedelta(weeks=first)
    return Spot(unit, starts_on, starts_on + dt.timedelta(weeks=weeks))


def test_a_block_that_moves_to_other_weeks_and_another_unit_is_the_same() -> None:
    old, new = spot(1, 0, 8), spot(2, 30, 8)

    assert matched([old], [new]) == [(old, new)]


def test_what_has_not_changed_is_found_before_what_has() -> None:
    first, second = spot(1, 0, 4), spot(1, 10, 4)

    assert set(matched([first, second], [second, spot(1, 2, 4)])) == {(second, second), (first, spot(1, 2, 4))}


def test_a_longer_block_over_the_same_weeks_does_not_take_the_event_of_what_stands() -> None:
    stands, longer = spot(1, 2, 4), spot(1, 0, 8)

    assert set(matched([stands], [longer, stands])) == {(stands, stands), (None, longer)}


def test_the_same_unit_goes_before_more_days_elsewhere() -> None:
    here, there = spot(1, 0, 4), spot(2, 4, 4)

    pairs = matched([here, there], [spot(1, 3, 4), spot(2, 0, 3)])

    assert set(pairs) == {(here, spot(1, 3, 4)), (there, spot(2, 0, 3))}


def test_a_block_that_is_split_lives_on_in_its_longer_part() -> None:
    whole, short, long = spot(1, 0, 10), spot(1, 0, 3), spot(1, 4, 6)

    assert set(matched([whole], [short, long])) == {(whole, long), (None, short)}


def test_when_one_of_two_goes_the_other_keeps_its_event() -> None:
    first, second = spot(1, 0, 4), spot(1, 10, 4)

    assert set(matched([first, second], [second])) == {(second, second), (first, None)}


spots = st.builds(spot, st.integers(1, 3), st.integers(0, 20), st.integers(1, 6))


@given(st.lists(spots, max_size=5, unique=True), st.lists(spots, max_size=5, unique=True))
def test_every_event_and_every_block_stands_once_and_as_many_as_can_are_paired(
    known: list[Spot], now: list[Spot]
) -> None:
    pairs = matched(known, now)

    assert sorted(one for one, _block in pairs if one) == sorted(known)
    assert sorted(block for _one, block in pairs if block) == sorted(now)
    assert sum(bool(one and block) for one, block in pairs) == min(len(known), len(now))
    assert {(one, one) for one in known if one in now} <= set(pairs)
