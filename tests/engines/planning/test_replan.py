"""A mended plan is legal, keeps what it can, and says exactly what it changes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from randa.engines.planning.changes import Changes, DoctorChange, changed, decode_changes
from randa.engines.planning.check import misstatements, violations
from randa.engines.planning.difference import BlockChange, Spell, changes_between
from randa.engines.planning.generate import Size, generate
from randa.engines.planning.model import Block, BlockRule, InvalidInputError, Plan, Programme, Template
from randa.engines.planning.replan import replan
from randa.engines.planning.solve import solve

from .problems import FIXED, doctor, problem, problems, unit

REGION = generate(Size(40), seed=4)
PLAN = solve(REGION, iterations=400, with_bound=False).plan


def closed(given_problem, number, share=0):
    return changed(
        given_problem, Changes(caps={number: tuple(int(cap * share) for cap in given_problem.unit(number).cap)})
    )


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_whatever_happens_the_mended_plan_is_legal_and_states_what_it_costs_and_changes(before, data):
    plan = solve(before, iterations=5, with_bound=False).plan
    caps = {
        one.id: tuple(data.draw(st.lists(st.integers(0, 2), min_size=14, max_size=14)))
        for one in before.units
        if data.draw(st.booleans())
    }
    left = tuple(one.id for one in before.doctors if data.draw(st.integers(0, 4)) == 0)
    total = before.templates["T"].total
    doctors = {
        one.id: DoctorChange(work=tuple(sorted(data.draw(st.sets(st.integers(0, 13), min_size=total, max_size=14)))))
        for one in before.doctors
        if data.draw(st.integers(0, 3)) == 0
    }
    after = changed(before, Changes(caps, doctors, left))

    done = replan(before, plan, after, most_disturbed=data.draw(st.none() | st.integers(0, 2)), iterations=20)

    assert violations(after, done.plan) == misstatements(after, done.plan) == []
    assert done.changes == changes_between(before, plan, after, done.plan)
    assert set(done.disturbed) == {one.doctor for one in done.changes if one.before and one.before.unit is not None}
    assert set(done.forced) <= set(done.disturbed)


def test_where_nothing_has_happened_nothing_is_changed():
    done = replan(REGION, PLAN, REGION)

    assert (done.plan.programmes, done.changes, done.iterations) == (PLAN.programmes, (), 0)


def test_a_halved_unit_disturbs_few_and_a_new_plan_disturbs_most():
    busiest = max(REGION.units, key=lambda one: (one.kind == "PSY", sum(one.cap)))
    after = closed(REGION, busiest.id, 0.5)

    done = replan(REGION, PLAN, after)

    afresh = solve(after, iterations=400, with_bound=False)
    assert 0 < len(done.changes) < len(changes_between(REGION, PLAN, after, afresh.plan)) / 3


def test_only_as_many_give_way_as_must_and_the_cheapest_does():
    options = {"IM": [(0, 0)], "PSY": [(1, 0)]}
    before = problem(
        [unit(0, "IM", 2), unit(1, "PSY", 2), unit(2, "PSY", 2)],
        [doctor(0, options), doctor(1, options | {"PSY": [(1, 0), (2, 30)]})],
        FIXED,
    )
    plan = Plan(tuple(Programme(n, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 1))) for n in (0, 1)))

    done = replan(before, plan, changed(before, Changes(caps={1: (1,) * 12})))

    assert done.changes == (BlockChange(1, "PSY", Spell("PSY", 1, 4, 5), Spell("PSY", 2, 4, 5)),)


def chain():
    """Doctor 0 loses unit 1. In unit 2 sits doctor 1, who could go to unit 3: cheaper together, but two are disturbed."""
    before = problem(
        [unit(0, "IM", 2), unit(1, "PSY"), unit(2, "PSY"), unit(3, "PSY")],
        [
            doctor(0, {"IM": [(0, 0)], "PSY": [(1, 0), (2, 0)]}),
            doctor(1, {"IM": [(0, 0)], "PSY": [(2, 0), (3, 10)]}),
        ],
        FIXED,
    )
    plan = Plan(
        (
            Programme(0, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 1))),
            Programme(1, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 2))),
        )
    )
    return before, plan, closed(before, 1)


def test_one_doctor_makes_room_for_another_when_that_is_worth_the_change_price():
    before, plan, after = chain()

    cheap, dear = (replan(before, plan, after, change_price=price) for price in (40, 115))

    assert (cheap.disturbed, cheap.plan.unplaced_weeks) == ((0, 1), 0)
    assert (dear.disturbed, dear.plan.unplaced_weeks) == ((0,), 2)


def test_no_more_doctors_are_disturbed_than_the_limit_allows():
    before, plan, after = chain()

    done = replan(before, plan, after, most_disturbed=1)

    assert (done.disturbed, done.over_limit, done.plan.unplaced_weeks) == ((0,), 0, 2)


def test_a_limit_that_cannot_be_held_is_passed_and_says_by_how_many():
    before, plan, after = chain()

    assert replan(before, plan, after, most_disturbed=0).over_limit == 1


def test_locked_blocks_are_kept_and_others_give_way_to_new_ones():
    before, plan, _ = chain()
    locked = Block(4, "PSY", 2, 2)
    after = changed(before, Changes(doctors={0: DoctorChange(locked=(locked,))}))

    done = replan(before, plan, after)

    assert locked in done.plan.programmes[0].blocks
    assert (done.forced, done.disturbed, violations(after, done.plan)) == ((0,), (0, 1), [])


def test_a_block_with_the_same_weeks_in_the_calendar_stands_though_its_place_in_the_programme_moved():
    template = Template(6, {"IM": BlockRule(2, 4, 4), "PSY": BlockRule(2, 2, 4)}, (("IM", "PSY"),))
    before = problem(
        [unit(0, "IM"), unit(1, "PSY")], [doctor(0, {"IM": [(0, 0)], "PSY": [(1, 0)]}, range(7))], template
    )
    plan = Plan((Programme(0, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 1))),))
    after = changed(before, Changes(doctors={0: DoctorChange(work=(0, 1, 3, 4, 5, 6))}))  # away in week 2

    done = replan(before, plan, after)

    assert done.plan.programmes[0].blocks == (Block(0, "IM", 3, 0), Block(3, "PSY", 3, 1))
    assert done.changes == (BlockChange(0, "PSY", Spell("PSY", 1, 4, 5), Spell("PSY", 1, 4, 6)),)


def test_who_left_frees_places_and_who_came_is_placed():
    after = replace(REGION, doctors=(*REGION.doctors[1:], replace(REGION.doctors[0], id=99)))

    done = replan(REGION, PLAN, after)

    assert [one.doctor for one in done.plan.programmes] == [*range(1, 40), 99]
    assert violations(after, done.plan) == []


def test_the_same_seed_mends_the_same_way_and_stopping_early_is_allowed():
    after = closed(REGION, 2)

    first, again = (replan(REGION, PLAN, after, seed=5) for _ in range(2))
    stopped = replan(REGION, PLAN, after, stop=lambda: True)

    assert first == again
    assert (stopped.is_stopped, stopped.iterations, violations(after, stopped.plan)) == (True, 0, [])


def test_nobody_left_is_a_plan_too():
    assert replan(REGION, PLAN, replace(REGION, doctors=())).plan.programmes == ()


def test_a_plan_that_is_not_legal_is_refused():
    with pytest.raises(ValueError, match="not legal for the problem before"):
        replan(closed(REGION, 2), PLAN, REGION)


def test_changes_that_do_not_fit_are_refused_with_their_path():
    with pytest.raises(InvalidInputError, match=r"left\[1\]: 3 stands twice"):
        decode_changes(b'{"left": [3, 3]}')
    with pytest.raises(InvalidInputError, match=r"units\[0\]\.capp: is not a known key"):
        decode_changes(b'{"units": [{"id": 1, "cap": [1], "capp": 1}]}')
    with pytest.raises(InvalidInputError, match=r"units: unit 999 does not exist; doctors: doctor 777 does not exist"):
        changed(REGION, decode_changes(b'{"units": [{"id": 999, "cap": [1]}], "doctors": [{"id": 777}]}'))


def test_changes_are_read_from_json():
    data = b'{"units": [{"id": 1, "cap": [0, 1]}], "doctors": [{"id": 2, "work": [4, 5], "absent": [[1, 3]]}], "left": [7]}'

    assert decode_changes(data) == Changes({1: (0, 1)}, {2: DoctorChange((4, 5), ((1, 3),))}, (7,))
