"""Forecast: replications a second against plain Python and a process-based SimPy simulation of the same model.

`python bench/forecast.py` prints a table. Times are medians of whole calls (`solve.run`: draws, simulation, quantiles,
breaks); compilation is done before and reported on its own line.
"""

import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Generator
from typing import Any

import numba
import numpy as np
import simpy

from randa.engines.forecast import draws, reference, solve
from randa.engines.forecast.model import Initial, Noise, Problem

REGIONS, QUARTERS, AREAS = 21, 68, ("psykiatri", "primärvård", "medicin", "kirurgi", "akut")
YEARS = QUARTERS // 4


def nation(*, regions: int = REGIONS, replications: int = 1, limited: bool = False, mode: str = "report") -> Problem:
    """Return a made-up nation 2024-2040: AT ebbs out, BT climbs, shares differ between regions."""
    weight = np.linspace(1, 3, regions)
    share = weight / weight.sum()
    bt = [[2_400 * min(1.0, 0.1 + 0.15 * year) * s for s in share] for year in range(YEARS)]
    need = [1_700, 1_668, 1_574, 172, 145, 130, *[95] * (YEARS - 6)]
    licensed = [300, 400, 900, 1_900, 2_000, *[2_000] * (YEARS - 5)]
    return Problem(
        regions=tuple(f"region {r}" for r in range(regions)),
        areas=AREAS,
        quarters=QUARTERS,
        first_quarter="2024Q1",
        need_at=tuple(map(float, need)),
        share=tuple(share.tolist()),
        seasonality=(0.4, 0.1, 0.4, 0.1),
        at_posts_per_year=tuple((1_700 * share).tolist()),
        at_slots=6,
        bt_posts_per_year=tuple(tuple(row) for row in bt),
        bt_slots=4,
        st_slots=20,
        licensed_inflow=tuple(map(float, licensed)),
        weight=tuple(share.tolist()),
        template_at=(
            (0, 0, 12, 0, 0),
            (0, 0, 0, 12, 0),
            (0, 0, 4, 4, 4),
            (12.0, 0, 0, 0, 0),
            *[(0, 12.0, 0, 0, 0)] * 2,
        ),
        template_bt=((0, 0, 6, 3, 0), (0, 0, 0, 3, 6), (11.5, 0, 0, 0, 0), (0, 14.0, 0, 0, 0)),
        initial=Initial(*[tuple((n * share).tolist()) for n in (300, 200, 38_000, 500)]),
        extension=0.05,
        dropout=0.04,
        capacity=tuple((9_000 * s, 16_000 * s, 9_000 * s, 9_000 * s, None) for s in share) if limited else None,
        mode="bind" if mode == "bind" else "report",
        noise=Noise(rho=0.6, sigma=0.2),
        extension_beta=(5, 95),
        dropout_beta=(4, 96),
        replications=replications,
    )


