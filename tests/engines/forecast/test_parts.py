"""The optional parts: what each one moves, by hand-made sums."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from randa.engines.forecast import check, levers, sensitivity, solve
from randa.engines.forecast.model import Initial, Supervision
from randa.engines.forecast.sensitivity import Driver, Scenario
from tests.engines.forecast.problems import mellansverige, small

NOBODY = Initial((0.0,), (0.0,), (0.0,), (0.0,))


def test_integrated_bt_counts_towards_st() -> None:
    # of BT's 2 quarters, 2 of ST's 3 are done: the first leavers of quarter 0 become specialists a quarter later
    apart = solve.run(small(initial=NOBODY)).path.flows["st_left"][:, 0]
    inside = solve.run(small(initial=NOBODY, integrated_share=1.0)).path.flows["st_left"][:, 0]

    assert np.flatnonzero(apart).min() == 3
    assert np.flatnonzero(inside).min() == 1


def test_direct_st_empties_the_wait_for_bt() -> None:
    problem = small(bt_posts_per_year=((0.0,), (0.0,)))
    waiting = solve.run(problem).stocks["licensed"][-1, 0]
    direct = solve.run(small(bt_posts_per_year=((0.0,), (0.0,)), direct_st_share=1.0))

    assert waiting == pytest.approx(80.0)
    assert direct.stocks["licensed"][-1, 0] == 0
    assert direct.path.flows["st_in"].sum() == pytest.approx(80.0)


def test_movement_sends_those_who_leave_to_another_region() -> None:
    stay = mellansverige(initial=Initial((0.0,) * 7, (0.0,) * 7, (0.0,) * 7, (0.0,) * 7))
    to_uppsala = tuple((0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0) for _ in range(7))
    moved = solve.run(mellansverige(initial=stay.initial, movement=to_uppsala)).stocks["licensed"][0]

    assert moved[3] > 0
    assert [r for r in range(7) if moved[r] > 0] == [3]


def test_regions_with_at_of_18_and_21_months_stand_side_by_side() -> None:
    stock = solve.run(mellansverige()).stocks["at"][0]

    for r, months in enumerate((21, 18, 21, 18, 21, 18, 18)):
        in_slots = (64, 58, 60, 50, 48, 48, 58)[r] / 4 * (months // 3)
        assert stock[r] <= in_slots + 1e-9


def test_supervision_hours_follow_people_assessments_and_supervisors() -> None:
    rules = Supervision(
        hours_per_person={"at": 6, "bt": 9, "st": 3},
        assessments_per_person={"at": 3, "bt": 6, "st": 0},
        minutes_per_assessment=20,
        specialist_share=0.5,
        late_st_share=0.25,
        late_st_slots=1,
        hours_per_supervisor=20,
        fork=0.8,
    )

    result = solve.run(small(supervision=rules))

    hours = result.supervision
    assert hours is not None
    assert hours.demand["at"][0, 0] == pytest.approx(20 * (6 + 3 * 20 / 60))
    assert hours.demand["bt"][0, 0] == pytest.approx(20 * (9 + 6 * 20 / 60))
    assert hours.supply[0, 0] == pytest.approx((110 * 0.5 + 10 * 0.25) * 20 * 0.8)
    np.testing.assert_allclose(hours.demand_by_area.sum(axis=1), hours.demand["at"] + hours.demand["bt"])


def test_the_check_sees_a_falsified_load_stock_and_spread() -> None:
    problem = small(replications=20)

    for damage in ("load", "stocks", "spread"):
        result = solve.run(problem)
        if damage == "load":
            result.load[3, 0, 0] += 1e-5
        elif damage == "stocks":
            result.stocks["licensed"][2, 0] += 1e-5
        elif result.load_national is not None:
            result.load_national[0, 1, 1] += 1e-4
        assert check.violations(problem, result) != []


def test_tornado_ranks_the_driver_that_matters_first() -> None:
    drivers = [
        Driver("specialist_exit", 0.005, 0.0075, 0.01),
        Driver("bt_posts_per_year_factor", 0.5, 1.0, 1.5),
        Driver("extension", 0.0, 0.05, 0.1),
    ]

    effects = sensitivity.tornado(mellansverige(), drivers, sensitivity.peak_load("psykiatri"))

    assert [effect.driver.lever for effect in effects] == ["bt_posts_per_year_factor", "extension", "specialist_exit"]
    assert effects[0].at_low < effects[0].at_base < effects[0].at_high
    assert effects[-1].swing == 0


def test_robustness_counts_scenarios_and_names_the_first_cause() -> None:
    capacity = tuple((700.0, 700.0, 10_000.0) for _ in range(7))
    scenarios = [Scenario(f"{factor:.1f} × BT", {"bt_posts_per_year_factor": factor}) for factor in (0.5, 1.0, 1.5)]

    found = sensitivity.robustness(mellansverige(capacity=capacity), scenarios)

    assert (found.held, found.scenarios) == (2, 3)
    (failure,) = found.failures
    assert failure.scenario.name == "1.5 × BT"
    assert failure.cause.area == "allmänmedicin"


def test_one_areas_capacity_can_be_turned() -> None:
    problem = small(capacity=((100.0, None),))

    assert levers.turned(problem, {"capacity_factor:psykiatri": 0.5}).capacity == ((50.0, None),)
    assert levers.turned(problem, {"capacity_factor:medicin": 0.5}).capacity == ((100.0, None),)


def test_unknown_levers_and_spans_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="lever 'posts'; expected one of need_at_factor"):
        Driver("posts", 0, 1, 2)
    with pytest.raises(ValueError, match="expected low <= base <= high"):
        Driver("extension", 0.2, 0.1, 0.3)


def test_the_engine_works_when_no_cache_folder_can_be_written() -> None:
    program = (
        "import numba.core.caching as caching\n"
        "caching.CacheImpl._locator_classes = []\n"
        "from randa.engines.forecast.jit import compiled\n"
        "print(compiled(lambda x: x + 1)(1))\n"
    )
    source = Path(solve.__file__).parents[3]

    done = subprocess.run(  # noqa: S603  # our own interpreter and program
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip() == "2", done.stderr
