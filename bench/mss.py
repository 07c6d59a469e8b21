"""Medical student scheduling: score, bound and time on the published files of a folder.

    python -m bench.mss FOLDER [--seconds 120] [--only I40_12_1,I80_12_1] [--json FILE]

FOLDER holds .dzn files and, if known, `best_known.json` with the best published score of each. Every schedule is judged by the
independent checker before its figures are printed. Seconds are counted with what is compiled; a second run has it ready.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from bench.planning import machine
from randa.engines.planning.mss import check, dzn
from randa.engines.planning.mss.solve import Status, solve


def run(folder: Path, seconds: float, only: set[str] | None = None) -> list[dict[str, Any]]:
    """Return one row per file, in order of their names."""
    known_file = folder / "best_known.json"
    known = json.loads(known_file.read_text()) if known_file.exists() else {}
    paths = [path for path in sorted(folder.glob("*.dzn")) if only is None or path.stem in only]
    return [_row(path, seconds, known.get(path.stem)) for path in paths]


def _row(path: Path, seconds: float, published: int | None) -> dict[str, Any]:
    problem = dzn.decode(path.read_bytes())
    began, worked = time.perf_counter(), time.process_time()
    result = solve(problem, seconds=seconds)
    row: dict[str, Any] = {"file": path.stem, "published": published, "seconds": round(time.perf_counter() - began, 1)}
    row["processor_seconds"] = round(time.process_time() - worked, 1)
    row |= {"score": None, "upper_bound": result.upper_bound, "status": str(result.status)}
    if result.solution is not None:
        assert check.violations(problem, result.solution.students) == []
        row["score"] = check.score(problem, result.solution.students)
    row["proved"] = result.status == Status.OPTIMAL
    return row


def as_lines(rows: list[dict[str, Any]]) -> list[str]:
    """Return the rows as a table for docs/benchmarks.md."""
    lines = [
        "| file | score | bound | proved or gap | wall s (processor s) | published best |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        score, bound = row["score"], row["upper_bound"]
        judged = "proved" if row["proved"] else "none found" if score is None else f"{(bound - score) / bound:.2%}"
        spent = f"{row['seconds']} ({row['processor_seconds']})"
        lines.append(f"| {row['file']} | {score} | {bound} | {judged} | {spent} | {row['published']} |")
    return lines


def main() -> None:
    """Print the table, and write it as JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with the .dzn files")
    parser.add_argument("--seconds", type=float, default=120.0, help="for each file, at most")
    parser.add_argument("--only", help="names of files without .dzn, separated by commas")
    parser.add_argument("--json", type=Path, help="also write the rows here")
    arguments = parser.parse_args()
    print(machine())
    rows = run(arguments.folder, arguments.seconds, set(arguments.only.split(",")) if arguments.only else None)
    print("\n".join(as_lines(rows)))
    if arguments.json:
        arguments.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
