"""The model in numpy, every replication and region at once, with all stocks and flows.

It gives the course the user sees; the compiled `kernel` only gives what the spread of many replications needs.
"""

import numpy as np

from randa.engines.forecast.draws import Draws
from randa.engines.forecast.model import Floats, Path, Problem
from randa.engines.forecast.reference import FLOWS, STOCKS
from randa.engines.forecast.tables import Tables, build


class _State:
    """Stocks of every replication and region: [replication][region], pipelines with slots last."""

    def __init__(self, problem: Problem, tables: Tables, extension: Floats) -> None:
        count, e = len(extension), extension[:, None, None]
        initial, regions = problem.initial, len(problem.regions)
        slots = np.arange(tables.template_at.shape[1])
        self.in_use = (slots < tables.at_slots[:, None]).astype(np.float64)
        self.last = tables.at_slots - 1
        self.at_queue = np.tile(np.array(initial.at_queue, dtype=np.float64), (count, 1))
        self.licensed = np.tile(np.array(initial.licensed, dtype=np.float64), (count, 1))
        self.specialists = np.tile(np.array(initial.specialists, dtype=np.float64), (count, 1))
        self.at = np.tile(tables.at_posts[0][:, None] * self.in_use, (count, 1, 1))
        self.bt = np.tile(tables.bt_posts[0][:, None], (count, 1, problem.bt_slots))
        st = np.array(initial.st_per_slot, dtype=np.float64).reshape(regions, 1)
        self.st = np.tile(st, (count, 1, problem.st_slots))
        self.template_at = tables.template_at[tables.group]
        ahead = tables.look_ahead if problem.mode == "bind" else 1
        template_bt = np.broadcast_to(tables.template_bt, (regions, *tables.template_bt.shape))
        self.response_at = _responses(self.template_at, e, ahead)
        self.response_bt = _responses(template_bt, e, ahead)

    def weeks(self, at: Floats, bt: Floats, template_bt: Floats) -> Floats:
        """Return trainee-weeks [replication][region][area]."""
        return np.asarray(np.einsum("nrs,rsk->nrk", at, self.template_at) + bt @ template_bt)

    def move_at(self, at: Floats, e: Floats) -> tuple[Floats, Floats]:
        """Return AT one quarter on, and those leaving."""
        left = np.take_along_axis(at, np.broadcast_to(self.last[:, None], (*at.shape[:2], 1)), axis=2)
        return _move(at, e)[0] * self.in_use, (1 - e[:, :, 0]) * left[:, :, 0]


def simulate(problem: Problem, draws: Draws) -> tuple[Floats, dict[str, Floats], dict[str, Floats], Floats]:
    """Return load [n][quarter][area][region], stocks and flows [n][quarter][region] by name, and late ST."""
    tables = build(problem)
    state = _State(problem, tables, draws.extension)
    shape = (len(draws), problem.quarters, len(problem.regions))
    load = np.empty((*shape[:2], len(problem.areas), shape[2]))
    stocks = {name: np.empty(shape) for name in STOCKS}
    flows = {name: np.empty(shape) for name in FLOWS}
    late = np.zeros(shape)
    late_slots = problem.supervision.late_st_slots if problem.supervision else 0
    for t in range(problem.quarters):
        did = _quarter(problem, tables, draws, state, t)
        load[:, t] = state.weeks(state.at, state.bt, tables.template_bt).transpose(0, 2, 1)
        for name in STOCKS:
            stock = getattr(state, name)
            stocks[name][:, t] = stock.sum(axis=2) if stock.ndim == 3 else stock
        for name in FLOWS:
            flows[name][:, t] = did[name]
        late[:, t] = state.st[:, :, problem.st_slots - late_slots :].sum(axis=2)
    return load, stocks, flows, late


def path(problem: Problem, draws: Draws) -> Path:
    """Return the course of the first replication of `draws`."""
    one = draws.rows(0, 1)
    load, stocks, flows, late = simulate(problem, one)
    return Path(
        load=load[0],
        stocks={name: value[0] for name, value in stocks.items()},
        flows={name: value[0] for name, value in flows.items()},
        late_st=late[0],
        extension=float(one.extension[0]),
        dropout=float(one.dropout[0]),
    )


