"""A legal schedule made better a few students at a time: they leave, and come back one after another.

Each takes the best programme near the one before in what the others left (`near`); a step that ends legal is accepted by simulated
annealing. What dives by linear programmes leave unfinished in the last few points, this finds in seconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.present import Present
from randa.engines.planning.mss.pricing import Pricer
from randa.engines.planning.stop import StopRule

MOST = 4  # students who leave in a step, two at least; with 5 or 8, or with those who hold what one of them wants, fewer points
KICKS = 1  # none or three gave fewer points in the same time
NEIGHBOURS = 0.8  # how often a rival must share a ward period with the first student, else anybody
TRIES = 20  # to find such a rival
TOO_DEAR = 500.0  # points: no programme is worth a place that is not there
WARM, COLD = 1.0, 0.05  # points that may be lost, at both ends


class Exchange(Present):
    """A legal schedule and what is found from it.

    Attributes:
        seen: the programmes of every step that was accepted, each once: a linear programme may put them together better.
    """

    def __init__(self, pricer: Pricer, columns: Sequence[Column]) -> None:
        super().__init__(pricer, columns)
        self.seen = dict.fromkeys(self.columns)

    def improve(self, steps: int, random: np.random.Generator, stop: StopRule) -> list[Column]:
        """Return the best schedule found in so many steps, the first one if none is better. Ends early when told to stop."""
        best, now = (self.score, list(self.columns)), self.score
        for step in range(steps):
            if stop() or len(self.columns) < MOST:
                break
            students = self._rivals(random)
            before = [self.columns[student] for student in students]
            for student in students:
                self.leave(student)
            for student in students:
                self.enter(student, self.near(student, TOO_DEAR, KICKS, better=False))
            then = self.score
            warmth = WARM * (COLD / WARM) ** (step / steps)
            if self.wrong().size or then < now + warmth * math.log(1.0 - random.random()):
                for student in students:
                    self.leave(student)
                for student, column in zip(students, before, strict=True):
                    self.enter(student, column)
                continue
            now = then
            self.seen |= dict.fromkeys(self.columns[student] for student in students)
            if now > best[0]:
                best = now, list(self.columns)
        return best[1]

    def _rivals(self, random: np.random.Generator) -> list[int]:
        """Return a student and some who mostly are in a ward at the same time, in the order in which they come back."""
        count = len(self.columns)
        chosen = [int(random.integers(count))]
        wanted = int(random.integers(2, MOST + 1))
        tries = 0
        while len(chosen) < wanted:
            other, tries = int(random.integers(count)), tries + 1
            near = tries > TRIES or random.random() >= NEIGHBOURS or self._meet(chosen[0], other)
            if near and other not in chosen:
                chosen.append(other)
        return [chosen[index] for index in random.permutation(wanted).tolist()]

    def _meet(self, one: int, other: int) -> bool:
        return bool(np.isin(self.cells[one], self.cells[other]).any())
