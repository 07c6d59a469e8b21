"""`python -m randa.runtime.warm_up`: compile the engines once, so that nobody waits for it at their first forecast or plan.

The machine code is kept on disk; with nothing to compile this takes a second or two. `randa run` starts it beside the web server.
"""

import os


def main() -> None:
    """Compile, or load, every kernel of the engines."""
    os.nice(10)  # people's first pages come first
    from randa.engines.forecast import kernel
    from randa.engines.planning.explain import explain
    from randa.engines.planning.generate import Size, generate
    from randa.engines.planning.remedies import Board
    from randa.engines.planning.replan import replan
    from randa.engines.planning.solve import solve
    from randa.engines.planning.suggest import alternatives

    kernel.warm_up()
    problem = generate(Size(doctors=4, scarce=0.3, ample=0.5))  # so tight that something must be explained
    plan = solve(problem, iterations=1).plan
    explain(problem, plan)
    replan(problem, plan, problem, iterations=0)
    alternatives(Board(problem, plan), problem.doctors[0].id)


if __name__ == "__main__":
    main()
