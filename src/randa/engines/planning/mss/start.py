"""A first legal schedule within seconds: everybody's programme in turn moves away from what is wrong in the wards.

A ward period with too few or too many students has a price that grows as long as it stays wrong, so that the programmes of many
students give way together (breakout local search: Morris, AAAI 1993). Each student then finds a better programme near
the present one (`near`). Once nothing is wrong, a few turns more look for points without making anything wrong again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.present import Present
from randa.engines.planning.mss.pricing import Pricer
from randa.engines.planning.stop import StopRule

TURNS = 40  # of all students, at most, until nothing is wrong
POLISHING = 6  # turns after that, at most
FIRST_PRICE, GROWTH, DEAREST = 2.0, 2.0, 1e5  # points that one student too few or too many costs
KICKED = 4  # turns before kicks help
KICKS = 2


class Start(Present):
    """Everybody's first programme, and prices of what is wrong in the wards."""

    def __init__(self, pricer: Pricer, columns: Sequence[Column], random: np.random.Generator) -> None:
        super().__init__(pricer, columns)
        self.random = random
        self.price = np.full(self.least.size, FIRST_PRICE)

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
        self.leave(student)
        found = self.near(student, self.price, kicks, better=True)
        self.enter(student, found)
        return found is not None
