"""Planning: seconds to the first legal plan, and how good first-come, greedy and optimised plans are, in one run.

`python -m bench.planning [--seconds 150 | --stages 4] [--only 20,80] [--cp-sat 60] [--json FILE]` prints a table. Problems are made up by
the engine's own generator (seed 1); every plan is judged by the independent checker before its figures are printed.
Compilation is done before and reported on its own line. With `--stages` (a dive and a cooling each) the plans do not depend on the clock:
so it is measured on a machine that others use, and processor seconds are printed beside those of the wall clock. With `--cp-sat`
(after `pip install ortools`) one CP-SAT model of the whole is given so many seconds of each case of 80 doctors at most, in the same run.
"""

import argparse
import dataclasses
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from randa.engines.planning import check, costs
from randa.engines.planning.changes import Changes, changed
from randa.engines.planning.construct import first_come
from randa.engines.planning.generate import NORMAL, OVER_SUBSCRIBED, Size, generate
from randa.engines.planning.model import Plan, Problem
from randa.engines.planning.remedies import Board
from randa.engines.planning.replan import CHANGE_PRICE, Replanned, replan
from randa.engines.planning.solve import STAGES, iterations_of, solve
from randa.engines.planning.suggest import alternatives
from randa.placements.turning import turned

CASES: dict[str, Size] = {
    "20, one hospital": NORMAL[20],
    "80, one region": NORMAL[80],
    "80, over-subscribed": OVER_SUBSCRIBED,
    "263, seven regions": NORMAL[263],
    "523, seven regions": NORMAL[523],
    "2 400, 21 regions": NORMAL[2400],
}
LARGE = {"2 400, 21 regions": NORMAL[2400], "10 000, 21 regions": NORMAL[10_000]}
CP_SAT_DOCTORS = 80  # its model of more does not fit in memory
DIVES_TOO = iterations_of(STAGES, 5)  # so many steps for five doctors that everything is compiled
REPEATS = 5  # of the quick plans, for a median


def run(
    seconds: float = 150.0, stages: int | None = None, cases: dict[str, Size] | None = None
) -> list[dict[str, Any]]:
    """Return one row per case. The seconds are divided between the cases by their number of doctors, and at least 8.

    With `stages`, so many are done instead, however long they take.
    """
    compiling = _timed(lambda: solve(generate(Size(5)), iterations=DIVES_TOO))[0]
    cases = CASES if cases is None else cases
    total = sum(size.doctors for size in cases.values())
    return [
        {
            "case": name,
            **_case(generate(size), max(8.0, seconds * size.doctors / total), stages),
            "compile_s": compiling,
        }
        for name, size in cases.items()
    ]


def large() -> list[dict[str, Any]]:
    """Return seconds to the first legal plan, and the peak of memory so far in MiB, for a county and a nation."""
    rows = []
    for name, size in LARGE.items():
        problem = generate(size)
        first_s, plan = _median(lambda given=problem: solve(given, iterations=0, with_bound=False).plan)  # type: ignore[misc]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows.append({"case": name, "first_legal_plan_s": first_s, "mib": memory, **_judged(problem, plan, None)})
    return rows


