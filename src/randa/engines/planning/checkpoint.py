"""Where a search stands, so that it can be stopped and go on another day as if nothing had happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.improve import Search

_STATE = (
    "room",
    "last_full",
    "strain",
    "borne",
    "blocks",
    "block_count",
    "cost",
    "open_weeks",
    "sitter_count",
    "sitters",
)
_SEARCH = ("best_blocks", "best_count", "best_cost", "totals", "random")
Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Everything a search needs to go on.

    Attributes:
        problem: fingerprint of the problem; it goes on with no other.
        seed, iterations: of the run so far.
        bound: scaled; the best so far.
        arrays: the plan, the best plan, random numbers and prices, by name.
    """

    problem: str
    seed: int
    iterations: int
    bound: int
    arrays: Mapping[str, Array]

    def as_arrays(self) -> dict[str, Array]:
        """Return all of it as arrays, for a file; `from_arrays` is the way back."""
        head = {"seed": self.seed, "iterations": self.iterations, "bound": self.bound, "problem": self.problem}
        return dict(self.arrays) | {f"head_{name}": np.array(value) for name, value in head.items()}


def from_arrays(arrays: Mapping[str, Array]) -> Checkpoint:
    """Return the checkpoint in these arrays.

    Raises:
        ValueError: something is missing.
    """
    wanted = {*_STATE, *_SEARCH, "guide", "price", "head_problem", "head_seed", "head_iterations", "head_bound"}
    if set(arrays) != wanted:
        raise ValueError(f"not a state of a planning run: {sorted(set(arrays) ^ wanted)} missing or unknown")
    body = {name: array for name, array in arrays.items() if not name.startswith("head_")}
    head = {name: arrays[f"head_{name}"].item() for name in ("problem", "seed", "iterations", "bound")}
    return Checkpoint(arrays=body, **head)


def saved(search: Search) -> dict[str, Array]:
    """Return copies of what changes during a search."""
    state = {name: getattr(search.state, name).copy() for name in _STATE}
    return state | {name: getattr(search, name).copy() for name in _SEARCH}


def restore(search: Search, arrays: Mapping[str, Array]) -> None:
    """Put a search of the same problem where another one stood.

    Raises:
        ValueError: the arrays are of another problem's shape.
    """
    for owner, names in ((search.state, _STATE), (search, _SEARCH)):
        for name in names:
            there = getattr(owner, name)
            if there.shape != arrays[name].shape:
                raise ValueError(f"{name} has shape {arrays[name].shape}; expected {there.shape}")
            there[...] = arrays[name]
