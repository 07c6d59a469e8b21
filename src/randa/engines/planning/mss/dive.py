"""A dive: decide for the master programme's clearest columns, generate columns for the students left, and so on down."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from randa.engines.planning.mss.generation import Generator

CLEAR = 0.85  # a column this much chosen is decided for
LIKELY = 0.5  # columns more chosen than this seldom stand in each other's way
STEP_SHARE, FEWEST_SHARE = 5, 12  # at most a fifth of the students left are decided in one step, and often a twelfth
ROUNDS = 4  # of column generation after each step
MORE_ROUNDS = 12  # while something is missing
NOISE = 0.02  # of a column's value: dives with other seeds go other ways
FEW = 12  # students left: no further limit on a step


def dive(generator: Generator, random: np.random.Generator, decided: Iterable[int] = ()) -> tuple[list[int], float]:
    """Return columns, one per student, and how many students or places they leave missing in the wards (0: legal).

    Args:
        generator: gains columns; its decisions are taken back at the end.
        random: of ties.
        decided: columns to begin with.
    """
    master = generator.master
    fixed = list(decided)
    free = set(range(generator.students)) - {master.columns[index].student for index in fixed}
    try:
        master.fix(fixed)
        if fixed:
            generator.some(sorted(free), ROUNDS)
        else:
            master.solve()
        while free:
            chosen = _clearest(generator, free, random)
            master.fix(chosen)
            fixed += chosen
            free -= {master.columns[index].student for index in chosen}
            generator.some(sorted(free), ROUNDS if free else 0)
            if free and master.missing() > 1e-6:
                generator.some(sorted(free), MORE_ROUNDS)
            generator.say(f"dive: {len(free)} students left, value {master.value:.2f}, missing {master.missing():.2f}")
        return fixed, master.missing()
    finally:
        master.release(fixed)


def _clearest(generator: Generator, free: set[int], random: np.random.Generator) -> list[int]:
    """Return the columns to decide for: the clear ones, or else the clearest."""
    master = generator.master
    values = master.column_values()
    worth = values + NOISE * random.random(values.size)
    candidates = [int(i) for i in np.flatnonzero(values > 1e-6) if master.columns[i].student in free]
    candidates.sort(key=lambda index: (-worth[index], index))
    clear = [index for index in candidates if values[index] > CLEAR]
    if clear and all(values[index] > 1 - 1e-6 for index in candidates):
        return clear  # whole already
    most = len(free) if len(free) <= FEW else max(1, len(free) // STEP_SHARE)
    several = [index for index in candidates if values[index] > LIKELY][: max(1, len(free) // FEWEST_SHARE)]
    return max(clear[:most], several, candidates[:1], key=len)
