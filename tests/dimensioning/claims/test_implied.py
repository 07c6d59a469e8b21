"""Implied populations: interval arithmetic that must hold for any figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.dimensioning.claims.figures import rounded
from randa.dimensioning.claims.implied import (
    Interval,
    common,
    implied_population,
    odd_ones,
    rate,
    tightest_contradiction,
)

COUNTS = st.integers(1, 20_000).map(Decimal)
POPULATIONS = st.integers(1_000, 11_000_000)
STEPS = st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal(1)])
INTERVALS = st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)).map(
    lambda ends: Interval(Fraction(min(ends)), Fraction(max(ends)))
)


def test_a_known_rate_implies_its_known_population() -> None:
    implied = implied_population(Decimal(80), Decimal(26), Decimal(1))

    assert implied is not None
    assert implied.high is not None
    assert (round(implied.low), round(implied.high)) == (301_887, 313_725)
    assert 301_944 in implied
    assert 287_253 not in implied
    assert implied.is_below(320_000)
    assert not implied.is_below(310_000)


@given(COUNTS, POPULATIONS, STEPS)
def test_a_correctly_rounded_rate_implies_the_population_it_came_from(
    count: Decimal, population: int, step: Decimal
) -> None:
    implied = implied_population(count, rounded(rate(count, population), step), step)

    assert implied is not None
    assert population in implied


@given(COUNTS, POPULATIONS, STEPS)
def test_a_rate_one_step_off_does_not_imply_the_population(count: Decimal, population: int, step: Decimal) -> None:
    exact = rate(count, population)
    printed = rounded(exact, step) + step
    implied = implied_population(count, printed, step)

    tie = abs(Fraction(printed) - exact) == Fraction(step) / 2
    assert implied is not None
    assert (population in implied) is tie


@given(COUNTS, POPULATIONS, STEPS)
def test_more_slack_never_implies_fewer_populations(count: Decimal, population: int, step: Decimal) -> None:
    printed = rounded(rate(count, population), step)
    tight = implied_population(count, printed, step)
    loose = implied_population(count, printed, step, slack=Fraction(55, 100))

    assert tight is not None
    assert loose is not None
    assert loose.low <= tight.low
    assert loose.high is None or (tight.high is not None and tight.high <= loose.high)


@given(st.lists(INTERVALS, min_size=1, max_size=6))
def test_common_holds_exactly_the_populations_in_every_interval(intervals: list[Interval]) -> None:
    shared = common(intervals)

    for population in range(0, 1_001, 7):
        assert (shared is not None and population in shared) == all(population in each for each in intervals)


@given(st.lists(INTERVALS, min_size=1, max_size=6))
def test_there_is_a_contradiction_exactly_when_nothing_is_common(intervals: list[Interval]) -> None:
    pair = tightest_contradiction(intervals)

    assert (pair is None) == (common(intervals) is not None)
    if pair is not None:
        assert not intervals[pair[0]].meets(intervals[pair[1]])


@given(st.lists(INTERVALS, min_size=2, max_size=6))
def test_removing_an_odd_one_leaves_a_common_population(intervals: list[Interval]) -> None:
    for odd in odd_ones(intervals):
        assert common([interval for place, interval in enumerate(intervals) if place != odd]) is not None


def test_no_posts_fit_any_population_at_rate_zero_and_none_above() -> None:
    assert implied_population(Decimal(0), Decimal(0), Decimal("0.1")) == Interval(Fraction(0), None)
    assert implied_population(Decimal(0), Decimal("1.2"), Decimal("0.1")) is None


def test_a_rate_that_rounds_to_zero_sets_no_upper_limit() -> None:
    implied = implied_population(Decimal(1), Decimal(0), Decimal(1))

    assert implied == Interval(Fraction(200_000), None)
    assert 10**9 in implied


def test_unbounded_intervals_do_not_contradict_each_other() -> None:
    assert tightest_contradiction([Interval(Fraction(1), None), Interval(Fraction(2), None)]) is None


@pytest.mark.parametrize(
    ("count", "step", "words"), [(Decimal(-1), Decimal(1), "count is -1"), (Decimal(1), Decimal(0), "step is 0")]
)
def test_an_impossible_count_or_step_is_refused(count: Decimal, step: Decimal, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        implied_population(count, Decimal(1), step)


def test_a_rate_needs_inhabitants() -> None:
    with pytest.raises(ValueError, match="population is 0"):
        rate(Decimal(1), 0)
