"""Small planning problems for the tests, made from the parts that matter; the rest is the least that is valid."""

from dataclasses import replace

from hypothesis import strategies as st

from randa.engines.planning.model import (
    Block,
    BlockRule,
    Doctor,
    Due,
    Fairness,
    Option,
    Plan,
    Problem,
    Programme,
    Template,
    Unit,
)

TWO_KINDS = Template(6, {"IM": BlockRule(3, 4, 4), "PSY": BlockRule(2, 2, 3)})

FIXED = Template(6, {"IM": BlockRule(4, 4, 4), "PSY": BlockRule(2, 2, 2)}, (("IM", "PSY"),))


def unit(number, kind="IM", cap=1, weeks=12, **more):
    places = tuple(cap) if isinstance(cap, (list, tuple)) else (cap,) * weeks
    return Unit(number, 0, kind, places, **more)


def doctor(number, options, work=range(6), template="T", **more):
    priced = {kind: tuple(Option(*pair) for pair in pairs) for kind, pairs in options.items()}
    return Doctor(number, 0, template, min(work, default=0), tuple(work), priced, **more)


def problem(units, doctors, template=TWO_KINDS, weeks=12, **more):
    values = {
        "weeks": weeks,
        "kinds": tuple(template.blocks),
        "regions": ("North",),
        "templates": {"T": template},
        "unplaced_cost_per_week": dict.fromkeys(template.blocks, 60),
        "off_nominal_cost_per_week": 1,
        "max_gap_weeks": 2,
    }
    return Problem(units=tuple(units), doctors=tuple(doctors), **(values | more))


@st.composite
def problems(draw, most_doctors=4, *, is_second=False, is_fair=False):
    """Problems with gaps, absences, locks, precedence, optional kinds, missing options and weeks without places.

    Args:
        most_doctors: at most so many.
        is_second: also with what the second format adds: parts of places, priorities, days when something is due, units
            that ought to have some learners and not too many.
        is_fair: also with burdens that weigh more beyond a limit.
    """
    weeks = 14
    kinds = ("A", "B", "C")[: draw(st.integers(2, 3))]
    rules = {}
    for kind in kinds:
        low, more, extra = draw(st.integers(0, 3)), draw(st.integers(0, 1)), draw(st.integers(0, 2))
        rules[kind] = BlockRule(low, low + more, max(low + more + extra, 1))
    least, most = sum(r.minimum for r in rules.values()), sum(r.maximum for r in rules.values())
    total = draw(st.integers(max(least, 1), min(most, weeks)))  # more working weeks than weeks there cannot be
    before = ((kinds[0], kinds[1]),) if draw(st.booleans()) else ()
    template = Template(total, rules, before)
    units = [
        unit(n, draw(st.sampled_from(kinds)), draw(st.lists(st.integers(0, 2), min_size=weeks, max_size=weeks)))
        for n in range(draw(st.integers(1, 4)))
    ]
    doctors = [draw(_doctors(n, kinds, units, total, weeks)) for n in range(draw(st.integers(1, most_doctors)))]
    more = {}
    if is_second:
        units, doctors = [draw(_bearing(one)) for one in units], [draw(_weighed(one)) for one in doctors]
        more = {
            "parts_per_place": draw(st.integers(1, 3)),
            "below_least_cost": draw(st.integers(0, 40)),
            "above_ease_cost": draw(st.integers(0, 40)),
        }
    if is_fair:
        per = draw(st.sampled_from([1, 1, 3]))
        more["fairness"] = Fairness(draw(st.integers(0, 40)) * per, draw(st.integers(1, 3)), per)
        doctors = [_costing_multiples(one, per) for one in doctors]
    return problem(units, doctors, template, weeks, **more)


def _costing_multiples(one, per):
    """The doctor with option costs that are so many times as high."""
    options = {kind: tuple(Option(o.unit, o.cost * per) for o in some) for kind, some in one.options.items()}
    return replace(one, options=options)


@st.composite
def regional_problems(draw, **more):
    """Problems as `problems` draws them, whose learners and units lie in up to three regions, however that falls out."""
    given = draw(problems(**more))
    number = st.integers(0, 2)
    return replace(
        given,
        regions=("North", "South", "West"),
        units=tuple(replace(one, region=draw(number)) for one in given.units),
        doctors=tuple(replace(one, region=draw(number)) for one in given.doctors),
    )


@st.composite
def _bearing(draw, one):
    """A unit that ought to have some learners, that has not too many with ease, or says neither."""
    low = [draw(st.integers(0, 2)) for _ in one.cap]
    high = [low_now + draw(st.integers(0, 2)) for low_now in low]
    least, ease = draw(st.sampled_from([(low, high), (low, None), (None, high), (None, None)]))
    return replace(one, least=least and tuple(least), ease=ease and tuple(ease))


@st.composite
def _weighed(draw, one):
    """A doctor with a size, a priority and kinds that are due."""
    due = {kind: Due(draw(st.integers(0, 13)), draw(st.integers(0, 30))) for kind in one.options if draw(st.booleans())}
    takes = draw(st.sampled_from([None, 1, 2]))
    return replace(one, takes=takes, priority=draw(st.integers(1, 3)), due=due)


@st.composite
def _doctors(draw, number, kinds, units, total, weeks):
    work = sorted(draw(st.sets(st.integers(0, weeks - 1), min_size=total, max_size=weeks)))
    options = {
        kind: [(one.id, draw(st.integers(0, 90))) for one in units if one.kind == kind and draw(st.booleans())]
        for kind in kinds
    }
    return doctor(number, options, work)


def with_newcomer(far_cost, newcomers_options):
    """The first has one of two places; the other costs her so much more. Then a second learner comes.

    Returns:
        The problem before, its plan, and the problem after.
    """
    one = doctor(1, {"IM": [(1, 0)], "PSY": [(2, 0), (3, far_cost)]})
    units = [unit(1, cap=2, weeks=6), unit(2, "PSY", weeks=6), unit(3, "PSY", weeks=6)]
    before = problem(units, [one], FIXED, weeks=6)
    plan = Plan((Programme(1, (Block(0, "IM", 4, 1), Block(4, "PSY", 2, 2))),))
    two = doctor(2, {"IM": [(1, 0)], "PSY": newcomers_options})
    return before, plan, problem(units, [one, two], FIXED, weeks=6)


def with_lock(given, number, block):
    """Return the problem with one block of one doctor locked."""
    doctors = [
        one if one.id != number else Doctor(**{**_values(one), "locked": (Block(*block),)}) for one in given.doctors
    ]
    return Problem(**{**_values(given), "doctors": tuple(doctors)})


def _values(thing):
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}
