"""The model in plain Python, one replication, one step after the other: slow, and meant to be read.

The steps (1)-(6) of a quarter stand in `_quarter` in their order. The fast simulations are held against this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from randa.engines.forecast.model import Problem
from randa.engines.forecast.tables import look_ahead

FLOWS = (
    "need", "at_starts", "at_left", "at_passed", "licensed_in", "direct_st", "bt_starts", "bt_left", "st_in", "st_left",
)  # fmt: skip
STOCKS = ("at_queue", "at", "licensed", "bt", "st", "specialists")


@dataclass(slots=True)
class Chance:
    """What one replication drew: a factor per year for each inflow, and two shares."""

    need: Sequence[float]
    licensed: Sequence[float]
    extension: float
    dropout: float


@dataclass(slots=True)
class Region:
    """The state of one region, and what it did in the quarter at hand."""

    at_queue: float
    licensed: float
    specialists: float
    at: list[float]
    bt: list[float]
    st: list[float]
    did: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Course:
    """load [quarter][area][region]; stocks and flows [quarter][region]."""

    load: list[list[list[float]]]
    stocks: dict[str, list[list[float]]]
    flows: dict[str, list[list[float]]]


def simulate(problem: Problem, chance: Chance) -> Course:
    """Return the course of one replication."""
    regions = [_first_state(problem, r) for r in range(len(problem.regions))]
    course = Course([], {name: [] for name in STOCKS}, {name: [] for name in FLOWS})
    for t in range(problem.quarters):
        _quarter(problem, chance, regions, t)
        course.load.append(
            [[_load(problem, r, state)[k] for r, state in enumerate(regions)] for k in range(len(problem.areas))]
        )
        for name in STOCKS:
            course.stocks[name].append([_size(getattr(state, name)) for state in regions])
        for name in FLOWS:
            course.flows[name].append([state.did[name] for state in regions])
    return course


def _quarter(problem: Problem, chance: Chance, regions: list[Region], t: int) -> None:
    quarter = (problem.first[1] + t) % 4
    year = (problem.first[1] + t) // 4
    e, d = chance.extension, chance.dropout
    season = problem.seasonality[quarter]
    for r, state in enumerate(regions):
        # (1) inflows
        need = problem.need_at[year] * season * problem.share[r] * chance.need[year]
        licensed_in = problem.licensed_inflow[year] * season * problem.weight[r] * chance.licensed[year]
        state.at_queue += need
        state.licensed += licensed_in
        # (2) AT; BT moves too, so that a start is held against those who will be there
        at_left, bt_left = _move(state.at, e), _move(state.bt, e)
        starts = min(state.at_queue, _at_posts(problem, year, r) / 4)
        if problem.mode == "bind":
            starts = _cut(problem, state, r, t, e, starts, "at")
        state.at_queue -= starts
        state.at[0] += starts
        state.did = {
            "need": need, "at_starts": starts, "at_left": at_left, "at_passed": at_left * (1 - d / 4),
            "licensed_in": licensed_in, "bt_left": bt_left,
        }  # fmt: skip
    for r, state in enumerate(regions):
        passed = _arriving(problem, r, [other.did["at_passed"] for other in regions])
        direct = passed * _per_region(problem.direct_st_share, r)
        state.licensed += passed - direct
        # (3) BT
        starts = min(state.licensed, problem.bt_posts_per_year[year][r] / 4)
        if problem.mode == "bind":
            starts = _cut(problem, state, r, t, e, starts, "bt")
        state.licensed -= starts
        state.bt[0] += starts
        state.did |= {"direct_st": direct, "bt_starts": starts}
    for r, state in enumerate(regions):
        # (4) ST, (5) specialists
        from_bt = _arriving(problem, r, [other.did["bt_left"] * (1 - d / 4) for other in regions])
        st_left = _move(state.st, e)
        _enter_st(problem, r, state, from_bt)
        state.specialists = state.specialists * (1 - problem.specialist_exit) + st_left
        state.did |= {"st_in": from_bt + state.did["direct_st"], "st_left": st_left}


def _move(slots: list[float], e: float) -> float:
    """Move 1 − e of every slot on; return those leaving the last one."""
    left = (1 - e) * slots[-1]
    for s in range(len(slots) - 1, 0, -1):
        slots[s] = e * slots[s] + (1 - e) * slots[s - 1]
    slots[0] = e * slots[0]
    return left


def _enter_st(problem: Problem, r: int, state: Region, from_bt: float) -> None:
    """Let those with BT begin ST; who did BT inside ST has that many slots behind them already."""
    integrated = from_bt * _per_region(problem.integrated_share, r)
    state.st[min(problem.bt_slots, problem.st_slots - 1)] += integrated
    state.st[0] += from_bt - integrated + state.did["direct_st"]


def _arriving(problem: Problem, r: int, leaving: list[float]) -> float:
    if problem.movement is None:
        return leaving[r]
    return sum(problem.movement[origin][r] * number for origin, number in enumerate(leaving))


def _cut(problem: Problem, state: Region, r: int, t: int, e: float, wanted: float, kind: str) -> float:
    """Return the starts the tightest area leaves room for, now and as they move through their slots."""
    at, bt = list(state.at), list(state.bt)
    one = [1.0] + [0.0] * (len(at if kind == "at" else bt) - 1)
    template: Callable[[int], Sequence[float]] = (
        _at_template(problem, r) if kind == "at" else problem.template_bt.__getitem__
    )
    allowed = wanted
    for ahead in range(look_ahead(problem)):
        committed = _weeks(problem, r, at, bt)
        for k in range(len(problem.areas)):
            each = sum(share * template(s)[k] for s, share in enumerate(one))
            limit = _limit(problem, min(t + ahead, problem.quarters - 1), r, k)
            if each > 0 and limit is not None:
                allowed = min(allowed, max(0.0, (limit - committed[k]) / each))
        for slots in (at, bt, one):
            _move(slots, e)
    return allowed


def _load(problem: Problem, r: int, state: Region) -> list[float]:
    """(6) Return trainee-weeks per area."""
    return _weeks(problem, r, state.at, state.bt)


def _weeks(problem: Problem, r: int, at: list[float], bt: list[float]) -> list[float]:
    template = _at_template(problem, r)
    return [
        sum(n * template(s)[k] for s, n in enumerate(at)) + sum(n * problem.template_bt[s][k] for s, n in enumerate(bt))
        for k in range(len(problem.areas))
    ]


def _first_state(problem: Problem, r: int) -> Region:
    initial = problem.initial
    slots = problem.at_slots[r] if isinstance(problem.at_slots, tuple) else problem.at_slots
    return Region(
        at_queue=initial.at_queue[r],
        licensed=initial.licensed[r],
        specialists=initial.specialists[r],
        at=[_at_posts(problem, 0, r) / 4] * slots,
        bt=[problem.bt_posts_per_year[0][r] / 4] * problem.bt_slots,
        st=[initial.st_per_slot[r]] * problem.st_slots,
    )


def _at_posts(problem: Problem, year: int, r: int) -> float:
    first = problem.at_posts_per_year[0]
    row = problem.at_posts_per_year[year] if isinstance(first, tuple) else problem.at_posts_per_year
    return row[r]  # type: ignore[index, return-value]  # a row in both cases


def _at_template(problem: Problem, r: int) -> Callable[[int], Sequence[float]]:
    per_region = isinstance(problem.template_at[0][0], tuple)
    rows = problem.template_at[r] if per_region else problem.template_at
    return rows.__getitem__  # type: ignore[return-value]  # rows of numbers in both cases


def _limit(problem: Problem, t: int, r: int, k: int) -> float | None:
    capacity = problem.capacity
    if capacity is None:
        return None
    if isinstance(capacity[0][0], tuple):
        return capacity[(problem.first[1] + t) // 4][r][k]
    return capacity[r][k]


def _per_region(value: float | tuple[float, ...], r: int) -> float:
    return value[r] if isinstance(value, tuple) else value


def _size(stock: float | list[float]) -> float:
    return sum(stock) if isinstance(stock, list) else stock
