"""What always holds of a forecast (FORMATS §3, last lines)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from randa.engines.forecast import check, solve
from randa.engines.forecast.levers import scaled
from randa.engines.forecast.model import Initial, Noise, Problem
from tests.engines.forecast.problems import any_problem, mellansverige, small


@settings(max_examples=30, deadline=None)
@given(any_problem())
def test_the_independent_check_finds_nothing(problem: Problem) -> None:
    assert check.violations(problem, solve.run(problem)) == []


@settings(max_examples=30, deadline=None)
@given(any_problem(movement=None))
def test_every_person_who_came_is_somewhere_or_has_left(problem: Problem) -> None:
    problem = replace(problem, replications=1, noise=Noise())

    path = solve.run(problem).path

    inside = sum(path.stocks[name][-1].sum() for name in ("at_queue", "at", "licensed", "bt", "st"))
    lost = sum(path.flows[name].sum() * path.dropout / 4 for name in ("at_left", "bt_left"))
    came = path.flows["need"].sum() + path.flows["licensed_in"].sum()
    before = sum(map(sum, (problem.initial.at_queue, problem.initial.licensed)))
    before += sum(n * problem.st_slots for n in problem.initial.st_per_slot)
    at = problem.at_posts_per_year
    at_row = at[0] if isinstance(at[0], tuple) else at
    before += sum(n / 4 * slots for n, slots in zip(at_row, problem.at_slots, strict=True))
    before += sum(problem.bt_posts_per_year[0]) / 4 * problem.bt_slots
    assert inside + lost + path.flows["st_left"].sum() == pytest.approx(before + came, rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(any_problem())
def test_nothing_is_negative(problem: Problem) -> None:
    result = solve.run(problem)

    assert result.load.min() >= 0
    assert min(stock.min() for stock in result.stocks.values()) >= -1e-9


@settings(max_examples=30, deadline=None)
@given(any_problem())
def test_quantiles_are_ordered(problem: Problem) -> None:
    spread = solve.run(replace(problem, replications=20)).load_national

    assert spread is not None
    assert (np.diff(spread, axis=0) >= 0).all()


@pytest.mark.parametrize("at_slots", [6, 7])
def test_pipelines_drain_in_their_length(at_slots: int) -> None:
    one_year = ((40.0,) * 7, *[(0.0,) * 7] * 4)
    problem = mellansverige(
        at_posts_per_year=one_year,
        bt_posts_per_year=one_year,
        at_slots=at_slots,
        template_at=((1.0, 2.0, 3.0),) * at_slots,
        initial=Initial((0.0,) * 7, (0.0,) * 7, (0.0,) * 7, (0.0,) * 7),
        need_at=(280.0, 0.0, 0.0, 0.0, 0.0),
    )

    stocks = solve.run(problem).stocks

    last_start = 3  # 2026Q4
    assert stocks["at"][last_start + at_slots - 1].sum() > 0
    assert stocks["at"][last_start + at_slots].sum() == 0
    assert stocks["bt"][last_start + 3].sum() > 0
    assert stocks["bt"][last_start + 4].sum() == 0


def test_littles_law_without_extension_and_drop_out() -> None:
    problem = small(quarters=40, need_at=(40.0,) * 10, bt_posts_per_year=((40.0,),) * 10, licensed_inflow=(0.0,) * 10)

    stocks = solve.run(problem).stocks

    per_quarter = 10.0
    assert stocks["at"][-1, 0] == pytest.approx(per_quarter * 2)
    assert stocks["bt"][-1, 0] == pytest.approx(per_quarter * 2)
    assert stocks["st"][-1, 0] == pytest.approx(per_quarter * 3)
    assert stocks["licensed"][-1, 0] == pytest.approx(0.0)


def test_extension_lengthens_the_stay_by_one_over_one_minus_e() -> None:
    problem = small(
        quarters=80, need_at=(20.0,) * 20, bt_posts_per_year=((40.0,),) * 20, licensed_inflow=(0.0,) * 20, extension=0.2
    )

    assert solve.run(problem).stocks["at"][-1, 0] == pytest.approx(5.0 * 2 / 0.8)


@settings(max_examples=30, deadline=None)
@given(any_problem(mode="report"))
def test_more_capacity_never_brings_a_break_forward(problem: Problem) -> None:
    problem = replace(problem, replications=40, noise=Noise(0.5, 0.4))
    more = replace(problem, capacity=scaled(problem.capacity, 1.3))

    before = {(b.region, b.area): b for b in solve.run(problem).breaks or ()}
    after = solve.run(more).breaks or ()

    for entry in after:
        earlier = before[entry.region, entry.area]
        assert entry.first_quarter >= earlier.first_quarter
        assert entry.probability <= earlier.probability


@settings(max_examples=30, deadline=None)
@given(any_problem(mode="bind"))
def test_bound_starts_never_add_to_a_load_above_capacity(problem: Problem) -> None:
    problem = replace(
        problem, replications=1, noise=Noise(), capacity=tuple((200.0,) * len(row) for row in problem.capacity)
    )
    nobody_starts = replace(
        problem, mode="report", need_at=scaled(problem.need_at, 0), licensed_inflow=scaled(problem.licensed_inflow, 0),
        initial=Initial(*[scaled(getattr(problem.initial, name), 0) for name in ("at_queue", "licensed", "specialists", "st_per_slot")]),
        direct_st_share=1.0,
    )  # fmt: skip

    committed = solve.run(nobody_starts).load

    assert (solve.run(problem).load <= np.maximum(committed, 200.0) + 1e-6).all()


def test_binding_capacity_cuts_starts_and_lets_the_queue_grow() -> None:
    free = small(capacity=((40.0, 1_000.0),))
    bound = small(capacity=((40.0, 1_000.0),), mode="bind")

    reported, cut = solve.run(free), solve.run(bound)

    assert cut.path.flows["at_starts"].sum() < reported.path.flows["at_starts"].sum()
    assert cut.stocks["at_queue"][-1, 0] > reported.stocks["at_queue"][-1, 0]


def test_a_load_equal_to_its_capacity_is_no_break() -> None:
    steady = solve.run(small()).load[0, :, 0]

    assert solve.run(small(capacity=(tuple(steady),), quarters=1, need_at=(40.0,), bt_posts_per_year=((40.0,),),
                           licensed_inflow=(0.0,))).breaks == ()  # fmt: skip


def test_a_break_names_region_area_quarters_and_depth() -> None:
    # AT and BT are full from the start: 10 starts a quarter, psychiatry 10·6 + 10·4 + 10·4 = 140 weeks
    result = solve.run(small(capacity=((130.0, None),)))

    assert result.breaks is not None
    (entry,) = result.breaks
    assert (entry.region, entry.area, entry.first_quarter, entry.last_quarter) == (
        "Aros",
        "psykiatri",
        "2027Q1",
        "2028Q4",
    )
    assert (entry.probability, entry.depth, entry.median_quarter) == (1.0, pytest.approx(10.0), "2027Q1")


def test_capacity_may_change_by_year() -> None:
    result = solve.run(small(capacity=(((None, None),), ((130.0, None),))))

    assert [entry.first_quarter for entry in result.breaks or ()] == ["2028Q1"]


def test_single_and_many_replications_report_the_same_breaks_without_noise() -> None:
    capacity = ((120.0, 260.0),)
    one, many = solve.run(small(capacity=capacity)), solve.run(small(capacity=capacity, replications=300))

    assert one.breaks == many.breaks
    assert np.array_equal(one.exceedance, many.exceedance)


def test_a_cancelled_run_gives_what_is_done_and_says_so() -> None:
    seen: list[tuple[int, int]] = []

    result = solve.run(
        small(replications=5_000), progress=lambda done, asked: seen.append((done, asked)), cancelled=lambda: True
    )

    assert result.stopped
    assert result.replications == seen[-1][0] < 5_000
    assert seen[-1][1] == 5_000
