"""Every reason to refuse a medical student scheduling problem, each with the place of the value that is wrong.

The checks accept anything as a value and never stop at the first fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from randa.engines.planning.mss.model import ARRAYS, MAX_DISCIPLINES, MAX_HOSPITALS, SCALARS

Finding = tuple[str, str]  # place, what is wrong

LARGEST = 100_000  # of any value: sums of scores stay far inside 64 bits
MAX_CELLS = 50_000_000  # of any array


def problem_faults(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield every fault as (place, message); places are written as in the files, e.g. `StudDiscGroup[3,1]`.

    Args:
        values: attribute of `Problem` -> value. What is missing is not looked at.
    """
    scalars = list(_scalar_faults(values))
    yield from scalars
    if scalars:
        return  # nothing else can be counted
    sizes = {key: values[attribute] for key, attribute in SCALARS.items()}
    sound = True
    for key, (attribute, dimensions) in ARRAYS.items():
        if attribute not in values:
            sound = False
            continue
        shape = [sizes[name] if isinstance(name, str) else name for name in dimensions]
        found = list(_array_faults(key, values[attribute], shape, _limits(key, sizes)))
        yield from found
        sound = sound and not found
    if sound:
        yield from _cross_faults(values)


def _scalar_faults(values: Mapping[str, Any]) -> Iterator[Finding]:
    for key, attribute in SCALARS.items():
        if attribute not in values:
            yield key, "is missing"
            continue
        low, high = (0 if key == "MaxDiscPerHosp" else 1), LARGEST
        if key == "Disciplines":
            high = MAX_DISCIPLINES
        elif key == "Hospitals":
            high = MAX_HOSPITALS
        yield from _within(key, values[attribute], low, high)


def _limits(key: str, sizes: Mapping[str, int]) -> tuple[int, int]:
    if key in {"AllowedDisc", "Precededby", "Availability", "Ability"}:
        return 0, 1
    if key == "DiscGroup":
        return 1, sizes["Groups"]
    if key in {"StudDiscGroup", "MaxPosHosp", "MinPosHosp"}:
        return 0, sizes["Disciplines"] if key == "StudDiscGroup" else LARGEST
    return -LARGEST, LARGEST


def _array_faults(key: str, value: Any, shape: Sequence[int], limits: tuple[int, int]) -> Iterator[Finding]:
    """Yield faults of shape, or else of the single values."""
    yield from _part_faults(key, (), value, shape, limits)


def _part_faults(
    key: str, index: tuple[int, ...], value: Any, shape: Sequence[int], limits: tuple[int, int]
) -> Iterator[Finding]:
    place = f"{key}[{','.join(map(str, index))}]" if index else key
    if not shape:
        yield from _within(place, value, *limits)
    elif not isinstance(value, tuple) or len(value) != shape[0]:
        said = f"has {len(value)} entries" if isinstance(value, tuple) else f"is {value!r}"
        yield place, f"{said}; expected {shape[0]}"
    else:
        for number, part in enumerate(value, 1):
            yield from _part_faults(key, (*index, number), part, shape[1:], limits)


def _within(place: str, value: Any, low: int, high: int) -> Iterator[Finding]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield place, f"is {value!r}; expected an integer"
    elif not low <= value <= high:
        yield place, f"is {value}; expected {low} to {high}"


def _cross_faults(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what only several sound values together show."""
    group, before = values["group"], values["preceded_by"]
    for d in range(values["disciplines"]):
        if before[d][d]:
            yield f"Precededby[{d + 1},{d + 1}]", "is 1: a discipline cannot precede itself"
    for s, needed in enumerate(values["needed"]):
        for g, count in enumerate(needed):
            able = sum(
                allowed and group[d] == g + 1 and any(row[d] for row in values["ability"][s])
                for d, allowed in enumerate(values["allowed"][s])
            )
            if count > able:
                yield f"StudDiscGroup[{s + 1},{g + 1}]", f"is {count}; the student may attend {able} of the group"
        if sum(needed) * values["duration"] > sum(values["available"][s]):
            yield f"StudDiscGroup[{s + 1}]", f"asks for more periods than the {sum(values['available'][s])} available"
    yield from _ward_faults(values)


def _ward_faults(values: Mapping[str, Any]) -> Iterator[Finding]:
    for h, wards in enumerate(values["least"]):
        for d, periods in enumerate(wards):
            for t, least in enumerate(periods):
                if least > values["most"][h][d][t]:
                    place = f"MinPosHosp[{h + 1},{d + 1},{t + 1}]"
                    yield place, f"is {least}; more than the {values['most'][h][d][t]} of MaxPosHosp"
