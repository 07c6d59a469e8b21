"""What the forecast engine refuses."""

from collections.abc import Sequence


class InvalidProblemError(ValueError):
    """The input cannot be a forecast problem.

    Attributes:
        faults: one sentence per fault, each beginning with the path of the value, e.g. `initial.at_queue[3]`.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(self.faults))
