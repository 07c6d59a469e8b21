"""The handles by which a scenario or a driver changes a forecast problem: one named object each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from randa.engines.forecast.model import Problem


@dataclass(frozen=True, slots=True)
class Lever:
    """One assumption that can be turned.

    Attributes:
        key: stable name.
        unit: of the values it takes.
        turn: returns the problem with the assumption at a value.
        read: returns the value at which the problem stands (1 for factors).
    """

    key: str
    unit: str
    turn: Callable[[Problem, float], Problem]
    read: Callable[[Problem], float]


def scaled(value: Any, factor: float) -> Any:
    """Return numbers nested in tuples times `factor`; None (no limit) stays."""
    if isinstance(value, tuple):
        return tuple(scaled(part, factor) for part in value)
    return None if value is None else value * factor


def _factor(field: str) -> Lever:
    def turn(problem: Problem, value: float) -> Problem:
        return replace(problem, **{field: scaled(getattr(problem, field), value)})

    return Lever(f"{field}_factor", "times", turn, lambda _problem: 1.0)


def _share(field: str, *, beta: str | None = None) -> Lever:
    def turn(problem: Problem, value: float) -> Problem:
        changes: dict[str, Any] = {field: value}
        if beta is not None:
            changes[beta] = None  # a stated value stands instead of a drawn one
        return replace(problem, **changes)

    def read(problem: Problem) -> float:
        value = getattr(problem, field)
        return sum(value) / len(value) if isinstance(value, tuple) else float(value)

    return Lever(field, "share", turn, read)


def _area_capacity(problem: Problem, area: str, factor: float) -> Problem:
    k = problem.areas.index(area)

    def rows(value: Any) -> Any:
        if isinstance(value[0], tuple):
            return tuple(rows(part) for part in value)
        return tuple(scaled(limit, factor) if i == k else limit for i, limit in enumerate(value))

    return problem if problem.capacity is None else replace(problem, capacity=rows(problem.capacity))


LEVERS: dict[str, Lever] = {
    lever.key: lever
    for lever in (
        _factor("need_at"),
        _factor("licensed_inflow"),
        _factor("at_posts_per_year"),
        _factor("bt_posts_per_year"),
        _factor("template_at"),
        _factor("template_bt"),
        _factor("capacity"),
        _share("extension", beta="extension_beta"),
        _share("dropout", beta="dropout_beta"),
        _share("specialist_exit"),
        _share("integrated_share"),
        _share("direct_st_share"),
    )
}


def area_capacity(area: str) -> Lever:
    """Return a lever on the capacity of one area, in all regions and years."""
    return Lever(f"capacity_factor:{area}", "times", lambda p, value: _area_capacity(p, area, value), lambda _p: 1.0)


def lever(key: str) -> Lever:
    """Return the lever of that name; `capacity_factor:<area>` names an area's capacity.

    Raises:
        ValueError: there is none.
    """
    if key.startswith("capacity_factor:"):
        return area_capacity(key.partition(":")[2])
    if key not in LEVERS:
        raise ValueError(f"lever {key!r}; expected one of {', '.join(LEVERS)} or capacity_factor:<area>")
    return LEVERS[key]


def turned(problem: Problem, settings: Mapping[str, float]) -> Problem:
    """Return `problem` with every named lever at its value."""
    for key, value in settings.items():
        problem = lever(key).turn(problem, value)
    return problem
