"""Run a forecast: the course of events, and with replications the spread and where capacity breaks."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from randa.engines.forecast import draws, supervision, tables, vectorised
from randa.engines.forecast.model import QUANTILES, SLACK, Break, Floats, Path, Problem, Result

CHUNK = 1_024  # replications between two looks at `cancelled`; a multiple of the kernel's lanes
RARE = 0.05  # a break that fewer replications meet is left out of the list (it stays in `exceedance`)

Progress = Callable[[int, int], None]
Counts = NDArray[np.int64]


def run(problem: Problem, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Result:
    """Return the forecast of `problem`; the same problem gives the same bits.

    Args:
        problem: what to forecast.
        progress: called with (replications done, replications asked for).
        cancelled: asked between chunks; when it says yes, the result covers the replications done so far
            (at least one chunk) and is marked `stopped`.
    """
    if problem.replications == 1:
        return _single(problem, progress)
    return _many(problem, progress, cancelled)


def _single(problem: Problem, progress: Progress | None) -> Result:
    path = vectorised.path(problem, draws.draw(problem))
    breaks, exceedance = None, None
    if problem.capacity is not None:
        limits = tables.build(problem).capacity
        excess = path.load.transpose(0, 2, 1) - limits
        over = excess > SLACK * (1 + np.where(np.isinf(limits), 0, limits))
        first, last = _ends(over)
        worst = np.where(over.any(axis=0), np.where(over, excess, 0).max(axis=0), 0)
        breaks = _breaks(problem, first, last, worst, 1)
        exceedance = over.transpose(0, 2, 1).astype(np.float64)
    if progress is not None:
        progress(1, 1)
    return Result(
        path=path, replications=1, breaks=breaks, exceedance=exceedance, supervision=supervision.hours(problem, path)
    )


def _many(problem: Problem, progress: Progress | None, cancelled: Callable[[], bool] | None) -> Result:
    # numba takes half a second to import; a single path does not need it
    from randa.engines.forecast import kernel

    chance, arrays, tally = draws.draw(problem), tables.build(problem), kernel.empty_tally(problem)
    done = 0
    while done < problem.replications:
        upto = min(done + CHUNK, problem.replications)
        kernel.simulate(problem, arrays, chance, done, upto, tally)
        done = upto
        if progress is not None:
            progress(done, problem.replications)
        if cancelled is not None and done < problem.replications and cancelled():
            break
    path = vectorised.path(problem, draws.central(problem))
    limited = problem.capacity is not None
    return Result(
        path=path,
        replications=done,
        stopped=done < problem.replications,
        load_national=quantiles(tally.national[:, :, :done]),
        breaks=_breaks(problem, tally.first, tally.last, tally.depth, done) if limited else None,
        exceedance=tally.above.transpose(0, 2, 1) / done if limited else None,
        supervision=supervision.hours(problem, path),
    )


def quantiles(samples: Floats) -> Floats:
    """Return the `QUANTILES` of the last axis as the first axis, interpolated between neighbours.

    Sorts `samples` in place: numpy's sort is vectorised, its quantile function takes five times as long.
    """
    ordered = samples
    ordered.sort(axis=-1)
    found = []
    for level in QUANTILES:
        position = level * (ordered.shape[-1] - 1)
        below = math.floor(position)
        above = min(below + 1, ordered.shape[-1] - 1)
        low, high = ordered[..., below], ordered[..., above]
        found.append(low + (position - below) * (high - low))
    return np.stack(found)


def _ends(over: NDArray[np.bool_]) -> tuple[Counts, Counts]:
    """Return one replication's counts of first and last breaks [quarter][region][area]."""
    before = np.logical_or.accumulate(over, axis=0)
    after = np.logical_or.accumulate(over[::-1], axis=0)[::-1]
    first = over & ~np.concatenate([np.zeros_like(over[:1]), before[:-1]])
    last = over & ~np.concatenate([after[1:], np.zeros_like(over[:1])])
    return first.astype(np.int64), last.astype(np.int64)


def _breaks(problem: Problem, first: Counts, last: Counts, depth: Floats, replications: int) -> tuple[Break, ...]:
    """Return the breaks met by one replication in twenty, earliest and likeliest first."""
    rare = max(1, math.ceil(RARE * replications))
    broken, to_come = first.cumsum(axis=0), last[::-1].cumsum(axis=0)[::-1]
    labels, found = problem.quarter_labels, []
    for r, region in enumerate(problem.regions):
        for k, area in enumerate(problem.areas):
            ever = int(broken[-1, r, k])
            if ever < rare:
                continue
            begins = int(np.argmax(broken[:, r, k] >= rare))
            ends = int(np.nonzero(to_come[:, r, k] >= rare)[0].max())
            half = math.ceil(replications / 2)
            median = labels[int(np.argmax(broken[:, r, k] >= half))] if ever >= half else None
            found.append(
                Break(
                    region=region,
                    area=area,
                    first_quarter=labels[begins],
                    probability=ever / replications,
                    depth=float(depth[r, k]) / ever,
                    last_quarter=labels[max(begins, ends)],
                    median_quarter=median,
                )
            )
    return tuple(sorted(found, key=lambda b: (b.first_quarter, -b.probability, b.region, b.area)))


__all__ = ["Path", "quantiles", "run"]
