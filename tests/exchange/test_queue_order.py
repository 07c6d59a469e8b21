"""The order of a queue, the regions' accounts and what to expect: numbers and days alone, held to properties."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.exchange.accounts import Stay, accounts_of
from randa.exchange.queue_order import Order, Step, Waiting, last_possible_start, ranked
from randa.exchange.queue_words import balance_words
from randa.exchange.waits import MOST_WEEKS, History, expected_wait

TODAY = dt.date(2027, 1, 11)
WEEK = dt.timedelta(weeks=1)
RULE = Order([Step.DEADLINE, Step.WAITING, Step.ACCOUNT], deadline_weeks=26, waiting_weeks=8)
FAR = TODAY + 60 * WEEK
people = st.builds(
    Waiting,
    key=st.uuids().map(str),
    region=st.sampled_from(["A/", "B/", "C/"]),
    last_start=st.integers(0, 80).map(lambda weeks: TODAY + weeks * WEEK),
    queued_on=st.integers(0, 400).map(lambda days: TODAY - dt.timedelta(days=days)),
)


def _keys(*waiting: Waiting, balances: dict[str, float] | None = None, order: Order = RULE) -> list[str]:
    return [one.key for one in ranked(waiting, order, balances or {}, TODAY)]


@given(st.lists(people, max_size=12, unique_by=lambda one: one.key), st.randoms(use_true_random=False))
def test_everybody_has_one_position_whatever_the_order_of_the_rows(waiting: list[Waiting], chance: Random) -> None:
    found = ranked(waiting, RULE, {"A/": 2.0}, TODAY)
    mixed = list(waiting)
    chance.shuffle(mixed)

    assert sorted(one.key for one in found) == sorted(one.key for one in waiting)
    assert [one.position for one in found] == list(range(1, len(waiting) + 1))
    assert ranked(mixed, RULE, {"A/": 2.0}, TODAY) == found


@given(st.lists(people, min_size=2, max_size=8, unique_by=lambda one: one.key))
def test_nobody_near_the_last_week_stands_behind_somebody_who_is_not(waiting: list[Waiting]) -> None:
    by_key = {one.key: one for one in waiting}
    near = [by_key[key].last_start < TODAY + 26 * WEEK for key in _keys(*waiting)]

    assert near == sorted(near, reverse=True)


def test_the_edge_of_the_deadline_is_the_rules_own_week() -> None:
    on_it = Waiting("on", "A/", TODAY + 26 * WEEK, TODAY)
    inside = Waiting("inside", "A/", TODAY + 26 * WEEK - dt.timedelta(days=1), TODAY)
    long = Waiting("long", "A/", FAR, TODAY - 50 * WEEK)

    assert _keys(on_it, inside, long) == ["inside", "long", "on"]


def test_waiting_counts_in_whole_periods_and_the_account_decides_within_one() -> None:
    longer = Waiting("longer", "A/", FAR, TODAY - 15 * WEEK)
    shorter = Waiting("shorter", "B/", FAR, TODAY - 9 * WEEK)

    assert _keys(longer, shorter, balances={"A/": 4.0, "B/": -4.0}) == ["shorter", "longer"]
    assert _keys(longer, shorter, order=Order([Step.WAITING], 26, 1)) == ["longer", "shorter"]


def test_a_rule_without_periods_is_refused() -> None:
    with pytest.raises(ValueError, match="waiting_weeks is 0; expected >= 1"):
        Order([Step.WAITING], 26, 0)


@pytest.mark.parametrize(
    ("ends", "latest"),
    [(None, FAR), (TODAY + 4 * WEEK - dt.timedelta(days=1), TODAY), (TODAY + 4 * WEEK, TODAY + dt.timedelta(days=1))],
)
def test_the_end_of_training_leaves_room_for_the_whole_stay(ends: dt.date | None, latest: dt.date) -> None:
    assert last_possible_start(FAR, ends, 4) == latest


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC"), st.integers(1, 20)), max_size=20),
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 9)),
)
def test_balances_of_all_regions_sum_to_nothing(stays: list[tuple[str, str, int]], parts: dict[str, int]) -> None:
    accounts = accounts_of("ABC", parts, [Stay(*one) for one in stays])

    assert sum(one.balance for one in accounts) == pytest.approx(0)
    assert sum(one.given for one in accounts) == sum(one.received for one in accounts)


def test_too_little_history_and_no_known_seat_says_nothing() -> None:
    wait = expected_wait(1, TODAY, History(2, 52), [], TODAY)

    assert wait.is_unknown
    assert (wait.low, wait.high, wait.earliest) == (None, None, None)


def test_known_seats_give_the_earliest_week_for_those_in_front_too() -> None:
    known = [TODAY + WEEK, TODAY + 2 * WEEK, TODAY + 9 * WEEK]

    assert expected_wait(2, TODAY, History(0, 0), known, TODAY).earliest == TODAY + 2 * WEEK
    assert expected_wait(1, TODAY + 3 * WEEK, History(0, 0), known, TODAY).earliest == TODAY + 9 * WEEK
    assert expected_wait(4, TODAY, History(0, 0), known, TODAY).earliest is None


@given(st.integers(1, 30), st.integers(3, 200), st.integers(12, 52))
def test_the_interval_grows_with_the_position_and_shrinks_with_more_seats(
    position: int, seats: int, weeks: int
) -> None:
    def high(place: int, given_seats: int) -> int:
        return expected_wait(place, TODAY, History(given_seats, weeks), [], TODAY).high or MOST_WEEKS + 1

    one = expected_wait(position, TODAY, History(seats, weeks), [], TODAY)
    assert one.low is not None
    assert one.low <= high(position, seats)
    assert high(position, seats) <= high(position + 1, seats)
    assert high(position, seats + 20) <= high(position, seats)


def test_the_interval_holds_what_it_promises() -> None:
    """Seats that come at a steady rate of 12 a year reach the fifth within the interval about as often as is said."""
    chance, hits, tries = Random(7), 0, 2000  # noqa: S311 - a simulation, no secret
    for _try in range(tries):
        rate = chance.gammavariate(12.5, 1 / 52)  # what 12 seats in 52 weeks leave open
        comes = sum(chance.expovariate(rate) for _seat in range(5))
        wait = expected_wait(5, TODAY, History(12, 52), [], TODAY)
        hits += (wait.low or 0) - 1 < comes <= (wait.high or MOST_WEEKS)

    assert 0.78 < hits / tries < 0.87


def test_nobody_waits_shorter_than_until_they_can_come() -> None:
    wait = expected_wait(1, TODAY + 30 * WEEK, History(52, 52), [], TODAY)

    assert (wait.low, wait.high) == (30, 30)


def test_a_wait_beyond_what_can_be_said_has_no_end() -> None:
    wait = expected_wait(60, TODAY, History(3, 52), [], TODAY)

    assert wait.high is None
    assert wait.low == MOST_WEEKS


def test_a_position_counts_from_one() -> None:
    with pytest.raises(ValueError, match="position is 0; expected >= 1"):
        expected_wait(0, TODAY, History(3, 52), [], TODAY)


def test_before_anything_is_given_nobody_is_said_to_have_had_their_share() -> None:
    nothing, without = accounts_of(["A", "B"], {"A": 1, "B": 0}, [])
    had, owed = accounts_of(["A", "B"], {}, [Stay("B", "A", 4)])

    assert [balance_words(one) for one in (nothing, without)] == ["inget att dela på än", "har ingen andel"]
    assert [balance_words(one) for one in (had, owed)] == [
        "har fått 2 veckor mer än sin andel", "har 2 veckor att få",
    ]  # fmt: skip
