"""`randa plan replan|suggest`: a plan mended after a change, and alternatives for one doctor."""

import argparse
import dataclasses
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from randa.cli.plan_files import DONE, STOPPED, say, seconds, stored, unpacked, whole, write
from randa.engines.planning import check, codec
from randa.engines.planning.changes import changed, decode_changes
from randa.engines.planning.model import Fault, InvalidInputError, Plan, Problem
from randa.engines.planning.stop import after_seconds

if TYPE_CHECKING:
    from randa.engines.planning.replan import Replanned


def add_replan(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `replan`."""
    command = commands.add_parser("replan", help="mend a plan after a change, with few changes")
    _add_files(command)
    command.add_argument("--changes", type=Path, required=True, help="the randa-plan-changes/1 file")
    command.add_argument("--change-price", type=whole, default=40, help="what one lost place is worth avoiding (40)")
    command.add_argument("--strict", action="store_true", help="no lost place but for a week without one; no price")
    command.add_argument("--most-disturbed", type=whole, help="how many doctors may lose a place")
    command.add_argument("--out", type=Path, required=True, help="where the mended plan goes; .gz is gzipped")
    command.add_argument("--problem-out", type=Path, help="where the changed problem goes, to check the plan against")
    command.add_argument("--seed", type=whole, default=1, help="of every random choice (1)")
    command.add_argument("--iterations", type=whole, help="steps of mending")
    command.add_argument("--seconds", type=seconds, help="stop after so long with the best plan so far")


def add_suggest(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `suggest`."""
    command = commands.add_parser("suggest", help="alternatives for one doctor, everybody else stays")
    _add_files(command)
    command.add_argument("--doctor", type=whole, required=True, help="the doctor's id")
    command.add_argument("--best", type=_positive, default=5, help="how many alternatives (5)")
    command.add_argument("--kind", help="other places for this kind of block only")
    command.add_argument(
        "--change-price", type=whole, default=0, help="what keeping one of today's places is worth (0)"
    )
    command.add_argument("--programme", type=Path, help="price the doctor's programme in this plan file instead")


def _add_files(command: argparse.ArgumentParser) -> None:
    command.add_argument("problem", type=Path, help="the randa-plan/1 file")
    command.add_argument("plan", type=Path, help="the randa-plan-result/1 file")


def replan_file(args: argparse.Namespace, before: Problem, plan: Plan) -> int:
    """Mend the plan, write it and print what changed.

    Raises:
        InvalidInputError: the plan or the changes do not fit the problem.
    """
    _require_legal(before, plan)
    after = changed(before, decode_changes(unpacked(args.changes, stored(args.changes))))
    began = time.perf_counter()
    done = _mended(args, before, plan, after)
    broken = check.violations(after, done.plan) + check.misstatements(after, done.plan)
    if broken:
        raise AssertionError(f"the engine's own check found: {broken[:3]}")
    encoded = codec.encode_problem(after)
    if args.problem_out:
        write(args.problem_out, encoded)
        encoded = stored(args.problem_out)
    write(args.out, codec.encode_plan(dataclasses.replace(done.plan, problem_sha256=codec.sha256(encoded))))
    say(
        {
            "cost": done.plan.cost,
            "unplaced_weeks": done.plan.unplaced_weeks,
            "blocks_changed": len(done.changes),
            "doctors_changed": len({change.doctor for change in done.changes}),
            "doctors_disturbed": done.disturbed,
            "doctors_forced": done.forced,
            "over_limit": done.over_limit,
            "changes": [dataclasses.asdict(change) for change in done.changes],
            "iterations": done.iterations,
            "seconds": round(time.perf_counter() - began, 2),
        }
    )
    return STOPPED if done.is_stopped else DONE


def _mended(args: argparse.Namespace, before: Problem, plan: Plan, after: Problem) -> "Replanned":
    asked = {"most_disturbed": args.most_disturbed, "seed": args.seed, "iterations": args.iterations}
    stop = after_seconds(args.seconds)
    if args.strict:
        from randa.engines.planning.order import replan_in_order  # loads the compiler

        return replan_in_order(before, plan, after, stop=stop, **asked)
    from randa.engines.planning.replan import replan

    return replan(before, plan, after, change_price=args.change_price, stop=stop, **asked)


def suggest_file(args: argparse.Namespace, problem: Problem, plan: Plan) -> int:
    """Print alternatives for one doctor, or what one programme would cost and break.

    Raises:
        InvalidInputError: the plan does not fit the problem, or doctor, kind or programme do not exist.
    """
    _require_legal(problem, plan)
    doctor = next((one for one in problem.doctors if one.id == args.doctor), None)
    if doctor is None:
        raise InvalidInputError([Fault("--doctor", f"doctor {args.doctor} does not exist")])
    if args.kind is not None and args.kind not in problem.templates[doctor.template].blocks:
        raise InvalidInputError([Fault("--kind", f"{args.kind!r} is not a block of template {doctor.template!r}")])
    from randa.engines.planning import suggest  # loads the compiler
    from randa.engines.planning.remedies import Board

    board = Board(problem, plan)
    if args.programme is not None:
        wanted = codec.decode_plan(unpacked(args.programme, stored(args.programme)))
        programme = next((one for one in wanted.programmes if one.doctor == args.doctor), None)
        if programme is None:
            raise InvalidInputError([Fault("--programme", f"has no programme of doctor {args.doctor}")])
        say({"doctor": args.doctor, **dataclasses.asdict(suggest.priced(board, programme))})
        return DONE
    how = {"best": args.best, "change_price": args.change_price}
    if args.kind is None:
        found = suggest.alternatives(board, args.doctor, **how)
    else:
        found = suggest.alternatives_for_block(board, args.doctor, args.kind, **how)
    say({"doctor": args.doctor, "kind": args.kind, "alternatives": [_alternative(one) for one in found]})
    return DONE


def _alternative(one: Any) -> dict[str, Any]:
    value = dataclasses.asdict(one)
    return {"price": value["price"], "unplaced_weeks": value["unplaced_weeks"]} | {
        "blocks": value["programme"]["blocks"],
        "changes": value["changes"],
    }


def _require_legal(problem: Problem, plan: Plan) -> None:
    found = check.violations(problem, plan)
    if found:
        raise InvalidInputError([Fault("plan", line) for line in found])


def _positive(text: str) -> int:
    value = whole(text)
    if value == 0:
        raise argparse.ArgumentTypeError("0 alternatives")
    return value
