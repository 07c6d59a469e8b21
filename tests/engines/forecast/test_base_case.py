"""The published tables come back exactly as printed, and the printed differences follow from them."""

import numpy as np
import pytest

from randa.engines.forecast import arithmetic, solve
from randa.engines.forecast.arithmetic import Span
from randa.engines.forecast.model import Initial
from tests.engines.forecast.problems import AT_NEED, BT_POSTS, BT_TOTALS, mellansverige

# 002, weeks per person in Örebro as printed: AT min-max, BT min-max
AT_WEEKS = {"psykiatri": Span(12, 13), "allmänmedicin": Span(22, 25), "medicin, kirurgi och akut": Span(36, 36)}
BT_WEEKS = {"psykiatri": Span(10, 13), "allmänmedicin": Span(13, 16), "medicin, kirurgi och akut": Span(18, 18)}


def per_year(flow: np.ndarray) -> np.ndarray:
    return flow.reshape(-1, 4, flow.shape[1]).sum(axis=1)


def test_starts_per_year_and_region_are_004_table_2() -> None:
    starts = per_year(solve.run(mellansverige()).path.flows["bt_starts"])

    assert [tuple(row) for row in starts] == list(BT_POSTS.values())
    assert list(starts.sum(axis=1)) == list(BT_TOTALS.values())


def test_at_need_per_year_is_004_table_3() -> None:
    problem = mellansverige(
        quarters=24,
        first_quarter="2025Q1",
        need_at=tuple(AT_NEED.values()),
        share=(1.0, 0, 0, 0, 0, 0, 0),
        bt_posts_per_year=((0,) * 7, *BT_POSTS.values()),
        licensed_inflow=(0.0,) * 6,
    )

    need = per_year(solve.run(problem).path.flows["need"])

    assert list(need.sum(axis=1)) == [1668, 1574, 172, 145, 130, 95]


@pytest.mark.parametrize("weeks", [AT_WEEKS, BT_WEEKS])
@pytest.mark.parametrize("end", ["low", "high"])
def test_one_persons_weeks_per_area_are_those_of_002(weeks: dict[str, Span], end: str) -> None:
    printed = [getattr(span, end) for span in weeks.values()]
    first, second, third = printed
    template = ((first, 0, 0), (0, min(second, 13), 0), (0, second - min(second, 13), 0), *[(0, 0, third / 3)] * 3)
    one = (1.0,) + (0.0,) * 6
    problem = mellansverige(
        at_slots=6,
        template_at=template,
        template_bt=((0.0, 0.0, 0.0),) * 4,
        share=one,
        need_at=(1.0, 0, 0, 0, 0),
        seasonality=(1.0, 0, 0, 0),
        at_posts_per_year=((0.0,) * 7, *[(4.0,) * 7] * 4),
        initial=Initial((0.0,) * 7, (0.0,) * 7, (0.0,) * 7, (0.0,) * 7),
    )

    load = solve.run(problem).load

    assert list(load.sum(axis=(0, 2))) == printed


def test_orebro_at_58_to_bt_75() -> None:
    change = arithmetic.weeks_change(at_posts=58, bt_posts=75, at_weeks=AT_WEEKS, bt_weeks=BT_WEEKS)

    assert change["psykiatri"].rounded == (-4, 138, 279)
    assert change["allmänmedicin"].rounded == (-475, -276, -76)
    assert change["medicin, kirurgi och akut"].rounded == (-738, -738, -738)


def test_mellansverige_at_386_to_bt_523() -> None:
    change = arithmetic.weeks_change(at_posts=386, bt_posts=523, at_weeks=AT_WEEKS, bt_weeks=BT_WEEKS)

    assert [entry.rounded[1] for entry in change.values()] == [1_190, -1_488, -4_482]


def test_bt_posts_per_at_post_that_break_even() -> None:
    even = arithmetic.break_even_bt_per_at(at_weeks=AT_WEEKS, bt_weeks=BT_WEEKS)

    assert [round(ratio, 2) for ratio in even.values()] == [1.09, 1.62, 2.0]


def test_at_the_break_even_no_weeks_are_won_or_lost() -> None:
    even = arithmetic.break_even_bt_per_at(at_weeks=AT_WEEKS, bt_weeks=BT_WEEKS)

    for area, ratio in even.items():
        change = arithmetic.weeks_change(at_posts=58, bt_posts=58 * ratio, at_weeks=AT_WEEKS, bt_weeks=BT_WEEKS)
        assert change[area].middle == pytest.approx(0)


def test_lost_weeks_as_full_time_posts() -> None:
    assert arithmetic.full_time_posts(weeks=-738, weeks_per_year=41) == -18


def test_posts_per_100k_of_sormland_2030_are_not_the_printed_26() -> None:
    assert arithmetic.posts_per_100k([80], [301_944]) == [pytest.approx(26.495, abs=0.001)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: arithmetic.posts_per_100k([1, 2], [3]), "2 posts and 1 populations"),
        (lambda: arithmetic.posts_per_100k([1], [0]), r"population\[0\] is 0"),
        (lambda: arithmetic.full_time_posts(weeks=1, weeks_per_year=0), "weeks_per_year is 0"),
        (lambda: Span(3, 2), "span 3–2"),
        (lambda: arithmetic.break_even_bt_per_at(at_weeks=AT_WEEKS, bt_weeks={}), "bt_weeks"),
        (lambda: arithmetic.weeks_change(at_posts=1, bt_posts=1, at_weeks=AT_WEEKS, bt_weeks={}), "only one"),
        (lambda: arithmetic.weeks_change(at_posts=-1, bt_posts=1, at_weeks={}, bt_weeks={}), "posts -1"),
    ],
)
def test_arithmetic_refuses_what_makes_no_sense(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
