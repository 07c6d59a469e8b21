"""An independent judge of a forecast: shares no code with the simulations, only the dataclasses.

It never steps quarter by quarter through slots. Stocks are held against the flows by book-keeping, and the load
against the starts by the closed formula for where a person is j quarters after a start (a binomial law).
"""

import math
from collections.abc import Iterator

import numpy as np

from randa.engines.forecast.model import Floats, Path, Problem, Result

TOLERANCE = 1e-9  # relative to the largest number compared, and absolute below 1


def violations(problem: Problem, result: Result) -> list[str]:
    """Return what is wrong with `result` as a forecast of `problem`, in words; [] when nothing is."""
    found = list(_shapes(problem, result))
    if found:
        return found
    with np.errstate(invalid="ignore"):
        found += _finite_and_not_negative(result)
        found += _books(problem, result.path)
        found += _limits_on_starts(problem, result.path)
        found += _load(problem, result.path)
        found += _spread(problem, result)
        found += _breaks(problem, result)
    return found


def _shapes(problem: Problem, result: Result) -> Iterator[str]:
    quarters, regions, areas = problem.quarters, len(problem.regions), len(problem.areas)
    if result.load.shape != (quarters, areas, regions):
        yield f"load: shape {result.load.shape}; expected {(quarters, areas, regions)}"
    for name, values in {**result.stocks, **result.path.flows}.items():
        if values.shape != (quarters, regions):
            yield f"{name}: shape {values.shape}; expected {(quarters, regions)}"


def _finite_and_not_negative(result: Result) -> Iterator[str]:
    named = {"load": result.load, **result.stocks, **result.path.flows}
    for name, values in named.items():
        if not np.isfinite(values).all():
            yield f"{name}: not finite"
        elif values.min() < -TOLERANCE:
            yield f"{name}: {values.min():g} is negative"


def _books(problem: Problem, path: Path) -> Iterator[str]:
    """Every stock is what it was, plus what came, less what left."""
    first = _initial_stocks(problem)
    flow, stock = path.flows, path.stocks
    moves = np.eye(len(problem.regions)) if problem.movement is None else np.array(problem.movement)
    kept = 1 - path.dropout / 4
    arrived = flow["at_passed"] @ moves
    before = {name: np.vstack([first[name], values[:-1]]) for name, values in stock.items()}
    ledger = {
        "at_queue": before["at_queue"] + flow["need"] - flow["at_starts"],
        "at": before["at"] + flow["at_starts"] - flow["at_left"],
        "licensed": before["licensed"] + flow["licensed_in"] + arrived - flow["direct_st"] - flow["bt_starts"],
        "bt": before["bt"] + flow["bt_starts"] - flow["bt_left"],
        "st": before["st"] + flow["st_in"] - flow["st_left"],
        "specialists": before["specialists"] * (1 - problem.specialist_exit) + flow["st_left"],
    }
    for name, expected in ledger.items():
        yield from _differences(f"books of {name}", stock[name], expected)
    yield from _differences("AT passed", flow["at_passed"], flow["at_left"] * kept)
    yield from _differences("ST entered", flow["st_in"], flow["direct_st"] + (flow["bt_left"] * kept) @ moves)
    share = np.array(problem.direct_st_share)
    yield from _differences("ST entered without BT", flow["direct_st"], arrived * share)


def _initial_stocks(problem: Problem) -> dict[str, Floats]:
    at_posts = np.array(problem.at_posts_per_year, dtype=float)
    at_posts = at_posts[0] if at_posts.ndim == 2 else at_posts
    initial = problem.initial
    return {
        "at_queue": np.array(initial.at_queue, dtype=float),
        "at": at_posts / 4 * np.array(problem.at_slots),
        "licensed": np.array(initial.licensed, dtype=float),
        "bt": np.array(problem.bt_posts_per_year[0]) / 4 * problem.bt_slots,
        "st": np.array(initial.st_per_slot, dtype=float) * problem.st_slots,
        "specialists": np.array(initial.specialists, dtype=float),
    }


