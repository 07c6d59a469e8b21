"""`randa plan solve|check|explain|replan|suggest|mss`: the planning engine on files.

The formats are randa-plan/1 and randa-plan-result/1; `mss` reads those of a public benchmark.
"""

import argparse
import dataclasses
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from randa.cli.faults import print_faults
from randa.cli.plan_changes import add_replan, add_suggest, replan_file, suggest_file
from randa.cli.plan_files import (
    BROKEN,
    DONE,
    REFUSED,
    STOPPED,
    ProgressLines,
    at_least_one,
    say,
    seconds,
    stored,
    unpacked,
    whole,
    write,
)
from randa.cli.plan_mss import add_mss, mss_file
from randa.cli.plan_regions import by_region
from randa.cli.plan_state import c_output_to_stderr, read_state, write_state
from randa.engines.planning import check, codec, costs
from randa.engines.planning.diagnose import diagnose
from randa.engines.planning.model import Fault, InvalidInputError, Plan, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from randa.engines.planning.solve import Solution


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `plan` with its commands."""
    parser = subparsers.add_parser("plan", help="place doctors in units, week by week, from a file")
    commands = parser.add_subparsers(dest="plan_command", required=True)
    solve = commands.add_parser("solve", help="find a plan for a randa-plan/1 file")
    solve.add_argument("problem", type=Path, help="JSON file; .gz is gunzipped")
    solve.add_argument("--out", type=Path, required=True, help="where the plan goes; .gz is gzipped")
    solve.add_argument("--seed", type=whole, default=1, help="of every random choice (1)")
    solve.add_argument("--iterations", type=whole, help="improvement steps; with the seed they decide the plan")
    solve.add_argument("--seconds", type=seconds, help="stop after so long with the best plan so far")
    solve.add_argument("--state", type=Path, help="keep the search's state here; when the file exists, go on from it")
    solve.add_argument("--bound", action="store_true", help="also prove how good the plan is")
    solve.add_argument("--strict", action="store_true", help="no week without a place for anybody's comfort")
    solve.add_argument("--workers", type=at_least_one, help="plan region by region, in so many processes at once")
    for name, words in (("check", "judge a plan by the rules"), ("explain", "say why weeks are unplaced")):
        command = commands.add_parser(name, help=words)
        command.add_argument("problem", type=Path, help="the randa-plan/1 file")
        command.add_argument("plan", type=Path, help="the randa-plan-result/1 file")
    add_replan(commands)
    add_suggest(commands)
    add_mss(commands)
    parser.set_defaults(handle=handle)


def handle(args: argparse.Namespace) -> int:
    """Run the command; 0 done, 1 a plan that breaks the rules, 2 input refused, 3 stopped by its limit."""
    try:
        data = stored(args.problem)
        if args.plan_command == "mss":
            return mss_file(args, data)
        problem = codec.decode_problem(unpacked(args.problem, data))
        if args.plan_command == "solve":
            return _solve(args, problem, codec.sha256(data))
        plan = codec.decode_plan(unpacked(args.plan, stored(args.plan)))
        if args.plan_command == "check":
            return _check(problem, plan, known=plan.problem_sha256 in (None, codec.sha256(data)))
        if args.plan_command == "explain":
            return _explain(problem, plan)
        return replan_file(args, problem, plan) if args.plan_command == "replan" else suggest_file(args, problem, plan)
    except InvalidInputError as refusal:
        print_faults(refusal.faults)
        return REFUSED


def _solve(args: argparse.Namespace, problem: Problem, fingerprint: str) -> int:
    _refuse_together(args)
    for finding in diagnose(problem):
        print(json.dumps(_plain(finding)), file=sys.stderr)
    began = time.perf_counter()
    with c_output_to_stderr():
        solution, proved = _way(args)(args, problem)
    write_state(args.state, solution.checkpoint)
    broken = check.violations(problem, solution.plan) + check.misstatements(problem, solution.plan)
    if broken:
        raise AssertionError(f"the engine's own check found: {broken[:3]}")
    data = codec.encode_plan(dataclasses.replace(solution.plan, problem_sha256=fingerprint))
    write(args.out, data)
    say(
        {
            "status": solution.status,
            "doctors": len(problem.doctors),
            "cost": solution.cost,
            "tiers": dataclasses.asdict(costs.tiers(problem, solution.plan)),
            "unplaced_weeks": solution.unplaced_weeks,
            **proved,
            "iterations": solution.iterations,
            "seed": solution.seed,
            "seconds": round(time.perf_counter() - began, 2),
        }
    )
    return STOPPED if solution.status == "stopped" else DONE


def _refuse_together(args: argparse.Namespace) -> None:
    """Refuse what cannot be asked for at once.

    Raises:
        InvalidInputError: naming the two.
    """
    if args.strict and args.state is not None:
        fault = Fault("--state", "a run in the strict order keeps no state; leave one of the two out")
    elif args.workers is not None and args.state is not None:
        fault = Fault("--state", "a run region by region keeps no state; leave out --workers or --state")
    elif args.workers is not None and args.strict:
        fault = Fault("--strict", "the strict order is about the whole at once; leave out --workers or --strict")
    else:
        return
    raise InvalidInputError([fault])


def _way(args: argparse.Namespace) -> "Callable[[argparse.Namespace, Problem], tuple[Solution, dict[str, Any]]]":
    if args.strict:
        return _in_order
    return _weighed if args.workers is None else _by_region


def _weighed(args: argparse.Namespace, problem: Problem) -> "tuple[Solution, dict[str, Any]]":
    """Return the plan of least cost and how far from the least it may be."""
    from randa.engines.planning.solve import solve  # loads the compiler, which check does not need

    solution = solve(problem, resume=read_state(args.state, problem), **_asked(args))
    return solution, _proved(solution)


def _by_region(args: argparse.Namespace, problem: Problem) -> "tuple[Solution, dict[str, Any]]":
    """Return the same, made region by region."""
    solution = by_region(problem, args.workers, **_asked(args))
    return solution, _proved(solution)


def _proved(solution: "Solution") -> dict[str, Any]:
    return {"bound": solution.bound, "gap": None if solution.gap is None else round(solution.gap, 4)}


def _in_order(args: argparse.Namespace, problem: Problem) -> "tuple[Solution, dict[str, Any]]":
    """Return the plan of the strict order and what no plan has less of, of what comes first."""
    from randa.engines.planning.order import solve_in_order  # loads the compiler

    ordered = solve_in_order(problem, **_asked(args))
    return ordered.solution, {"first": ordered.first, "first_bound": ordered.first_bound}


def _asked(args: argparse.Namespace) -> dict[str, Any]:
    lines = ProgressLines()
    return {
        "seed": args.seed,
        "iterations": args.iterations,
        "seconds": args.seconds,
        "with_bound": args.bound,
        "progress": lambda *figures: lines.show(_progress(*figures)),
    }


def _check(problem: Problem, plan: Plan, *, known: bool) -> int:
    found = check.violations(problem, plan) + check.misstatements(problem, plan)
    if not known:
        print("note: the plan was made from another file than this one (problem_sha256 differs)", file=sys.stderr)
    for line in found:
        print(line, file=sys.stderr)
    say(
        {
            "violations": found,
            "cost": costs.cost(problem, plan),
            "tiers": dataclasses.asdict(costs.tiers(problem, plan)),
            "unplaced_weeks": costs.unplaced_weeks(problem, plan),
            "same_problem_file": known,
        }
    )
    return BROKEN if found else DONE


def _explain(problem: Problem, plan: Plan) -> int:
    found = check.violations(problem, plan)
    if found:
        raise InvalidInputError([Fault("plan", line) for line in found])
    from randa.engines.planning.explain import explain  # loads the compiler, which check does not need

    say(_plain(explain(problem, plan)))
    return DONE


def _plain(value: Any) -> dict[str, Any]:
    return dataclasses.asdict(value)


def _progress(iterations: int, cost: int, unplaced_weeks: int, bound: int | None) -> str:
    known = "" if bound is None else f", bound {bound}"
    return f"{iterations} iterations, cost {cost}, {unplaced_weeks} unplaced weeks{known}"