def mended(size: Size = NORMAL[523]) -> dict[str, Any]:
    """Return what mending after a halved unit and three who left takes and changes, and the time of one suggestion."""
    before = generate(size)
    plan = solve(before, iterations=20 * size.doctors, with_bound=False).plan
    unit = next(one for one in before.units if one.kind == "PSY")
    after = changed(before, Changes(caps={unit.id: tuple(cap // 2 for cap in unit.cap)}, left=(3, 77, 200)))
    replan(before, plan, after, iterations=1)
    took, done = _timed(lambda: replan(before, plan, after))
    assert check.violations(after, done.plan) == []
    board = Board(before, plan)
    alternatives(board, 0)
    each = statistics.median(_timed(lambda who=one.id: alternatives(board, who))[0] for one in before.doctors[:200])  # type: ignore[misc]
    row = {"doctors": size.doctors, "replan_s": took, "blocks_changed": len(done.changes)}
    return row | {"doctors_disturbed": len(done.disturbed), "suggest_s": each} | _dial(before, plan, after)


def _dial(before: Problem, plan: Plan, after: Problem) -> dict[str, Any]:
    """Return what all positions of the dial take, and what each disturbs and leaves without a place."""

    def ask(limit: int | None, price: int) -> Replanned:
        return replan(before, plan, after, change_price=price, most_disturbed=limit)

    prices = CHANGE_PRICE, CHANGE_PRICE // 5
    took, found = _timed(lambda: turned(ask, lambda one: len(one.disturbed), prices))
    assert all(check.violations(after, one.plan) == [] for one in found)
    positions = [[len(one.disturbed), costs.unplaced_weeks(after, one.plan)] for one in found]
    return {"dial_s": took, "dial_disturbed_and_unplaced": positions}


def _case(problem: Problem, seconds: float, stages: int | None) -> dict[str, Any]:
    first_s, baseline = _median(lambda: first_come(problem))
    greedy_s, greedy = _median(lambda: solve(problem, iterations=0, with_bound=False).plan)
    began, processor = time.perf_counter(), time.process_time()
    limit = {"seconds": seconds} if stages is None else {"iterations": iterations_of(stages, len(problem.doctors))}
    solution = solve(problem, **limit)
    row: dict[str, Any] = {"doctors": len(problem.doctors), "units": len(problem.units)}
    row |= {"seconds": round(time.perf_counter() - began, 1), "cpu_s": round(time.process_time() - processor, 1)}
    for name, plan in (("first_come", baseline), ("greedy", greedy), ("optimised", solution.plan)):
        row |= {f"{name}_{key}": value for key, value in _judged(problem, plan, solution.bound).items()}
    return row | {
        "first_come_s": first_s,
        "first_legal_plan_s": greedy_s,
        "bound": solution.bound,
        "iterations": solution.iterations,
        "status": str(solution.status),
    }


def cp_sat(size: Size, seconds: float) -> dict[str, Any]:
    """Return what one CP-SAT model of the whole reaches on such a problem, or why it could not be asked. A process of its own."""
    words = ["--doctors", str(size.doctors), "--seconds", str(seconds)]
    words += ["--over-subscribed"] if size == OVER_SUBSCRIBED else []
    done = subprocess.run(
        [sys.executable, "-m", "bench.planning_cp_sat", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"doctors": size.doctors, "error": done.stderr.strip().rsplit("\n", 1)[-1]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def growth(rows: list[dict[str, Any]]) -> float | None:
    """Return the power of the number of doctors that processor seconds grow with, over the normal cases of one run.

    None where fewer than two sizes were run, or none took a measurable time.
    """
    points = {
        math.log(row["doctors"]): math.log(row["cpu_s"])
        for row in rows
        if "over" not in row["case"] and row["cpu_s"] > 0
    }
    if len(points) < 2:
        return None
    return statistics.linear_regression(list(points), list(points.values())).slope


def _judged(problem: Problem, plan: Plan, bound: int | None) -> dict[str, Any]:
    assert check.violations(problem, plan) == []
    cost = costs.cost(problem, plan)
    gap = None if bound is None or not cost else round((cost - bound) / cost, 4)
    return {"unplaced": costs.unplaced_weeks(problem, plan), "cost": cost, "gap": gap}


def _median(call: Callable[[], Plan]) -> tuple[float, Plan]:
    times, plan = [], Plan(())
    for _ in range(REPEATS):
        took, plan = _timed(call)
        times.append(took)
    return round(statistics.median(times), 4), plan


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = call()
    return round(time.perf_counter() - began, 4), result


def machine() -> str:
    """Return what the figures were measured on."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, numba {numba.__version__}, load {load:.1f}"


def main() -> None:
    """Print the table, and write it as JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=150.0, help="of improvement, in all")
    parser.add_argument("--json", type=Path, help="also write the rows here")
    parser.add_argument("--stages", type=int, help="of a dive and a cooling each, instead of seconds")
    parser.add_argument("--cp-sat", type=float, help="seconds of CP-SAT's own clock for each of the smaller cases")
    parser.add_argument("--only", help="cases that begin with one of these words, by commas")
    arguments = parser.parse_args()
    print(machine())
    wanted = tuple((arguments.only or "").split(","))
    cases = {name: size for name, size in CASES.items() if name.startswith(wanted)}
    rows = run(arguments.seconds, arguments.stages, cases)
    print(
        f"compiling (or loading what was compiled): {rows[0]['compile_s']} s; a doctor has about {_mean_weeks()} weeks"
    )
    print(
        f"{'case':22}{'first plan':>11}{'first-come':>16}{'greedy':>16}{'optimised':>16}{'bound':>8}{'gap':>8}{'in':>8}{'cpu':>8}"
    )
    for row in rows:
        cells = "".join(
            f"{row[f'{n}_unplaced']:>7}/{row[f'{n}_cost']:>8}" for n in ("first_come", "greedy", "optimised")
        )
        first = f"{row['first_legal_plan_s']:.3f} s"
        gap = f"{row['optimised_gap']:.1%}"
        print(f"{row['case']:22}{first:>11}{cells}{row['bound']:>8}{gap:>8}{row['seconds']:>6} s{row['cpu_s']:>6} s")
    print("first-come, greedy, optimised: unplaced weeks/cost; gap: (cost - bound) / cost")
    if arguments.cp_sat is not None:
        for name, size in cases.items():
            if size.doctors <= CP_SAT_DOCTORS:
                print(f"CP-SAT, {name}: {json.dumps(cp_sat(size, arguments.cp_sat))}")
    power = growth(rows) if arguments.stages is not None else None
    if power is not None:
        print(f"processor seconds of {arguments.stages} stages and the bound grow as doctors^{power:.2f}")
    if not arguments.only:
        print(json.dumps({"large": large(), "mended": mended()}, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1) + "\n")


def _mean_weeks() -> int:
    problem = generate(dataclasses.replace(NORMAL[80]))
    return round(statistics.mean(problem.templates[doctor.template].total for doctor in problem.doctors))


if __name__ == "__main__":
    main()
