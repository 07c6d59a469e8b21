"""A plan mended after a change: what stood keeps standing unless moving it pays more than the change price.

Not a new plan with a wish to look like the old one: the old plan is laid out in the changed problem, those who have to
give way are found, and only they and those they compete with are planned again, exactly, with a reward inside the
dynamic programme for every block that stays where it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from randa.engines.planning import check, costs
from randa.engines.planning.compile import NONE, SCALE, Compiled, Ints, compile_problem, rows_of, to_plan, with_kept
from randa.engines.planning.construct import date_order, priced_at_zero
from randa.engines.planning.difference import BlockChange, carried, changes_between, spell
from randa.engines.planning.improve import begin
from randa.engines.planning.kernel import cheapest, is_kept, scratch
from randa.engines.planning.model import Block, Doctor, Plan, Problem, Programme
from randa.engines.planning.repair import Limit, excess, give_way, is_disturbed, repair
from randa.engines.planning.seats import State, empty_state, seat
from randa.engines.planning.stop import StopRule, never

CHANGE_PRICE = 40
LIMIT_PRICE = 1_000_000  # dearer than any plan that disturbs fewer
STEPS, STEPS_PER_TOUCHED, MOST_STEPS = 300, 40, 6000
CHUNK = 250


@dataclass(frozen=True, slots=True)
class Replanned:
    """The mended plan and what it asks of people.

    Attributes:
        plan: legal for the changed problem, with its cost and unplaced weeks.
        changes: every block of a doctor of both problems that is not as it was.
        disturbed: ids of the doctors who lost a place that they had, ascending.
        forced: of these, the ones whose old programme the change itself has made impossible (a locked block, other
            working weeks); nobody can spare them.
        over_limit: disturbed doctors beyond the limit that was asked for; 0 when it was held or none was asked for.
        iterations: steps done; with the seed they give the same plan again.
        is_stopped: whether somebody said stop before all steps were done.
    """

    plan: Plan
    changes: tuple[BlockChange, ...]
    disturbed: tuple[int, ...]
    forced: tuple[int, ...]
    over_limit: int
    iterations: int
    is_stopped: bool = False


def replan(
    before: Problem,
    plan: Plan,
    after: Problem,
    *,
    change_price: int = CHANGE_PRICE,
    limit_price: int = LIMIT_PRICE,
    most_disturbed: int | None = None,
    seed: int = 1,
    iterations: int | None = None,
    stop: StopRule = never,
) -> Replanned:
    """Return a plan for the changed problem that leaves as much as pays of the old one standing.

    Args:
        before: the problem the plan was made for.
        plan: legal for it.
        after: what is to be planned now. Doctors may have left, come, or other weeks, units and locks.
        change_price: what one lost place is worth avoiding, in cost units (>= 0).
        limit_price: what each disturbed doctor beyond `most_disturbed` is worth avoiding, in cost units (>= 0).
        most_disturbed: how many doctors may lose a place; None for any number. A limit that cannot be held is
            passed by as few as the search finds.
        seed: of every random choice.
        iterations: steps of mending; without it as many as the number of touched doctors asks for.
        stop: asked between chunks of steps; True returns the best plan so far.

    Raises:
        ValueError: a negative number, or a plan that is not legal for `before`.
    """
    if min(change_price, limit_price, most_disturbed or 0, iterations or 0) < 0:
        prices = f"change price {change_price}, limit price {limit_price}"
        raise ValueError(f"{prices}, limit {most_disturbed}, iterations {iterations}; expected >= 0")
    broken = check.violations(before, plan)
    if broken:
        raise ValueError(f"the plan is not legal for the problem before the change: {broken[:3]}")
    if not after.doctors:
        return Replanned(Plan((), 0, 0, None, seed, 0), (), (), (), 0, 0)
    run = _Run(before, plan, after, change_price, most_disturbed, limit_price, seed)
    return run.mended(before, plan, iterations, stop)


class _Run:
    """One re-planning: the old plan laid out in the new problem."""

    def __init__(
        self,
        before: Problem,
        plan: Plan,
        after: Problem,
        price: int,
        most_disturbed: int | None,
        beyond: int,
        seed: int,
    ) -> None:
        self.after, self.seed, self.most = after, seed, most_disturbed
        doctors = {doctor.id: doctor for doctor in before.doctors}
        old = {one.doctor: [(b, spell(doctors[one.doctor], b)) for b in one.blocks] for one in plan.programmes}
        standing = {
            d.id: [carried(s, d, after.templates[d.template]) for _, s in old.get(d.id, ())] for d in after.doctors
        }
        kept = [(number, block) for number, blocks in standing.items() for block in blocks if block is not None]
        self.work: Compiled = with_kept(compile_problem(after), kept, price)
        had = [sum(block.unit is not None for block, _ in old.get(doctor.id, ())) for doctor in after.doctors]
        counts = np.array([NONE if self.most is None else self.most, 0], np.int64)
        self.limit = Limit(np.array(had, np.int32), counts, beyond * SCALE)
        self.touched = np.zeros(len(had), np.bool_)
        self.forced = np.zeros(len(had), np.bool_)
        self.state = self._laid_out(standing)
        self._seat_everybody()
        self.search = begin(self.work.tables, self.state, seed)
        self.limit.counts[1] = self._count_disturbed()
        self.search.totals[:2] += excess(self.limit, self.limit.counts[1])

    def _laid_out(self, standing: dict[int, list[Block | None]]) -> State:
        """Seat everybody whose old programme is still one, room or not; mark the others."""
        state = empty_state(self.work.tables)
        for index, doctor in enumerate(self.after.doctors):
            blocks = _whole(self.after, doctor, standing[doctor.id])
            if blocks is None:
                self.touched[index] = True
                self.forced[index] = True
                continue
            rows = rows_of(self.work, index, blocks)
            seat(self.work.tables, state, index, self._cost(index, doctor, blocks, rows), rows, len(rows))
        return state

    def _cost(self, index: int, doctor: Doctor, blocks: tuple[Block, ...], rows: Ints) -> int:
        """Return the scaled cost of a programme, less the reward for what stands."""
        tables = self.work.tables
        stands = sum(is_kept(tables, index, *(int(value) for value in row)) for row in rows)
        cost = costs.programme_cost(self.after, doctor, Programme(doctor.id, blocks)) * SCALE
        return cost - stands * tables.keep_reward

    def _seat_everybody(self) -> None:
        """Let those in over-full weeks give way, then seat those who have no programme yet."""
        tables, state, memory = self.work.tables, self.state, scratch(self.work.tables)
        give_way(tables, state, memory, self.touched)
        blocks = np.zeros((state.blocks.shape[1], 4), np.int32)
        for index in date_order(self.after):
            if state.block_count[index] == 0:
                cost, count = cheapest(tables, int(index), state.last_full, state.strain, 0, memory, blocks)
                cost = priced_at_zero(tables, int(index), cost, state.strain, blocks, count)
                seat(tables, state, int(index), cost, blocks, count)

    def _count_disturbed(self) -> int:
        return sum(is_disturbed(self.work.tables, self.search.state, self.limit, i) for i in range(len(self.touched)))

    def mended(self, before: Problem, plan: Plan, iterations: int | None, stop: StopRule) -> Replanned:
        """Improve around the touched doctors and return the best plan with what it changes."""
        focus = np.flatnonzero(self.touched).astype(np.int32)
        if iterations is None:
            iterations = min(MOST_STEPS, STEPS + STEPS_PER_TOUCHED * len(focus))
        if len(focus) == 0:
            iterations = 0
        done = 0
        while done < iterations and not stop():
            steps = min(CHUNK, iterations - done)
            repair(self.work.tables, self.search, self.limit, focus, done, steps, iterations)
            done += steps
        return self._result(before, plan, done, is_stopped=done < iterations)

    def _result(self, before: Problem, plan: Plan, done: int, *, is_stopped: bool) -> Replanned:
        new = to_plan(self.work, self.search.best_blocks, self.search.best_count)
        cost, unplaced = costs.cost(self.after, new), costs.unplaced_weeks(self.after, new)
        new = replace(new, cost=cost, unplaced_weeks=unplaced, seed=self.seed, iterations=done)
        changes = changes_between(before, plan, self.after, new)
        disturbed = sorted({change.doctor for change in changes if change.is_broken_promise})
        forced = tuple(number for number in disturbed if self.forced[self.work.doctor_index[number]])
        over = 0 if self.most is None else max(0, len(disturbed) - self.most)
        return Replanned(new, changes, tuple(disturbed), forced, over, done, is_stopped)


def _whole(problem: Problem, doctor: Doctor, blocks: list[Block | None]) -> tuple[Block, ...] | None:
    """Return the carried blocks as a programme when they still are one."""
    found = tuple(sorted(block for block in blocks if block is not None))
    if len(found) < len(blocks) or not found:
        return None
    if any(True for _ in check.programme_violations(problem, doctor, Programme(doctor.id, found))):
        return None
    return found
