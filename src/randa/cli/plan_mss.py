"""`randa plan mss`: the public benchmark of medical student scheduling, from a .dzn file."""

import argparse
import sys
import time
from pathlib import Path

from randa.cli.plan_files import BROKEN, DONE, STOPPED, ProgressLines, say, seconds, stored, unpacked, whole, write
from randa.cli.plan_state import c_output_to_stderr
from randa.engines.planning.mss import check, codec, dzn
from randa.engines.planning.mss.model import Problem


def add_mss(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    mss = commands.add_parser(
        "mss",
        help="schedule medical students by the public benchmark (a .dzn file)",
        description="Find a schedule of the highest score for a medical student scheduling problem, with a bound. "
        "Ends when the schedule is proved best or nothing better is found; --seconds ends it earlier. "
        "With --check, judge a schedule instead.",
    )
    mss.add_argument("problem", type=Path, help="MiniZinc data (.dzn); .gz is gunzipped")
    task = mss.add_mutually_exclusive_group(required=True)
    task.add_argument("--out", type=Path, help="where the schedule goes, as JSON; .gz is gzipped")
    task.add_argument("--check", type=Path, metavar="SCHEDULE", help="judge this schedule by the rules")
    mss.add_argument("--seed", type=whole, default=1, help="of every random choice (1)")
    mss.add_argument("--seconds", type=seconds, help="stop after so long with the best schedule so far")


def mss_file(args: argparse.Namespace, data: bytes) -> int:
    """Schedule the students of a file, or judge a schedule; 0 done, 1 a rule is broken, 3 stopped by its limit.

    Raises:
        InvalidInputError: a file cannot be read, or no schedule exists.
    """
    problem = dzn.decode(unpacked(args.problem, data))
    return _check(args, problem) if args.check else _solve(args, problem)


def _solve(args: argparse.Namespace, problem: Problem) -> int:
    from randa.engines.planning.mss.solve import (  # loads the compiler and HiGHS, which check does not need
        Status,
        solve,
    )

    began, lines = time.perf_counter(), ProgressLines()
    with c_output_to_stderr():
        result = solve(
            problem, seed=args.seed, seconds=args.seconds, progress=lambda *figures: lines.show(_progress(*figures))
        )
    if result.solution is not None:
        broken = check.violations(problem, result.solution.students) + check.misstatements(problem, result.solution)
        if broken:
            raise AssertionError(f"the engine's own check found: {broken[:3]}")
        write(args.out, codec.encode_solution(result.solution))
    say(
        {
            "status": result.status,
            "students": problem.students,
            "score": None if result.solution is None else result.solution.score,
            "upper_bound": result.upper_bound,
            "proved": result.status == Status.OPTIMAL,
            "rounds": result.rounds,
            "seed": args.seed,
            "seconds": round(time.perf_counter() - began, 2),
        }
    )
    return STOPPED if result.status == Status.STOPPED or result.solution is None else DONE


def _check(args: argparse.Namespace, problem: Problem) -> int:
    solution = codec.decode_solution(unpacked(args.check, stored(args.check)))
    found = check.violations(problem, solution.students)
    if len(solution.students) == problem.students:
        found += check.misstatements(problem, solution)
    for line in found:
        print(line, file=sys.stderr)
    say({"violations": found, "score": check.score(problem, solution.students) if not found else None})
    return BROKEN if found else DONE


def _progress(step: str, score: int | None, bound: int) -> str:
    return f"{step}; score {'unknown' if score is None else score}, bound {bound}"
