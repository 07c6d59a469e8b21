"""A dive: some doctors are planned together by following the linear relaxation down to whole programmes.

Column generation with the exact kernel finds the programmes that matter (`master.py`); the one with the largest weight
is given, the places it holds are gone, prices are found anew for those who remain, and so on. What one re-insertion
after another cannot see, that several must move together, the relaxation sees. In the same time it comes much closer
to the bound than annealing on up to a hundred doctors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from randa.engines.planning.bound import prefix_sums
from randa.engines.planning.compile import SCALE, Index, Ints, Longs, Tables
from randa.engines.planning.construct import priced_at_zero
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import Scratch, cheapest, scratch
from randa.engines.planning.master import Floats, Master, NoSolutionError, Relaxed
from randa.engines.planning.seats import State, seat, unseat
from randa.engines.planning.stop import StopRule, never

NO_PRICES = np.zeros((0, 0), np.int64)
ROUNDS = 12  # of column generation before the first programme is given
ROUNDS_AFTER, ROUNDS_LATE, LATE = 2, 8, 12  # after each; and when LATE or fewer doctors remain
ALL_TOGETHER, MOST_TOGETHER = 100, 50  # doctors in one dive: of the whole problem, of a part of a larger one
MOST_WORK = 3000  # simplex iterations per doctor; a dive that asks for more (too few places for all) is given up
SURE = 0.8  # a weight with which several programmes may be given at once
SHARE_AT_ONCE = 6  # of the remaining doctors, one in so many at most
MIXES = (0.0, 0.5, 0.8)  # prices asked for: the relaxation's own, and two nearer to the best known ones


@dataclass
class _Dive:
    tables: Tables
    state: State
    master: Master
    memory: Scratch
    centre: Floats
    left: list[int]
    stop: StopRule
    twist: int = 0

    def generate(self, rounds: int) -> Relaxed:
        """Add programmes that pay under the relaxation's prices; return its last solution."""
        relaxed = self.master.solve()
        for _ in range(rounds):
            if self.stop():
                break
            new = [self._ask(mix * self.centre + (1 - mix) * relaxed.price) for mix in MIXES]
            if not any(new):
                break
            relaxed = self.master.solve()
        return relaxed

    def _ask(self, price: Floats) -> bool:
        """Add everybody's cheapest programme under these prices; return whether any was new."""
        return self.add_cheapest(self.state.last_full, prefix_sums(np.round(price * SCALE).astype(np.int64)))

    def add_cheapest(self, last_full: Ints, price: Longs) -> bool:
        doctors = np.array(self.left, np.int32)
        width = self.state.blocks.shape[1]
        costs, counts = np.zeros(len(doctors), np.int64), np.zeros(len(doctors), np.int32)
        blocks = np.zeros((len(doctors), width, 4), np.int32)
        self.twist += 1
        programmes(self.tables, last_full, price, doctors, self.twist, self.memory, costs, counts, blocks)
        found = [
            self.master.add(int(doctor), int(costs[i]), blocks[i, : counts[i]]) for i, doctor in enumerate(doctors)
        ]
        return any(found)

    def follow(self) -> None:
        """Give everybody a programme, or fewer when stopped."""
        relaxed = self.generate(ROUNDS)
        while self.left and not self.stop():
            self.give(relaxed.weights)
            if self.left:
                relaxed = self.generate(ROUNDS_LATE if len(self.left) <= LATE else ROUNDS_AFTER)

    def give(self, weights: Floats) -> None:
        """Seat the programmes with the largest weights: one at least, more when they are sure."""
        most = max(1, len(self.left) // SHARE_AT_ONCE)
        numbers = [number for doctor in self.left for number in self.master.of_doctor[doctor]]
        given = 0
        for number in sorted(numbers, key=lambda number: (-weights[number], number)):
            if given == most or (given and weights[number] < SURE):
                return
            column = self.master.columns[number]
            if column.doctor in self.left and (self.state.room.reshape(-1)[column.places] > 0).all():
                seat(self.tables, self.state, column.doctor, column.cost, column.blocks, len(column.blocks))
                self.master.fix(number)
                self.left.remove(column.doctor)
                given += 1


def dive(tables: Tables, state: State, doctors: Ints, price: Floats, stop: StopRule = never) -> int:
    """Plan these doctors anew, all others staying; keep the old programmes unless the new ones are cheaper together.

    Args:
        tables: the problem.
        state: a complete plan; changed in place.
        doctors: indices of the doctors, 1 or more.
        price: [U, W] good weekly prices in cost units, to begin with.
        stop: asked before each programme is given; True puts everything back. So does more work than is worth it.

    Returns:
        The change of the scaled cost: 0 or less.
    """
    kept = [(int(d), int(state.cost[d]), state.blocks[d, : state.block_count[d]].copy()) for d in doctors]
    for doctor, _, _ in kept:
        unseat(tables, state, doctor)
    master = Master(tables, state.room.copy(), doctors)
    most_work = MOST_WORK * len(doctors)

    def enough() -> bool:
        return master.work > most_work or stop()

    run = _Dive(tables, state, master, scratch(tables), price, [doctor for doctor, _, _ in kept], enough)
    nowhere = np.broadcast_to(np.arange(state.room.shape[1], dtype=np.int32), state.room.shape).copy()
    run.add_cheapest(nowhere, NO_PRICES)  # a programme without units always fits: the relaxation has a solution
    for doctor, cost, blocks in kept:
        master.add(doctor, cost, blocks)
    run.add_cheapest(state.last_full, prefix_sums(np.round(price * SCALE).astype(np.int64)))
    try:
        run.follow()
    except NoSolutionError:
        run.left = [doctor for doctor, _, _ in kept]  # a failure of the linear solver: the old programmes stand
    change = sum(int(state.cost[doctor]) - cost for doctor, cost, _ in kept) if not run.left else 1
    if change >= 0:
        for doctor, _, _ in kept:
            unseat(tables, state, doctor)
        for doctor, cost, blocks in kept:
            seat(tables, state, doctor, cost, blocks, len(blocks))
    return min(change, 0)


def groups(region: Ints) -> list[Ints]:
    """Return the doctors in groups of at most `MOST_TOGETHER` for one dive each: all, or region by region in parts.

    Args:
        region: [D] region of each doctor.
    """
    if len(region) <= ALL_TOGETHER:
        return [np.arange(len(region), dtype=np.int32)]
    found = []
    for number in np.unique(region):
        inside = np.flatnonzero(region == number).astype(np.int32)
        found += np.array_split(inside, -(-len(inside) // MOST_TOGETHER))
    return found


def warm_up(tables: Tables) -> None:
    """Have the dive's own code compiled."""
    nobody, counts = np.zeros(0, np.int32), np.zeros(0, np.int32)
    blocks = np.zeros((0, tables.shortest.shape[1], 4), np.int32)
    nowhere = np.zeros(tables.places.shape, np.int32)
    programmes(tables, nowhere, NO_PRICES, nobody, 0, scratch(tables), np.zeros(0, np.int64), counts, blocks)


@compiled
def programmes(
    tables: Tables,
    last_full: Ints,
    price: Longs,
    doctors: Ints,
    twist: Index,
    memory: Scratch,
    costs: Longs,
    counts: Ints,
    blocks: Ints,
) -> None:
    """Write each doctor's cheapest programme under prices, and what it costs without them."""
    for index in range(doctors.shape[0]):
        doctor = np.int64(doctors[index])
        cost, count = cheapest(tables, doctor, last_full, price, twist, memory, blocks[index])
        costs[index] = priced_at_zero(tables, doctor, cost, price, blocks[index], count)
        counts[index] = count
