"""What a change breaks, mends and costs; and other places for a block, held against brute force and the judge."""

from itertools import permutations

import pytest

from randa.engines.planning import check, costs
from randa.engines.planning.check import Hold, Rule
from randa.engines.planning.consequences import State, consequences
from randa.engines.planning.model import Block, BlockRule, Plan, Programme, Template
from randa.engines.planning.nearby import other_places

from .problems import doctor, problem, unit

TEMPLATE = Template(6, {"IM": BlockRule(2, 3, 4), "PSY": BlockRule(2, 3, 3)})
OPTIONS = {"IM": [(0, 3), (2, 9)], "PSY": [(1, 5)]}
GOOD = (Block(0, "IM", 3, 0), Block(3, "PSY", 3, 1))


def world(**more):
    return problem([unit(0, "IM"), unit(1, "PSY"), unit(2, "IM")], [doctor(0, OPTIONS)], TEMPLATE, **more)


def state(*blocks, holds=()):
    return State([Programme(0, blocks)], list(holds))


def test_nothing_changed_has_no_consequences():
    found = consequences(world(), {}, state(*GOOD), state(*GOOD))

    assert (found.new, found.mended, found.remarks, found.price) == ((), (), (), 0)


def test_two_places_at_once_are_named_with_both_kinds_and_how_many_weeks():
    found = consequences(world(), {}, state(*GOOD), state(GOOD[0], Block(1, "PSY", 3, 1)))

    overlap = next(one for one in found.new if one.rule == Rule.OVERLAP)
    assert (overlap.kind, overlap.other, overlap.count) == ("PSY", "IM", 2)
    assert {one.rule for one in found.new} == {Rule.OVERLAP, Rule.TOTAL}


def test_what_was_broken_already_is_not_told_again_and_what_is_mended_is():
    gap = (GOOD[0], Block(4, "PSY", 2, 1))

    assert consequences(world(), {}, state(*gap), state(*gap)).new == ()
    mended = consequences(world(), {}, state(*gap), state(*GOOD)).mended
    assert [one.rule for one in mended] == [Rule.GAP]


def test_overdrawn_seats_say_who_sits_there():
    before = state(*GOOD, holds=[Hold(0, 7, 0, 2)])
    after = state(*GOOD, holds=[Hold(0, 7, 0, 2), Hold(0, 0, 2, 4)])

    (full,) = consequences(world(), {0: [1] * 9}, before, after).new

    assert (full.rule, full.unit, full.week, full.count, full.high, full.sitters) == (Rule.OVERFULL, 0, 2, 2, 1, (0, 7))


def test_the_price_is_the_difference_of_the_plans_costs():
    dearer = (Block(0, "IM", 3, 2), GOOD[1])

    assert consequences(world(), {}, state(*GOOD), state(*dearer)).price == 9 - 3


def test_a_block_across_an_absence_is_a_remark_and_no_violation():
    units = [unit(0, "IM"), unit(1, "PSY"), unit(2, "IM")]
    away = problem(units, [doctor(0, OPTIONS, work=(0, 1, 4, 5, 6, 7))], TEMPLATE)

    found = consequences(away, {}, state(), state(*GOOD))

    (remark,) = found.remarks
    assert (remark.rule, remark.kind, remark.count) == (Rule.ACROSS_ABSENCE, "IM", 2)
    assert check.violations(away, Plan((Programme(0, GOOD),))) == []


THREE = Template(9, {"AKU": BlockRule(2, 3, 4), "IM": BlockRule(2, 3, 4), "PSY": BlockRule(2, 3, 3)}, (("IM", "PSY"),))
THREE_OPTIONS = {"AKU": [(3, 1), (4, 2)], "IM": [(0, 3), (2, 9)], "PSY": [(1, 5)]}
NOW = (Block(0, "IM", 3, 0), Block(3, "PSY", 3, 1), Block(6, "AKU", 3, 3))
FULL = {(0, 1), (3, 0), (3, 1), (4, 7)}  # (unit, week) without a place


def three():
    units = [unit(0, "IM"), unit(1, "PSY"), unit(2, "IM"), unit(3, "AKU"), unit(4, "AKU")]
    return problem(units, [doctor(0, THREE_OPTIONS, work=range(9))], THREE)


def room(number: int, first: int, last: int) -> bool:
    return not any((number, week) in FULL for week in range(first, last + 1))


@pytest.mark.parametrize("kind", ["AKU", "IM", "PSY"])
def test_other_places_are_those_that_brute_force_finds(kind):
    whole = three()
    now = Programme(0, NOW)
    was = costs.programme_cost(whole, whole.doctors[0], now)
    best: dict[tuple[int | None, int], int] = {}
    for order in permutations(["AKU", "IM", "PSY"]):
        for units in ((a, i, p) for a in (3, 4, None) for i in (0, 2, None) for p in (1, None)):
            of = dict(zip(["AKU", "IM", "PSY"], units, strict=True))
            blocks = tuple(Block(3 * place, one, 3, of[one]) for place, one in enumerate(order))
            free = all(b.unit is None or room(b.unit, b.position, b.position + 2) for b in blocks)
            if not free or check.violations(whole, Plan((Programme(0, blocks),))):
                continue
            mark = next((b.unit, b.position) for b in blocks if b.kind == kind)
            price = costs.programme_cost(whole, whole.doctors[0], Programme(0, blocks)) - was
            best[mark] = min(price, best.get(mark, price))
    best.pop(next((b.unit, b.position) for b in NOW if b.kind == kind), None)

    found = other_places(whole, whole.doctors[0], now, kind, room, best=99)

    assert {(one.block.unit, one.block.position): one.price for one in found} == best
    assert [one.price for one in found] == sorted(best.values())
    for one in found:
        assert check.violations(whole, Plan((one.programme,))) == []


def test_a_fixed_block_stays_and_a_broken_programme_is_offered_a_way_back():
    whole = three()
    broken = Programme(0, (NOW[0], Block(1, "PSY", 3, 1), Block(5, "AKU", 2, 3)))

    found = other_places(whole, whole.doctors[0], broken, "PSY", room, fixed=[NOW[0]])

    assert found
    assert all(NOW[0] in one.programme.blocks for one in found)
    assert all(check.violations(whole, Plan((one.programme,))) == [] for one in found)
    assert other_places(whole, whole.doctors[0], broken, "IM", room, fixed=[NOW[0]]) == ()
