"""Every fault of a forecast problem, each with its path. Knows values, not files."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

PERSON_KINDS = ("at", "bt", "st")
LARGEST = 1e12
MOST_CELLS = 200_000_000  # replications × quarters × areas: 1.6 GB of doubles
SUM_SLACK = 0.01  # shares printed with two decimals may miss 1 by this much
_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")


class _Collector:
    """Collects faults while values are read by path."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def say(self, path: str, value: Any, expected: str) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        self.faults.append(f"{path}: {shown}; expected {expected}")

    def number(self, path: str, value: Any, low: float = 0.0, high: float = LARGEST) -> bool:
        expected = f"a number from {low:g} to {high:g}"
        good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        if not good or not math.isfinite(value):
            self.say(path, value, expected)
            return False
        return True

    def integer(self, path: str, value: Any, low: int, high: int) -> bool:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.say(path, value, f"an integer from {low} to {high}")
            return False
        return True

    def sequence(self, path: str, value: Any, length: int | None) -> bool:
        if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
            self.say(path, value, "a list" if length is None else f"a list of {length}")
            return False
        if length is not None and len(value) != length:
            self.faults.append(f"{path}: {len(value)} entries; expected {length}")
            return False
        return True

    def numbers(
        self, path: str, value: Any, shape: Sequence[int], high: float = LARGEST, *, gaps: bool = False
    ) -> bool:
        """Check a nested list of numbers of the given shape; with `gaps`, None may stand for no limit."""
        if not shape:
            return (gaps and value is None) or self.number(path, value, 0.0, high)
        if not self.sequence(path, value, shape[0]):
            return False
        parts = [self.numbers(f"{path}[{i}]", part, shape[1:], high, gaps=gaps) for i, part in enumerate(value)]
        return all(parts)

    def names(self, path: str, value: Any) -> int:
        """Check a list of distinct names and return how many there are (0 when unusable)."""
        if not self.sequence(path, value, None):
            return 0
        if not value:
            self.say(path, value, "at least one name")
        seen: set[str] = set()
        for i, name in enumerate(value):
            if not isinstance(name, str) or not name.strip():
                self.say(f"{path}[{i}]", name, "a name")
            elif name in seen:
                self.say(f"{path}[{i}]", name, "a name not used before")
            else:
                seen.add(name)
        return len(value)

    def total(self, path: str, value: Sequence[float], slack: float) -> None:
        if abs(math.fsum(value) - 1.0) > slack:
            self.say(path, math.fsum(value), "a sum of 1")


def noise_faults(values: Mapping[str, Any], path: str = "") -> list[str]:
    """Return the faults of a `Noise`."""
    c = _Collector()
    c.number(f"{path}rho", values["rho"], -1.0, 1.0)
    c.number(f"{path}sigma", values["sigma"], 0.0, 5.0)
    return c.faults


def initial_faults(values: Mapping[str, Any], path: str = "", regions: int | None = None) -> list[str]:
    """Return the faults of an `Initial`; with `regions` also those of length."""
    c = _Collector()
    for key, value in values.items():
        if c.sequence(f"{path}{key}", value, regions):
            c.numbers(f"{path}{key}", value, (len(value),))
    return c.faults


def supervision_faults(values: Mapping[str, Any], path: str = "", st_slots: int = 400) -> list[str]:
    """Return the faults of a `Supervision`."""
    c = _Collector()
    for key in ("hours_per_person", "assessments_per_person"):
        if not isinstance(values[key], Mapping) or set(values[key]) != set(PERSON_KINDS):
            c.say(f"{path}{key}", values[key], "the keys at, bt and st")
            continue
        for kind in PERSON_KINDS:
            c.number(f"{path}{key}.{kind}", values[key][kind], 0.0, 10_000.0)
    c.number(f"{path}minutes_per_assessment", values["minutes_per_assessment"], 0.0, 10_000.0)
    for key in ("specialist_share", "late_st_share", "fork"):
        c.number(f"{path}{key}", values[key], 0.0, 1.0)
    c.integer(f"{path}late_st_slots", values["late_st_slots"], 0, st_slots)
    c.number(f"{path}hours_per_supervisor", values["hours_per_supervisor"], 0.0, 2_000.0)
    return c.faults


def problem_faults(values: Mapping[str, Any]) -> list[str]:
    """Return every fault of a problem given by its field names; [] when there is none."""
    c = _Collector()
    regions, areas = c.names("regions", values["regions"]), c.names("areas", values["areas"])
    years = _calendar(c, values)
    slots = _lengths(c, values, regions)
    if regions and areas and years:
        _inflows(c, values, regions, years)
        _posts_and_templates(c, values, regions, areas, years, slots)
        _capacity(c, values, regions, areas, years)
        _movement(c, values["movement"], regions)
        if isinstance(values["initial"], Mapping):
            c.faults += initial_faults(values["initial"], "initial.", regions)
        else:
            c.say("initial", values["initial"], "an object")
        for key in ("integrated_share", "direct_st_share"):
            shape = () if _is_scalar(values[key]) else (regions,)
            c.numbers(key, values[key], shape, 1.0)
    _rates(c, values)
    if isinstance(values["noise"], Mapping):
        c.faults += noise_faults(values["noise"], "noise.")
    else:
        c.say("noise", values["noise"], "an object")
    _runs(c, values, areas)
    if values["supervision"] is None:
        pass
    elif not isinstance(values["supervision"], Mapping):
        c.say("supervision", values["supervision"], "an object")
    else:
        longest = values["st_slots"] if isinstance(values["st_slots"], int) else 400
        c.faults += supervision_faults(values["supervision"], "supervision.", longest)
    return list(dict.fromkeys(c.faults))


