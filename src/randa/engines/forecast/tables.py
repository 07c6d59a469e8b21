"""A problem as arrays, one row per quarter, for the two array simulations. No rules of the model live here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from randa.engines.forecast.model import Floats, Problem

Ints = NDArray[np.int64]
LOOK_AHEAD_MARGIN = 4  # quarters beyond the longest pipeline in which a start still may not break a capacity


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Arrays of a problem.

    Attributes:
        year_of: [quarter] index of the calendar year.
        need, licensed_in: [quarter][region] persons before noise.
        at_posts, bt_posts: [quarter][region] starts at most.
        group: [region] which AT length and template the region has; templates are padded with zeros.
        capacity: [quarter][region][area], infinite where nothing limits.
    """

    year_of: Ints
    need: Floats
    licensed_in: Floats
    at_posts: Floats
    bt_posts: Floats
    at_slots: Ints
    group: Ints
    group_slots: Ints
    template_at: Floats
    template_bt: Floats
    capacity: Floats
    integrated: Floats
    direct_st: Floats
    movement: Floats | None
    look_ahead: int


def build(problem: Problem) -> Tables:
    """Return the arrays of `problem`."""
    regions = len(problem.regions)
    quarter = problem.first[1]
    clock = np.arange(problem.quarters) + quarter
    year_of = clock // 4
    season = np.array(problem.seasonality, dtype=np.float64)[clock % 4]
    need = np.array(problem.need_at, dtype=np.float64)[year_of] * season
    licensed = np.array(problem.licensed_inflow, dtype=np.float64)[year_of] * season
    at_slots = np.broadcast_to(np.array(problem.at_slots, dtype=np.int64), (regions,)).copy()
    at_posts = np.array(problem.at_posts_per_year, dtype=np.float64)
    if at_posts.ndim == 1:
        at_posts = np.broadcast_to(at_posts, (len(problem.years), regions))
    group, group_slots, template_at = _groups(problem, at_slots)
    return Tables(
        year_of=year_of,
        need=np.outer(need, problem.share),
        licensed_in=np.outer(licensed, problem.weight),
        at_posts=at_posts[year_of] / 4,
        bt_posts=np.array(problem.bt_posts_per_year, dtype=np.float64)[year_of] / 4,
        at_slots=at_slots,
        group=group,
        group_slots=group_slots,
        template_at=template_at,
        template_bt=np.array(problem.template_bt, dtype=np.float64),
        capacity=_capacity(problem, year_of),
        integrated=_per_region(problem.integrated_share, regions),
        direct_st=_per_region(problem.direct_st_share, regions),
        movement=None if problem.movement is None else np.array(problem.movement, dtype=np.float64),
        look_ahead=look_ahead(problem),
    )


def look_ahead(problem: Problem) -> int:
    """Return how many quarters ahead a start is held against capacity in mode `bind`."""
    at = problem.at_slots if isinstance(problem.at_slots, tuple) else (problem.at_slots,)
    return max(*at, problem.bt_slots) + LOOK_AHEAD_MARGIN


def _per_region(value: float | tuple[float, ...], regions: int) -> Floats:
    return np.broadcast_to(np.array(value, dtype=np.float64), (regions,)).copy()


def _capacity(problem: Problem, year_of: Ints) -> Floats:
    shape = (problem.quarters, len(problem.regions), len(problem.areas))
    if problem.capacity is None:
        return np.full(shape, np.inf)
    limits = np.array(problem.capacity, dtype=np.float64)  # None becomes nan
    limits = np.where(np.isnan(limits), np.inf, limits)
    return limits[year_of] if limits.ndim == 3 else np.broadcast_to(limits, shape).copy()


def _groups(problem: Problem, at_slots: Ints) -> tuple[Ints, Ints, Floats]:
    """Return regions' groups of equal AT length and template, the groups' lengths and padded templates."""
    keys: list[tuple[int, object]] = []
    group = np.zeros(len(at_slots), dtype=np.int64)
    templates: list[Floats] = []
    per_region = isinstance(problem.template_at[0][0], tuple)
    for r, slots in enumerate(at_slots.tolist()):
        template = problem.template_at[r] if per_region else problem.template_at[:slots]
        key = (slots, template)
        if key not in keys:
            keys.append(key)
            templates.append(np.array(template, dtype=np.float64))
        group[r] = keys.index(key)
    lengths = np.array([slots for slots, _ in keys], dtype=np.int64)
    padded = np.zeros((len(keys), int(lengths.max()), len(problem.areas)))
    for g, rows in enumerate(templates):
        padded[g, : len(rows)] = rows
    return group, lengths, padded
