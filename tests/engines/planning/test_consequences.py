"""What a change breaks, mends and costs; and other places for a block, held against brute force and the judge."""

from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from randa.engines.planning import check, costs
from randa.engines.planning.check import Hold, Rule
from randa.engines.planning.consequences import State, consequences
from randa.engines.planning.model import Block, BlockRule, Plan, Programme, Template
from randa.engines.planning.nearby import nothing_borne, other_places

from .problems import doctor, problem, problems, unit
from .test_kernel import every_programme

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


def holds(whole, programmes, units):
    of = {one.id: one for one in whole.doctors}
    found = []
    for programme in programmes:
        for block in programme.blocks:
            weeks = costs.calendar_weeks(of[programme.doctor], block)
            if block.unit in units and weeks:
                parts = whole.takes(of[programme.doctor])
                found.append(Hold(block.unit, programme.doctor, weeks[0], weeks[-1], parts))
    return found


@settings(max_examples=80, deadline=None)
@given(given_problem=problems(is_second=True, is_fair=True), chance=st.randoms(use_true_random=False))
def test_the_price_of_one_learners_change_is_the_difference_of_the_whole_plans_costs(given_problem, chance):
    choices = [list(every_programme(given_problem, one)) for one in given_problem.doctors]
    assume(all(choices))
    before = [chance.choice(some) for some in choices]
    after = [chance.choice(choices[0]), *before[1:]]
    concerned = {block.unit for one in (before[0], after[0]) for block in one.blocks if block.unit is not None}

    states = [State([side[0]], holds(given_problem, side, concerned)) for side in (before, after)]
    caps = {one.id: one.cap for one in given_problem.units}

    was, now = (costs.cost(given_problem, Plan(tuple(side))) for side in (before, after))
    assert consequences(given_problem, caps, *states).price == now - was


def test_leaving_a_unit_empty_that_wants_somebody_costs_what_it_then_lacks():
    wants = unit(0, "IM", least=(1,) * 12)
    whole = problem([wants, unit(1, "PSY"), unit(2, "IM")], [doctor(0, OPTIONS)], TEMPLATE, below_least_cost=5)
    elsewhere = (Block(0, "IM", 3, 2), GOOD[1])

    price = consequences(whole, {}, state(*GOOD, holds=[Hold(0, 0, 0, 2)]), state(*elsewhere)).price

    assert price == 9 - 3 + 3 * 5


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


def wanted(number: int, first: int, last: int) -> int:
    """Return what a week more changes: the nearest units have many already (0 and 3), those farther away want somebody (2 and 4)."""
    return (last - first + 1) * {0: 3, 2: -1, 3: 2, 4: -1}.get(number, 0)


@pytest.mark.parametrize("borne", [nothing_borne, wanted])
@pytest.mark.parametrize("kind", ["AKU", "IM", "PSY"])
def test_other_places_are_those_that_brute_force_finds(kind, borne):
    whole = three()
    now = Programme(0, NOW)

    def cost(blocks) -> int:
        more = sum(borne(b.unit, b.position, b.position + b.weeks - 1) for b in blocks if b.unit is not None)
        return costs.programme_cost(whole, whole.doctors[0], Programme(0, blocks)) + more

    was = cost(NOW)
    best: dict[tuple[int | None, int], int] = {}
    for order in permutations(["AKU", "IM", "PSY"]):
        for units in ((a, i, p) for a in (3, 4, None) for i in (0, 2, None) for p in (1, None)):
            of = dict(zip(["AKU", "IM", "PSY"], units, strict=True))
            blocks = tuple(Block(3 * place, one, 3, of[one]) for place, one in enumerate(order))
            free = all(b.unit is None or room(b.unit, b.position, b.position + 2) for b in blocks)
            if not free or check.violations(whole, Plan((Programme(0, blocks),))):
                continue
            mark = next((b.unit, b.position) for b in blocks if b.kind == kind)
            price = cost(blocks) - was
            best[mark] = min(price, best.get(mark, price))
    best.pop(next((b.unit, b.position) for b in NOW if b.kind == kind), None)

    found = other_places(whole, whole.doctors[0], now, kind, room, best=99, borne=borne)

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
