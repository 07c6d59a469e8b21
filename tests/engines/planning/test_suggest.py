"""Alternatives are legal, really the best, priced as the checker prices them, and asking changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from randa.engines.planning import check, costs
from randa.engines.planning.generate import Size, generate
from randa.engines.planning.model import Block, Plan, Programme
from randa.engines.planning.remedies import Board
from randa.engines.planning.solve import solve
from randa.engines.planning.suggest import Overfull, alternatives, alternatives_for_block, priced

from .problems import doctor, problem, problems, unit, with_lock
from .test_kernel import every_programme

REGION = generate(Size(30), seed=4)
PLAN = solve(REGION, iterations=300, with_bound=False).plan


def with_programme(plan, programme):
    """Return the plan with one doctor's programme replaced, without the figures that no longer hold."""
    others = tuple(programme if one.doctor == programme.doctor else one for one in plan.programmes)
    return replace(plan, programmes=others, cost=None, unplaced_weeks=None, bound=None)


def true_price(given_problem, plan, programme):
    return costs.cost(given_problem, with_programme(plan, programme)) - costs.cost(given_problem, plan)


def marks(given_problem, plan, number, mark_of):
    """Return, by brute force, the least price of every mark that a legal programme of this doctor can have."""
    found = {}
    for programme in every_programme(given_problem, given_problem.doctors[number]):
        if not check.violations(given_problem, with_programme(plan, programme)):
            price = true_price(given_problem, plan, programme)
            mark = mark_of(programme)
            found[mark] = min(price, found.get(mark, price))
    return found


def sequence(programme):
    return tuple((block.kind, block.unit) for block in programme.blocks)


def place_of(kind):
    return lambda programme: tuple((b.unit, b.position) for b in programme.blocks if b.kind == kind)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(problems(most_doctors=3), st.data())
def test_the_alternatives_are_the_cheapest_of_all_programmes(given_problem, data):
    plan = solve(given_problem, iterations=3, with_bound=False).plan
    number = data.draw(st.sampled_from(range(len(given_problem.doctors))))
    kind = data.draw(st.sampled_from(sorted(given_problem.templates["T"].blocks)))
    board = Board(given_problem, plan)

    for found, mark_of in (
        (alternatives(board, number, best=4), sequence),
        (alternatives_for_block(board, number, kind, best=4), place_of(kind)),
    ):
        every = marks(given_problem, plan, number, mark_of)
        every.pop(mark_of(plan.programmes[number]))
        assert [one.price for one in found] == sorted(every.values())[:4]
        assert [every[mark_of(one.programme)] for one in found] == [one.price for one in found]
        assert len({mark_of(one.programme) for one in found}) == len(found)


def test_the_price_is_what_the_checker_counts_and_the_plan_stays_legal():
    board = Board(REGION, PLAN)

    for one in REGION.doctors:
        for found in alternatives(board, one.id):
            assert found.price == true_price(REGION, PLAN, found.programme)
            assert check.violations(REGION, with_programme(PLAN, found.programme)) == []
            assert found.changes


def test_asking_leaves_the_board_as_it_was():
    board = Board(REGION, PLAN)

    first = [alternatives(board, one.id, change_price=10) for one in REGION.doctors]

    assert [alternatives(board, one.id, change_price=10) for one in REGION.doctors] == first


def test_a_change_price_puts_those_first_that_leave_the_rest_as_it_is():
    board = Board(REGION, PLAN)

    free, careful = (alternatives_for_block(board, 3, "IM", change_price=price) for price in (0, 1000))

    assert len(careful[0].changes) <= len(free[0].changes)
    assert sum(c.is_broken_promise for c in careful[0].changes) == min(
        sum(c.is_broken_promise for c in one.changes) for one in careful
    )


def test_locked_blocks_stand_in_every_alternative():
    block = PLAN.programmes[5].blocks[1]
    locked = with_lock(REGION, 5, (block.position, block.kind, block.weeks, block.unit))

    found = alternatives(Board(locked, PLAN), 5)

    assert found
    assert all(block in one.programme.blocks for one in found)
    assert alternatives_for_block(Board(locked, PLAN), 5, block.kind) == ()


def crowded():
    options = {"IM": [(0, 3)], "PSY": [(1, 5)]}
    given_problem = problem([unit(0, "IM", 2), unit(1, "PSY")], [doctor(0, options), doctor(1, options)])
    programmes = (
        Programme(0, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 1))),
        Programme(1, (Block(0, "PSY", 2, 1), Block(2, "IM", 4, 0))),
    )
    return given_problem, Plan(programmes)


def test_a_wished_programme_is_priced_and_says_where_it_does_not_fit():
    given_problem, plan = crowded()

    found = priced(Board(given_problem, plan), Programme(1, plan.programmes[0].blocks))

    assert (found.price, found.broken) == (0, ())
    assert found.overfull == (Overfull(1, 4, (0,)), Overfull(1, 5, (0,)))


def test_a_wished_programme_that_breaks_the_doctors_own_rules_is_told_so():
    given_problem, plan = crowded()

    found = priced(Board(given_problem, plan), Programme(1, (Block(0, "IM", 6, None),)))

    assert found.price == 6 * 60 + 2 + 2 - 8
    assert any("PSY is missing" in line for line in found.broken)
    assert any("not between" in line for line in found.broken)


def test_what_cannot_be_asked_is_refused():
    board = Board(*crowded())

    with pytest.raises(KeyError):
        alternatives(board, 99)
    with pytest.raises(KeyError):
        alternatives_for_block(board, 0, "VAL")
    with pytest.raises(ValueError, match="best is 0"):
        alternatives(board, 0, best=0)