def _quarter(problem: Problem, tables: Tables, draws: Draws, state: _State, t: int) -> dict[str, Floats]:
    year = tables.year_of[t]
    e = draws.extension[:, None, None]
    stays_the_course = 1 - draws.dropout[:, None] / 4
    did: dict[str, Floats] = {
        "need": tables.need[t] * draws.need[:, year, None],
        "licensed_in": tables.licensed_in[t] * draws.licensed[:, year, None],
    }
    # (1) inflows, (2) AT
    state.at_queue += did["need"]
    state.licensed += did["licensed_in"]
    state.at, did["at_left"] = state.move_at(state.at, e)
    state.bt, did["bt_left"] = _move(state.bt, e)
    did["at_starts"] = np.minimum(state.at_queue, tables.at_posts[t])
    if problem.mode == "bind":
        did["at_starts"] = np.minimum(did["at_starts"], _room(problem, tables, state, t, state.response_at))
    state.at_queue -= did["at_starts"]
    state.at[:, :, 0] += did["at_starts"]
    did["at_passed"] = did["at_left"] * stays_the_course
    passed = _arriving(tables, did["at_passed"])
    did["direct_st"] = passed * tables.direct_st
    state.licensed += passed - did["direct_st"]
    # (3) BT
    did["bt_starts"] = np.minimum(state.licensed, tables.bt_posts[t])
    if problem.mode == "bind":
        did["bt_starts"] = np.minimum(did["bt_starts"], _room(problem, tables, state, t, state.response_bt))
    state.licensed -= did["bt_starts"]
    state.bt[:, :, 0] += did["bt_starts"]
    # (4) ST, (5) specialists
    from_bt = _arriving(tables, did["bt_left"] * stays_the_course)
    state.st, did["st_left"] = _move(state.st, e)
    integrated = from_bt * tables.integrated
    state.st[:, :, min(problem.bt_slots, problem.st_slots - 1)] += integrated
    state.st[:, :, 0] += from_bt - integrated + did["direct_st"]
    did["st_in"] = from_bt + did["direct_st"]
    state.specialists = state.specialists * (1 - problem.specialist_exit) + did["st_left"]
    return did


def _move(slots: Floats, e: Floats) -> tuple[Floats, Floats]:
    moved = e * slots
    moved[:, :, 1:] += (1 - e) * slots[:, :, :-1]
    return moved, (1 - e[:, :, 0]) * slots[:, :, -1]


def _arriving(tables: Tables, leaving: Floats) -> Floats:
    return leaving if tables.movement is None else leaving @ tables.movement


def _responses(template: Floats, e: Floats, ahead: int) -> Floats:
    """Return [replication][region][slot][quarters on][area]: weeks to come of one person now in the slot."""
    weeks = np.tile(template, (len(e), 1, 1, 1))
    found = []
    for _ in range(ahead):
        found.append(weeks)
        onward = np.zeros_like(weeks)
        onward[:, :, :-1] = weeks[:, :, 1:]
        weeks = e[..., None] * weeks + (1 - e[..., None]) * onward
    return np.stack(found, axis=3)


def _room(problem: Problem, tables: Tables, state: _State, t: int, response: Floats) -> Floats:
    """Return how many may start [replication][region] before the tightest area is full, now or later on."""
    quarters = np.minimum(np.arange(t, t + tables.look_ahead), problem.quarters - 1)
    free = tables.capacity[quarters].transpose(1, 0, 2) - (
        np.einsum("nrs,nrsjk->nrjk", state.at, state.response_at)
        + np.einsum("nrs,nrsjk->nrjk", state.bt, state.response_bt)
    )
    each = response[:, :, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        fits = np.where(each > 0, free / each, np.inf)
    return np.asarray(np.maximum(fits.min(axis=(2, 3)), 0.0))
