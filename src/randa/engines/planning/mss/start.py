"""A first legal schedule within seconds: everybody's programme in turn moves away from what is wrong in the wards.

A ward period with too few or too many students has a price that grows as long as it stays wrong, so that the programmes of many
students give way together (breakout local search: Morris, AAAI 1993). Each student then finds a better programme near
the present one (`near`). Once nothing is wrong, a few turns more look for points without making anything wrong again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.pricing import Pricer, Prices
from randa.engines.planning.mss.tables import SCALE, Longs
from randa.engines.planning.stop import StopRule

TURNS = 40  # of all students, at most, until nothing is wrong
POLISHING = 6  # turns after that, at most
FIRST_PRICE, GROWTH, DEAREST = 2.0, 2.0, 1e5  # points that one student too few or too many costs
KICKED = 4  # turns before kicks help
KICKS = 2


class Start:
    """Everybody's present programme, and who is in the wards.

    Attributes:
        columns: one per student.
    """

    def __init__(self, pricer: Pricer, columns: Sequence[Column], random: np.random.Generator) -> None:
        self.pricer, self.tables, self.random = pricer, pricer.tables, random
        self.columns = list(columns)
        self.least, self.most = self.tables.least.ravel(), self.tables.most.ravel()
        self.factor = np.full(len(self.columns), SCALE, np.int64)
        self.cells = [column.cells(self.tables) for column in self.columns]
        self.use = np.zeros(self.least.size, np.int64)
        for cells in self.cells:
            self.use[cells] += 1
        self.price = np.full(self.least.size, FIRST_PRICE)

    def wrong(self) -> Longs:
        """Return the ward periods (h·D + d)·T + t with too few or too many students."""
        return np.flatnonzero((self.use < self.least) | (self.use > self.most))

    def warm_up(self) -> None:
        """Have the code of a turn compiled, by a turn of one student."""
        self._turn(0, 0)

    def run(self, stop: StopRule) -> bool:
        """Work until the schedule is legal and good; return whether it is legal. Ends early when told to stop."""
        for turn in range(TURNS):
            wrong = self.wrong()
            if not wrong.size:
                self._polish(stop)
                return True
            self.price[wrong] = np.minimum(self.price[wrong] * GROWTH, DEAREST)
            for student in self.random.permutation(len(self.columns)).tolist():
                if stop():
                    return not self.wrong().size
                self._turn(student, KICKS if turn >= KICKED else 0)
        return not self.wrong().size

    def _polish(self, stop: StopRule) -> None:
        self.price[:] = DEAREST
        for _ in range(POLISHING):
            gained = False
            for student in self.random.permutation(len(self.columns)).tolist():
                if stop():
                    return
                gained |= self._turn(student, KICKS)
            if not gained:
                return

    def _turn(self, student: int, kicks: int) -> bool:
        """Let one student find a better programme; return whether one was found."""
        self.use[self.cells[student]] -= 1
        price = np.rint(self.price * SCALE).astype(np.int64)
        ward = np.where(self.use < self.least, -price, np.where(self.use >= self.most, price, 0))
        prices = Prices(self.factor, ward.reshape(self.tables.least.shape), 0)
        now = SCALE * self.columns[student].score - int(ward[self.cells[student]].sum())
        found = self.pricer.near(student, prices, prices.sums(), now, [self.columns[student]], kicks)
        if found:
            self.columns[student], self.cells[student] = found[0], found[0].cells(self.tables)
        self.use[self.cells[student]] += 1
        return bool(found)
