"""Makes the machine code of the engines: `python -m tests.compile`, once and beside the checks.

Without it each process of the tests makes what it meets, for up to a minute, in the time of a search that was given two seconds.
"""

from randa.engines.forecast import kernel
from randa.engines.planning.generate import Size, generate
from randa.engines.planning.mss.solve import solve as solve_schedule
from randa.engines.planning.replan import replan
from randa.engines.planning.solve import solve
from tests.engines.planning.mss.instances import made_up


def compile_engines() -> None:
    """Solve a small problem of each kind, which compiles all that this calls."""
    kernel.warm_up()
    given = generate(Size(12, 2), seed=3)
    plan = solve(given, iterations=20).plan
    replan(given, plan, given, iterations=20)
    solve_schedule(made_up(2))


if __name__ == "__main__":
    compile_engines()