class _Clinic:
    """One region in SimPy: two queues of waiting persons and the load they cause."""

    def __init__(self, env: simpy.Environment, problem: Problem, rng: random.Random, load: np.ndarray, r: int) -> None:
        self.env, self.problem, self.rng, self.load, self.r = env, problem, rng, load, r
        self.waiting: dict[str, list[simpy.Event]] = {"at": [], "bt": []}
        self.owed = {"at": 0.0, "bt": 0.0, "need": 0.0, "licensed": 0.0}
        self.specialists = 0

    def whole(self, key: str, amount: float) -> int:
        """Return whole persons and keep the fraction for the next quarter."""
        self.owed[key] += amount
        count = int(self.owed[key])
        self.owed[key] -= count
        return count

    def enter(self, stage: str) -> None:
        ready = self.env.event()
        self.waiting[stage].append(ready)
        self.env.process(self.person(stage, ready))

    def serve(self, slots: int, template: Any) -> Generator[simpy.Event, Any, None]:
        for slot in range(slots):
            while True:
                t = int(self.env.now)
                if template is not None and t < self.problem.quarters:
                    for k, weeks in enumerate(template[slot]):
                        self.load[t, k, self.r] += weeks
                yield self.env.timeout(1)
                if self.rng.random() >= self.problem.extension:
                    break

    def person(self, stage: str, ready: simpy.Event) -> Generator[simpy.Event, Any, None]:
        yield ready
        if stage == "at":
            yield from self.serve(6, self.problem.template_at)
            if self.rng.random() >= self.problem.dropout / 4:
                self.enter("bt")
            return
        yield from self.serve(self.problem.bt_slots, self.problem.template_bt)
        if self.rng.random() < self.problem.dropout / 4:
            return
        yield from self.serve(self.problem.st_slots, None)
        self.specialists += 1

    def run(self) -> Generator[simpy.Event, Any, None]:
        problem, r = self.problem, self.r
        at_posts: Any = problem.at_posts_per_year
        for key, count in (("at", problem.initial.at_queue[r]), ("bt", problem.initial.licensed[r])):
            for _ in range(int(count)):
                self.enter(key)
        for t in range(problem.quarters):
            season = problem.seasonality[t % 4]
            for _ in range(self.whole("need", problem.need_at[t // 4] * season * problem.share[r])):
                self.enter("at")
            for _ in range(self.whole("licensed", problem.licensed_inflow[t // 4] * season * problem.weight[r])):
                self.enter("bt")
            for key, posts in (("at", at_posts[r]), ("bt", problem.bt_posts_per_year[t // 4][r])):
                for _ in range(min(self.whole(key, posts / 4), len(self.waiting[key]))):
                    self.waiting[key].pop(0).succeed()
            yield self.env.timeout(1)


def simpy_replication(problem: Problem, seed: int) -> np.ndarray:
    """Return load [quarter][area][region] of one replication, person by person (empty pipelines at the start)."""
    env, rng = simpy.Environment(), random.Random(seed)
    load = np.zeros((problem.quarters, len(problem.areas), len(problem.regions)))
    for r in range(len(problem.regions)):
        env.process(_Clinic(env, problem, rng, load, r).run())
    env.run(until=problem.quarters)
    return load


def _median(call: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _plain(problem: Problem) -> None:
    chance = draws.draw(problem)
    reference.simulate(
        problem, reference.Chance(chance.need[0], chance.licensed[0], chance.extension[0], chance.dropout[0])
    )


def run() -> list[dict[str, Any]]:
    """Return one row per case: what, size, median seconds, replications a second, times SimPy."""
    compiling = _median(lambda: solve.run(nation(replications=2)), 1)
    full, board = nation(replications=10_000), nation(replications=10_000, limited=True)
    bound = nation(regions=7, replications=2_000, limited=True, mode="bind")
    slider = nation(regions=7, replications=2_000, limited=True)
    cases: list[tuple[str, Problem, Callable[[], object], int]] = [
        ("compiled", full, lambda: solve.run(full), 9),
        ("compiled, with breaks", board, lambda: solve.run(board), 5),
        ("compiled, with breaks (slider)", slider, lambda: solve.run(slider), 9),
        ("compiled, capacity binds", bound, lambda: solve.run(bound), 5),
        ("plain Python", nation(), lambda: _plain(nation()), 5),
        ("SimPy, person by person", nation(), lambda: simpy_replication(nation(), 1), 1),
    ]
    rows = [_row(name, problem, _median(call, repeats)) for name, problem, call, repeats in cases]
    slowest = rows[-1]["region_quarters_per_second"]
    for row in rows:
        row["times_simpy"] = row["region_quarters_per_second"] / slowest
    rows.insert(0, {"case": "first call (compiles, or loads from its cache)", "seconds": compiling})
    return rows


def _row(name: str, problem: Problem, seconds: float) -> dict[str, Any]:
    size = problem.replications * len(problem.regions) * problem.quarters
    return {
        "case": name,
        "replications": problem.replications,
        "regions": len(problem.regions),
        "quarters": problem.quarters,
        "seconds": seconds,
        "replications_per_second": problem.replications / seconds,
        "region_quarters_per_second": size / seconds,
    }


def main() -> None:
    """Print the table."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"numpy {np.__version__}, numba {numba.__version__}, simpy {simpy.__version__}")  # fmt: skip
    print(f"{'case':<48}{'repl.':>8}{'regions':>9}{'ms':>12}{'repl./s':>12}{'× SimPy':>12}")
    for row in run():
        print(
            f"{row['case']:<48}{row.get('replications', ''):>8}{row.get('regions', ''):>9}{row['seconds'] * 1e3:>12.1f}"
            f"{row.get('replications_per_second', 0):>12,.1f}{row.get('times_simpy', 0):>12,.0f}"
        )


if __name__ == "__main__":
    main()
