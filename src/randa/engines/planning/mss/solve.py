"""From a problem to a schedule with a bound: column generation, then rounds of dives, branch and bound over the columns, and exchanges.

The schedule depends on the problem, the seed and the rounds done, never on the clock: time only decides after which step to
stop. (A bound that time cut short is higher than it could be, and still valid.)

Source of the problem: see `model`. The method is the one of the house's weekly plans (prices, exact programmes, a bound), with
HiGHS for the prices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from randa.engines.planning.model import Fault, InvalidInputError
from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.dive import dive
from randa.engines.planning.mss.exchange import Exchange
from randa.engines.planning.mss.first import first_programme
from randa.engines.planning.mss.generation import Generator, StoppedError
from randa.engines.planning.mss.master import Floats
from randa.engines.planning.mss.model import Problem, Solution
from randa.engines.planning.mss.start import Start
from randa.engines.planning.mss.tables import Longs, tables_of
from randa.engines.planning.stop import StopRule, after_seconds, alarm

ROUNDS = 12  # without a better schedule before the search gives up
NODES = 200  # of a branch and bound
FIRST_DIVES = 8  # before prices are exact, until a schedule is legal
START_SECONDS = 3.0  # that the first schedule has, once its code is compiled, however short the limit
MISSING = 1e-6
FREED = 0.35  # of the students whose programmes a repair reconsiders
REPAIRS = 3  # per round
EXCHANGES = 600  # steps per round
# Steps before each exact round that takes minutes; one long cooling gives more than several short ones.
MANY_EXCHANGES = 4000

ProgressCall = Callable[[str, int | None, int], None]


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"  # the score equals the bound
    DONE = "done"  # the rounds are done
    STOPPED = "stopped"  # by its seconds


@dataclass(frozen=True, slots=True)
class Result:
    """The best schedule found and how good it is proved to be.

    Attributes:
        solution: legal, with score and bound; None when none was found in time.
        upper_bound: no schedule scores more.
        status: how the solve ended.
        rounds: done after column generation.
    """

    solution: Solution | None
    upper_bound: int
    status: Status
    rounds: int


def solve(
    problem: Problem,
    *,
    seed: int = 1,
    rounds: int | None = None,
    seconds: float | None = None,
    progress: ProgressCall | None = None,
) -> Result:
    """Return a schedule of a high score, with a bound.

    Args:
        problem: what to schedule.
        seed: of every random choice.
        rounds: of improvement, at most; without it until `ROUNDS` have brought nothing better.
        seconds: stop after so long with the best schedule so far; what a machine's first run compiles is counted, but
            the first schedule has `START_SECONDS` after that.
        progress: called with what is being done, the best score (None until known) and the bound, often.

    Raises:
        InvalidInputError: no schedule exists: a student has no programme, or the wards cannot all have their least number.
    """
    with alarm(seconds) as halt:
        run = _Run(problem, seed, progress, after_seconds(seconds), halt)
        try:
            status = run.all_rounds(rounds)
        except StoppedError:
            status = Status.OPTIMAL if run.proved else Status.STOPPED
    return run.result(status)


class _Run:
    """One solve: what has been found so far."""

    def __init__(self, problem: Problem, seed: int, progress: ProgressCall | None, stop: StopRule, halt: Longs) -> None:
        self.tables = tables_of(problem)
        self.generator = Generator(self.tables, self._say, stop, halt)
        self.random = np.random.default_rng(seed)
        self.progress = progress
        self.best: list[Column] | None = None
        self.score: int | None = None
        self.rounds = 0
        self.looked_at = float("-inf")  # value of the relaxation when an interim schedule was last looked for
        self.nearest: list[Column] = []
        self.missing = float("inf")

    @property
    def proved(self) -> bool:
        return self.score is not None and self.score >= self.generator.bound

    def all_rounds(self, most: int | None) -> Status:
        """Work until the schedule is proved best or the rounds are done."""
        self._start()
        if self.generator.pricer.is_hard:  # the first dive may take a minute
            self._exchange(EXCHANGES)
        alone = self.generator.begin()
        if alone:
            raise InvalidInputError([Fault(f"student {s + 1}", "has no programme that keeps the rules") for s in alone])
        self.generator.everything(rough=True)
        self._dive(anew=True)
        for _ in range(FIRST_DIVES):  # something to show when time is short
            if self.best is None:
                self._dive()
        if self.generator.pricer.is_hard:
            self._exchange(MANY_EXCHANGES)
        self.generator.everything(interim=self._interim)
        master, idle = self.generator.master, 0
        if master.missing() > 1e-6:
            raise InvalidInputError([Fault("MinPosHosp", "no schedule gives every ward its least number of students")])
        while not self.proved and idle < ROUNDS and (most is None or self.rounds < most):
            before = self.score
            self._round()
            self.rounds += 1
            idle = 0 if self.score != before else idle + 1
        return Status.OPTIMAL if self.proved else Status.DONE

    def _start(self) -> None:
        """Make a first legal schedule, without any search that needs compiling or proving."""
        firsts = [first_programme(self.tables, s) for s in range(self.generator.students)]
        columns = [column for column in firsts if column is not None]
        if len(columns) < len(firsts):  # the exact search says whether they have one
            return
        start = Start(self.generator.pricer, columns, self.random)
        start.warm_up()
        enough, stop = after_seconds(START_SECONDS), self.generator.stop
        legal = start.run(lambda: stop() and enough())
        self.generator.master.add(start.columns)
        if legal:
            self._offer([self.generator.master.known[column] for column in start.columns])
        if self.generator.stop():
            raise StoppedError

    def _interim(self) -> None:
        """Look for a schedule while prices are not exact yet, when the relaxation has gained a point since the last time."""
        if self.generator.pricer.is_hard:  # an exact round has taken minutes, perhaps
            self._exchange(MANY_EXCHANGES)
        value = self.generator.master.value
        if value < self.looked_at + 1 or (self.score is not None and value < self.score + 1):
            return
        self.looked_at = value
        self._round()

    def _round(self) -> None:
        master = self.generator.master
        self._dive(anew=True)
        if not self.proved:
            master.solve()
            self._choose(master.reduced())
        self._exchange(EXCHANGES)
        for _ in range(REPAIRS):
            if self.best is not None and not self.proved:
                self._dive()

    def _exchange(self, steps: int) -> None:
        """Let a few students at a time exchange what they have; what they find is a start for what follows."""
        if self.best is None or self.proved:
            return
        exchange = Exchange(self.generator.pricer, self.best)
        found = exchange.improve(steps, self.random, self.generator.stop)
        self.generator.master.add(list(exchange.seen))
        self._offer([self.generator.master.known[column] for column in found])

    def _choose(self, reduced: Floats) -> None:
        """Branch and bound over all columns that could be in a better schedule."""
        bound, master = self.generator.bound, self.generator.master
        gap = np.inf if self.score is None else master.value - self.score - 1 + 1e-6
        start = None if self.best is None else [master.known[column] for column in self.best]
        chosen = master.choose(start, reduced >= -gap, goal=bound, nodes=NODES, stop=self.generator.stop)
        self._offer(chosen)

    def _dive(self, *, anew: bool = False) -> None:
        """Decide for everybody; unless anew, only for some, and keep the programmes of the others.

        While no schedule is legal yet, the one with the fewest missing is kept instead.
        """
        master, base = self.generator.master, self.best or self.nearest
        kept: list[int] = []
        if base and not anew:
            count = min(max(2, int(FREED * len(base))), len(base))
            freed = set(self.random.choice(len(base), size=count, replace=False).tolist())
            kept = [master.known[column] for column in base if column.student not in freed]
        chosen, missing = dive(self.generator, self.random, kept)
        if missing < self.missing:
            self.missing, self.nearest = missing, [master.columns[index] for index in chosen]
        if missing < MISSING:
            self._offer(chosen)

    def _offer(self, chosen: Sequence[int] | None) -> None:
        if chosen is None:
            return
        columns = sorted((self.generator.master.columns[index] for index in chosen), key=lambda column: column.student)
        scores = [column.score for column in columns]
        score = sum(scores) + min(scores)
        if (self.score is None or score > self.score) and self._fits(columns):
            self.score, self.best = score, columns
        self._say("schedule")

    def _fits(self, columns: Sequence[Column]) -> bool:
        use = np.zeros(self.tables.least.size, np.int64)
        for column in columns:
            use[column.cells(self.tables)] += 1
        return bool((use >= self.tables.least.ravel()).all() and (use <= self.tables.most.ravel()).all())

    def _say(self, words: str) -> None:
        if self.progress is not None:
            self.progress(words, self.score, self.generator.bound)

    def result(self, status: Status) -> Result:
        """Return what was found."""
        bound = self.generator.bound
        if self.best is None or self.score is None:
            return Result(None, bound, status, self.rounds)
        students = tuple(column.numbered() for column in self.best)
        return Result(Solution(students, self.score, bound), bound, status, self.rounds)