def _calendar(c: _Collector, values: Mapping[str, Any]) -> int:
    """Check the quarters and return the number of calendar years they touch (0 when unknown)."""
    first, quarters = values["first_quarter"], values["quarters"]
    good = c.integer("quarters", quarters, 1, 400)
    if not isinstance(first, str) or not _QUARTER.fullmatch(first):
        c.say("first_quarter", first, "a quarter such as 2024Q1")
        return 0
    return (int(first[5]) - 1 + quarters + 3) // 4 if good else 0


def _lengths(c: _Collector, values: Mapping[str, Any], regions: int) -> dict[str, Any]:
    """Check the pipeline lengths; return those usable, AT as one length per region."""
    found: dict[str, Any] = {}
    for key in ("bt_slots", "st_slots"):
        if c.integer(key, values[key], 1, 80):
            found[key] = values[key]
    at = values["at_slots"]
    if _is_scalar(at):
        if c.integer("at_slots", at, 1, 80):
            found["at_slots"] = [at] * regions
    elif c.sequence("at_slots", at, regions or None):
        checks = [c.integer(f"at_slots[{r}]", n, 1, 80) for r, n in enumerate(at)]
        if all(checks):
            found["at_slots"] = list(at)
    return found


def _inflows(c: _Collector, values: Mapping[str, Any], regions: int, years: int) -> None:
    c.numbers("need_at", values["need_at"], (years,))
    c.numbers("licensed_inflow", values["licensed_inflow"], (years,))
    c.numbers("weight", values["weight"], (regions,))
    if c.numbers("share", values["share"], (regions,), 1.0) and math.fsum(values["share"]) > 1.0 + SUM_SLACK:
        c.say("share", math.fsum(values["share"]), "a sum of at most 1")
    if c.numbers("seasonality", values["seasonality"], (4,), 1.0):
        c.total("seasonality", values["seasonality"], SUM_SLACK)


def _posts_and_templates(
    c: _Collector, values: Mapping[str, Any], regions: int, areas: int, years: int, slots: Mapping[str, Any]
) -> None:
    at = values["at_posts_per_year"]
    c.numbers("at_posts_per_year", at, (years, regions) if _depth(at) == 2 else (regions,))
    c.numbers("bt_posts_per_year", values["bt_posts_per_year"], (years, regions))
    if "bt_slots" in slots:
        c.numbers("template_bt", values["template_bt"], (slots["bt_slots"], areas), 14.0)
    if not slots.get("at_slots"):
        return
    template = values["template_at"]
    if _depth(template) == 3:
        if c.sequence("template_at", template, regions):
            for r, rows in enumerate(template):
                c.numbers(f"template_at[{r}]", rows, (slots["at_slots"][r], areas), 14.0)
    else:
        c.numbers("template_at", template, (max(slots["at_slots"]), areas), 14.0)


def _capacity(c: _Collector, values: Mapping[str, Any], regions: int, areas: int, years: int) -> None:
    capacity = values["capacity"]
    if capacity is not None:
        shape = (years, regions, areas) if _depth(capacity) == 3 else (regions, areas)
        c.numbers("capacity", capacity, shape, gaps=True)
    if values["mode"] not in ("report", "bind"):  # a set would need a hashable value
        c.say("mode", values["mode"], "'report' or 'bind'")
    elif values["mode"] == "bind" and capacity is None:
        c.say("capacity", None, "capacities, since mode is 'bind'")


def _movement(c: _Collector, movement: Any, regions: int) -> None:
    if movement is not None and c.numbers("movement", movement, (regions, regions), 1.0):
        for r, row in enumerate(movement):
            c.total(f"movement[{r}]", row, 1e-9)


def _rates(c: _Collector, values: Mapping[str, Any]) -> None:
    for key, high in (("extension", 1.0), ("dropout", 1.0), ("specialist_exit", 1.0)):
        c.number(key, values[key], 0.0, high)
    for key in ("extension_beta", "dropout_beta"):
        if values[key] is not None and c.sequence(key, values[key], 2):
            for i, parameter in enumerate(values[key]):
                c.number(f"{key}[{i}]", parameter, 1e-3, 1e6)


def _runs(c: _Collector, values: Mapping[str, Any], areas: int) -> None:
    c.integer("seed", values["seed"], 0, 2**63 - 1)
    if not isinstance(values["name"], str):
        c.say("name", values["name"], "text")
    good = c.integer("replications", values["replications"], 1, 1_000_000)
    if good and isinstance(values["quarters"], int):
        cells = values["replications"] * values["quarters"] * areas
        if cells > MOST_CELLS:
            c.say("replications", values["replications"], f"replications × quarters × areas ≤ {MOST_CELLS}")


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | Mapping) or not isinstance(value, Sequence)


def _depth(value: Any) -> int:
    """Return how deeply lists are nested, by the first entries."""
    depth = 0
    while not _is_scalar(value):
        depth += 1
        if not value:
            break
        value = value[0]
    return depth
