"""Between `randa-forecast/1` (decoded JSON) and the engine's dataclasses."""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any

from randa.engines.forecast.errors import InvalidProblemError
from randa.engines.forecast.faults import problem_faults
from randa.engines.forecast.model import Initial, Noise, Problem, Result, Supervision

FORMAT = "randa-forecast/1"
RESULT_FORMAT = "randa-forecast-result/1"
_PARTS: dict[str, type[Any]] = {"initial": Initial, "noise": Noise, "supervision": Supervision}


def problem_from_json(data: Any) -> Problem:
    """Return the problem in decoded JSON.

    Raises:
        InvalidProblemError: with every fault: unknown and missing keys, wrong kinds, shapes and values.
    """
    if not isinstance(data, Mapping):
        raise InvalidProblemError([f"(file): {type(data).__name__}; expected an object"])
    faults: list[str] = []
    if data.get("format", FORMAT) != FORMAT:
        faults.append(f"format: {data['format']!r}; expected {FORMAT!r}")
    values = _filled(Problem, {k: v for k, v in data.items() if k != "format"}, "", faults)
    for key, part in _PARTS.items():
        if isinstance(values[key], Mapping):
            values[key] = _filled(part, values[key], f"{key}.", faults)
    missing = {fault.split(":")[0] for fault in faults if fault.endswith(": missing")}
    faults += [fault for fault in problem_faults(values) if fault.split(":")[0] not in missing]
    if faults:
        raise InvalidProblemError(faults)
    for key, part in _PARTS.items():
        if values[key] is not None:
            values[key] = part(**values[key])
    return Problem(**values)


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return `problem` as JSON data; what stands at its default is written too."""
    return {"format": FORMAT, **{key: _thawed(value) for key, value in asdict(problem).items()}}


def result_to_json(problem: Problem, result: Result) -> dict[str, Any]:
    """Return `result` as JSON data."""
    data: dict[str, Any] = {
        "format": RESULT_FORMAT,
        "quarters": list(problem.quarter_labels),
        "regions": list(problem.regions),
        "areas": list(problem.areas),
        "replications": result.replications,
        "stopped": result.stopped,
        "load": result.load.tolist(),
        "stocks": {name: stock.tolist() for name, stock in result.stocks.items()},
        "flows": {name: flow.tolist() for name, flow in result.path.flows.items()},
        "extension": result.path.extension,
        "dropout": result.path.dropout,
    }
    if result.load_national is not None:
        data["quantiles"] = list(result.quantiles)
        data["load_national"] = result.load_national.tolist()
    if result.breaks is not None:
        data["breaks"] = [asdict(entry) for entry in result.breaks]
    if result.exceedance is not None:
        data["exceedance"] = result.exceedance.tolist()
    if result.supervision is not None:
        data["supervision"] = {
            "demand": {kind: hours.tolist() for kind, hours in result.supervision.demand.items()},
            "demand_by_area": result.supervision.demand_by_area.tolist(),
            "supply": result.supervision.supply.tolist(),
        }
    return data


def _filled(part: type[Any], data: Mapping[str, Any], path: str, faults: list[str]) -> dict[str, Any]:
    """Return the values of a part with defaults (None where missing); note unknown and missing keys."""
    known = {f.name: f for f in fields(part)}
    faults += [f"{path}{key}: unknown key" for key in data if key not in known]
    values: dict[str, Any] = {}
    for name, entry in known.items():
        if name in data:
            values[name] = data[name]
        elif entry.default is not MISSING:
            values[name] = entry.default
        elif entry.default_factory is not MISSING:
            values[name] = asdict(entry.default_factory())
        else:
            values[name] = None
            faults.append(f"{path}{name}: missing")
    return values


def _thawed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _thawed(part) for key, part in value.items()}
    return [_thawed(part) for part in value] if isinstance(value, list | tuple) else value
