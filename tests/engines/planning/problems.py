"""Small planning problems for the tests, made from the parts that matter; the rest is the least that is valid."""

from hypothesis import strategies as st

from randa.engines.planning.model import Block, BlockRule, Doctor, Option, Problem, Template, Unit

TWO_KINDS = Template(6, {"IM": BlockRule(3, 4, 4), "PSY": BlockRule(2, 2, 3)})


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
def problems(draw, most_doctors=4):
    """Problems with gaps, absences, locks, precedence, optional kinds, missing options and weeks without places."""
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
    return problem(units, doctors, template, weeks)


@st.composite
def _doctors(draw, number, kinds, units, total, weeks):
    work = sorted(draw(st.sets(st.integers(0, weeks - 1), min_size=total, max_size=weeks)))
    options = {
        kind: [(one.id, draw(st.integers(0, 90))) for one in units if one.kind == kind and draw(st.booleans())]
        for kind in kinds
    }
    return doctor(number, options, work)


def with_lock(given, number, block):
    """Return the problem with one block of one doctor locked."""
    doctors = [
        one if one.id != number else Doctor(**{**_values(one), "locked": (Block(*block),)}) for one in given.doctors
    ]
    return Problem(**{**_values(given), "doctors": tuple(doctors)})


def _values(thing):
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}
