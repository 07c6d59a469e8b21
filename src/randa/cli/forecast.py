"""`randa forecast run F.json --out R.json`: the forecast engine on files."""

import argparse
import gzip
import json
import sys
import time
from pathlib import Path
from typing import Any

from randa.cli.faults import print_faults
from randa.engines.forecast import check, codec, solve
from randa.engines.forecast.errors import InvalidProblemError
from randa.engines.forecast.model import Problem, Result

DONE, REFUSED, STOPPED = 0, 2, 3


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `forecast` with its commands."""
    parser = subparsers.add_parser("forecast", help="forecast posts, people and load from a file")
    commands = parser.add_subparsers(dest="forecast_command", required=True)
    run = commands.add_parser("run", help="run a randa-forecast/1 file")
    run.add_argument("problem", type=Path, help="JSON file; .gz is gunzipped")
    run.add_argument("--out", type=Path, required=True, help="where the result goes; .gz is gzipped")
    run.add_argument("--seconds", type=float, help="stop after so long with the replications done by then")
    parser.set_defaults(handle=handle)


def handle(args: argparse.Namespace) -> int:
    """Run the command; 0 done, 2 input refused, 3 stopped by its limit."""
    try:
        problem = codec.problem_from_json(_read(args.problem))
    except InvalidProblemError as refusal:
        return _refused(refusal.faults)
    except (OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        return _refused([f"(file): {fault}"])
    begun = time.perf_counter()
    result = solve.run(problem, progress=_show, cancelled=lambda: _late(begun, args.seconds))
    found = check.violations(problem, result)
    if found:
        raise AssertionError(f"the engine's own check found: {found[:3]}")
    try:
        _write(args.out, codec.result_to_json(problem, result))
    except OSError as fault:
        return _refused([f"(out): {fault}"])
    print(json.dumps(_key_figures(problem, result, time.perf_counter() - begun), ensure_ascii=False))
    return STOPPED if result.stopped else DONE


def _read(path: Path) -> Any:
    stored = path.read_bytes()
    text = gzip.decompress(stored) if path.suffix == ".gz" else stored
    return json.loads(text.decode("utf-8"), object_pairs_hook=_without_repeats)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise InvalidProblemError([f"{key}: given twice" for key in repeated])
    return dict(pairs)


def _write(path: Path, data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    # mtime 0: the same result gives the same file
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def _key_figures(problem: Problem, result: Result, seconds: float) -> dict[str, Any]:
    breaks = result.breaks or ()
    peaks = result.load.sum(axis=2).max(axis=0)
    return {
        "regions": len(problem.regions),
        "quarters": problem.quarters,
        "replications": result.replications,
        "mode": problem.mode,
        "peak_load": {area: round(float(peak), 3) for area, peak in zip(problem.areas, peaks, strict=True)},
        "breaks": len(breaks) if result.breaks is not None else None,
        "first_break": f"{breaks[0].first_quarter} {breaks[0].region} {breaks[0].area}" if breaks else None,
        "stopped": result.stopped,
        "seconds": round(seconds, 3),
    }


def _show(done: int, asked: int) -> None:
    print(f"{done} of {asked} replications", file=sys.stderr)


def _late(begun: float, seconds: float | None) -> bool:
    return seconds is not None and time.perf_counter() - begun >= seconds


def _refused(faults: list[str]) -> int:
    print_faults(faults)
    return REFUSED
