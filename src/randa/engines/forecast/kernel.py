"""The model compiled, for many replications: national load of each, and where and when each one breaks.

Replications run side by side in lanes of `LANES`, so that the innermost loops become vector instructions. Only what
the spread needs is kept: ST and specialists do not act back on AT and BT and are left out. `reference.py` says what
is computed; a test holds the two together.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from randa.engines.forecast.draws import Draws, draw
from randa.engines.forecast.lanes import LANES, run_blocks
from randa.engines.forecast.model import Floats, Initial, Problem
from randa.engines.forecast.tables import Tables, build


@dataclass(slots=True, eq=False)
class Tally:
    """What the replications so far gave; every count [quarter][region][area].

    Attributes:
        national: trainee-weeks [quarter][area][replication].
        above: replications with load above capacity in that quarter.
        first, last: replications whose first or last break is in that quarter.
        depth: [region][area] sum over replications of the worst excess, trainee-weeks.
    """

    national: Floats
    above: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    depth: Floats


def empty_tally(problem: Problem) -> Tally:
    """Return a tally with room for all replications of `problem`."""
    quarters, regions, areas = problem.quarters, len(problem.regions), len(problem.areas)
    padded = math.ceil(problem.replications / LANES) * LANES
    shape = (quarters, regions, areas)
    return Tally(
        national=np.zeros((quarters, areas, padded)),
        above=np.zeros(shape, dtype=np.int64),
        first=np.zeros(shape, dtype=np.int64),
        last=np.zeros(shape, dtype=np.int64),
        depth=np.zeros((regions, areas)),
    )


def simulate(problem: Problem, tables: Tables, draws: Draws, first: int, first_after: int, tally: Tally) -> None:
    """Run the replications [first, first_after) of `draws` into `tally`; `first` is a multiple of `LANES`."""
    regions = len(problem.regions)
    initial = problem.initial
    run_blocks(  # type: ignore[no-untyped-call]  # compiled
        first, first_after, tables.year_of, tables.need, tables.licensed_in, tables.at_posts, tables.bt_posts,
        draws.need, draws.licensed, draws.extension, draws.dropout,
        tables.group, tables.group_slots, tables.template_at, tables.template_bt,
        np.array(initial.at_queue, dtype=np.float64), np.array(initial.licensed, dtype=np.float64),
        np.eye(regions) if tables.movement is None else tables.movement, tables.movement is not None,
        tables.direct_st, tables.capacity, problem.capacity is not None, problem.mode == "bind", tables.look_ahead,
        tally.national, tally.above, tally.first, tally.last, tally.depth,
    )  # fmt: skip


def warm_up() -> None:
    """Load the compiled code now (or compile it), so that the first forecast with replications answers at once."""
    problem = Problem(
        regions=("-",),
        areas=("-",),
        quarters=1,
        first_quarter="2027Q1",
        need_at=(1.0,),
        share=(1.0,),
        seasonality=(0.25, 0.25, 0.25, 0.25),
        at_posts_per_year=(1.0,),
        at_slots=1,
        bt_posts_per_year=((1.0,),),
        bt_slots=1,
        st_slots=1,
        licensed_inflow=(0.0,),
        weight=(1.0,),
        template_at=((1.0,),),
        template_bt=((1.0,),),
        initial=Initial((0.0,), (0.0,), (0.0,), (0.0,)),
    )
    simulate(problem, build(problem), draw(problem), 0, 1, empty_tally(problem))