def _limits_on_starts(problem: Problem, path: Path) -> Iterator[str]:
    """Nobody starts beyond the posts, nobody waits while a post is free (unless capacity binds)."""
    years = (np.arange(problem.quarters) + problem.first[1]) // 4
    at_posts = np.array(problem.at_posts_per_year, dtype=float)
    posts = {
        "at": (at_posts[years] if at_posts.ndim == 2 else np.broadcast_to(at_posts, path.load[:, 0].shape)) / 4,
        "bt": np.array(problem.bt_posts_per_year, dtype=float)[years] / 4,
    }
    for kind, waiting in (("at", "at_queue"), ("bt", "licensed")):
        starts = path.flows[f"{kind}_starts"]
        if (starts > posts[kind] + TOLERANCE * (1 + posts[kind])).any():
            yield f"{kind}_starts: more than the posts"
        idle = (starts < posts[kind] - 1e-6) & (path.stocks[waiting] > 1e-6)
        if problem.mode == "report" and idle.any():
            t, r = np.argwhere(idle)[0]
            yield f"{waiting}[{t}][{r}]: people wait while posts are free"


def _load(problem: Problem, path: Path) -> Iterator[str]:
    """Load is the sum over everyone who started of the weeks in the slot they are in."""
    slots = np.broadcast_to(np.array(problem.at_slots), (len(problem.regions),))
    at_first, bt_first = _initial_stocks(problem)["at"] / slots, np.array(problem.bt_posts_per_year[0]) / 4
    template = [np.array(rows, dtype=float) for rows in problem.template_at] if _nested(problem) else None
    common = None if template is not None else np.array(problem.template_at, dtype=float)
    for r, length in enumerate(slots.tolist()):
        rows = template[r] if template is not None else common[:length]  # type: ignore[index]  # one of the two is set
        expected = _weeks(rows, path.flows["at_starts"][:, r], at_first[r], path.extension)
        expected = expected + _weeks(
            np.array(problem.template_bt, dtype=float), path.flows["bt_starts"][:, r], bt_first[r], path.extension
        )
        yield from _differences(f"load of {problem.regions[r]}", path.load[:, :, r], expected)


def _nested(problem: Problem) -> bool:
    return np.ndim(problem.template_at[0][0]) == 1


def _weeks(template: Floats, starts: Floats, per_slot: float, extension: float) -> Floats:
    """Return weeks [quarter][area] of those who start, and of those in the slots before the first quarter."""
    quarters, length = len(starts), len(template)
    where = np.array([[_chance(j, s, extension) for s in range(length)] for j in range(quarters + 1)])
    found = np.zeros((quarters, template.shape[1]))
    for t in range(quarters):
        people = starts[t::-1] @ where[: t + 1]
        for begun in range(length):
            people[begun:] += per_slot * where[t + 1, : length - begun]
        found[t] = people @ template
    return found


def _chance(quarters: int, moves: int, extension: float) -> float:
    """Return the chance of having moved on exactly `moves` times in so many quarters."""
    if moves > quarters:
        return 0.0
    return math.comb(quarters, moves) * (1 - extension) ** moves * extension ** (quarters - moves)


def _spread(problem: Problem, result: Result) -> Iterator[str]:
    spread = result.load_national
    if spread is None:
        if result.replications > 1:
            yield "load_national: missing"
        return
    shape = (len(result.quantiles), problem.quarters, len(problem.areas))
    if spread.shape != shape:
        yield f"load_national: shape {spread.shape}; expected {shape}"
    elif (np.diff(spread, axis=0) < 0).any():
        yield "load_national: quantiles are not in order"
    elif _certain(problem):
        for level in spread:
            yield from _differences("national load without chance", level, result.load.sum(axis=2))


def _certain(problem: Problem) -> bool:
    return problem.noise.sigma == 0 and problem.extension_beta is None and problem.dropout_beta is None


def _breaks(problem: Problem, result: Result) -> Iterator[str]:
    if (problem.capacity is None) != (result.breaks is None):
        yield "breaks: given exactly when there are capacities"
    for i, entry in enumerate(result.breaks or ()):
        if not 0 < entry.probability <= 1 or entry.depth <= 0:
            yield f"breaks[{i}]: probability {entry.probability:g}, depth {entry.depth:g}"
        if entry.first_quarter > entry.last_quarter:
            yield f"breaks[{i}]: ends before it begins"
    if result.exceedance is not None and not ((result.exceedance >= 0) & (result.exceedance <= 1)).all():
        yield "exceedance: not between 0 and 1"


def _differences(name: str, found: Floats, expected: Floats) -> Iterator[str]:
    """Name the first place where two tables differ by more than the tolerance."""
    scale = max(1.0, float(np.abs(expected).max(initial=0.0)))
    wrong = np.argwhere(~(np.abs(found - expected) <= TOLERANCE * scale))
    if len(wrong):
        place = tuple(wrong[0].tolist())
        yield f"{name} {list(place)}: {found[place]:.12g}; expected {expected[place]:.12g}"
