"""First plans: doctors one after another, each with the exact best programme in what is left; and what a person without
a computer does, as a baseline to be measured against.
"""

from __future__ import annotations

import numpy as np

from randa.engines.planning.compile import NONE, Compiled, Index, Ints, LongCubes, Tables, compile_problem, to_plan
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import NEVER_FULL, NO_PRICES, Scratch, cheapest, scratch
from randa.engines.planning.model import Plan, Problem
from randa.engines.planning.seats import State, empty_state, seat


def date_order(problem: Problem) -> Ints:
    """Return the doctors' indices, first working week first."""
    doctors = problem.doctors
    keys = [(doctor.work[0], doctor.arrival or 0.0, doctor.id) for doctor in doctors]
    return np.array(sorted(range(len(doctors)), key=keys.__getitem__), np.int32)


def greedy(work: Compiled, price: LongCubes = NO_PRICES) -> State:
    """Return the plan that gives each doctor, in date order, the best programme in what the earlier ones left.

    Args:
        work: the compiled problem.
        price: weekly prices as `kernel.cheapest` takes them. With them a doctor avoids places that others will need more;
            without, the units' own strain is what counts.
    """
    state = empty_state(work.tables)
    guide = price if price.shape[1] else state.strain
    _fill(work.tables, state, date_order(work.problem), guide, scratch(work.tables))
    return state


@compiled
def _fill(tables: Tables, state: State, order: Ints, price: LongCubes, memory: Scratch) -> None:
    blocks = np.zeros((state.blocks.shape[1], 4), np.int32)
    for turn in range(order.shape[0]):
        doctor = np.int64(order[turn])
        cost, count = cheapest(tables, doctor, state.last_full, price, np.int64(0), memory, blocks)
        cost = priced_at_zero(tables, doctor, cost, price, blocks, count)
        seat(tables, state, doctor, cost, blocks, count)


@compiled
def priced_at_zero(tables: Tables, doctor: Index, cost: Index, prices: LongCubes, blocks: Ints, count: Index) -> int:
    """Return the cost of a programme without the prices it was found under."""
    price = prices[min(tables.size[doctor], prices.shape[0] - 1)]
    if price.shape[0] > 0:
        for index in range(count):
            unit, position, weeks = blocks[index, 3], blocks[index, 1], blocks[index, 2]
            if unit != NONE and tables.lock_position[doctor, blocks[index, 0]] == NONE:
                cost -= price[unit, tables.work[doctor, position + weeks - 1] + 1]
                cost += price[unit, tables.work[doctor, position]]
    return int(cost)


def first_come(problem: Problem) -> Plan:
    """Return the plan of a coordinator with a calendar and good routines.

    In order of arrival each doctor gets standard lengths in one of the standard orders, taken in turn so that not
    everybody begins in the same clinic; then each block the cheapest unit with room in all its weeks, else none.
    """
    work = compile_problem(problem)
    state = empty_state(work.tables)
    memory = scratch(work.tables)
    doctors = problem.doctors
    arrivals = [(d.arrival if d.arrival is not None else d.start, d.start, d.id) for d in doctors]
    blocks = np.zeros((state.blocks.shape[1], 4), np.int32)
    nowhere = np.zeros_like(work.tables.option_start)
    layout = work.tables._replace(option_start=nowhere)  # noqa: SLF001  a named tuple's public method, despite its name
    for turn, doctor in enumerate(sorted(range(len(doctors)), key=arrivals.__getitem__)):
        _, count = cheapest(layout, doctor, NEVER_FULL, NO_PRICES, turn, memory, blocks)
        for index in reversed(range(count)):
            _first_free(work.tables, state, doctor, blocks[index])
        seat(work.tables, state, doctor, 0, blocks, count)
    return to_plan(work, state.blocks, state.block_count)


@compiled
def _first_free(tables: Tables, state: State, doctor: Index, block: Ints) -> None:
    """Write the cheapest unit with room in all the block's weeks; NONE when there is none."""
    k, position, weeks = block[0], block[1], block[2]
    if tables.lock_position[doctor, k] != NONE:
        return
    begin, end = tables.work[doctor, position], tables.work[doctor, position + weeks - 1]
    block[3] = NONE
    best = weeks * tables.unplaced[tables.template[doctor], k] * tables.priority[doctor]
    for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
        if (
            state.last_full[tables.size[doctor], tables.option_unit[option], end] < begin
            and tables.option_cost[option] <= best
        ):
            best = tables.option_cost[option]
            block[3] = tables.option_unit[option]
