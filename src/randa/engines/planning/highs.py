"""HiGHS without its greeting: it prints two lines on standard output before anybody can ask it to be silent."""

from __future__ import annotations

import highspy


class SilentHighs(highspy.Highs):
    """A solver that says nothing, works on one thread and does the same every time."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("threads", 1)
        self.setOptionValue("random_seed", 0)

    def enableCallbacks(self) -> None:  # noqa: N802  the library's name, and the first call in which it would print
        """Be silent first."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
