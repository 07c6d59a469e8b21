"""Problems and plans to and from the JSON of `randa-plan/1`, `randa-plan/2` and `randa-plan-result/1`."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from randa.engines.planning.faults import at_least, is_int, problem_faults
from randa.engines.planning.model import (
    DEFAULT_SPLIT_COST,
    Block,
    BlockRule,
    Doctor,
    Due,
    Fairness,
    InvalidInputError,
    Option,
    Plan,
    Problem,
    ProblemParts,
    Programme,
    Template,
    Unit,
)
from randa.engines.planning.reading import Reader, parse_json

FIRST_FORMAT, SECOND_FORMAT = (
    "randa-plan/1",
    "randa-plan/2",
)  # what is new in the second is left out when it is not used
PLAN_FORMAT = "randa-plan-result/1"

_HEAD = (
    "weeks",
    "kinds",
    "regions",
    "templates",
    "unplaced_cost_per_week",
    "off_nominal_cost_per_week",
    "max_gap_weeks",
    "units",
    "doctors",
)
_DOCTOR = ("id", "region", "template", "start", "work", "options")
_DOCTOR_OPTIONAL = ("absent", "locked", "arrival", "home", "base", "want")
_HEAD_SECOND = ("parts_per_place", "below_least_cost", "above_ease_cost", "fairness")
_UNIT_SECOND = ("least", "ease")
_DOCTOR_SECOND = ("takes", "priority", "due")
_PLAN_OPTIONAL = ("format", "problem_sha256", "cost", "unplaced_weeks", "bound", "seed", "iterations")


def sha256(data: bytes) -> str:
    """Return the fingerprint of a file's bytes as stored (compressed, when the file is)."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(problem: Problem) -> str:
    """Return what tells this problem from every other, whatever file it came in."""
    return sha256(encode_problem(problem))


def decode_problem(data: bytes) -> Problem:
    """Return the problem in this JSON.

    Raises:
        InvalidInputError: with every fault, of form and of content, and its path.
    """
    reader = Reader()
    content = parse_json(data, FIRST_FORMAT, SECOND_FORMAT)
    is_second = isinstance(content, dict) and content.get("format") == SECOND_FORMAT
    head, unit, doctor = (_HEAD_SECOND, _UNIT_SECOND, _DOCTOR_SECOND) if is_second else ((), (), ())
    value = reader.record("", content, _HEAD, ("format", "name", "split_cost", *head))
    if value is None:
        raise InvalidInputError(reader.faults)
    parts: dict[str, Any] = {
        "weeks": value["weeks"],
        "kinds": tuple(reader.array("kinds", value["kinds"])),
        "regions": tuple(reader.array("regions", value["regions"])),
        "templates": {
            name: _template(reader, f"templates.{name}", item)
            for name, item in reader.mapping("templates", value["templates"]).items()
        },
        "unplaced_cost_per_week": reader.mapping("unplaced_cost_per_week", value["unplaced_cost_per_week"]),
        "off_nominal_cost_per_week": value["off_nominal_cost_per_week"],
        "max_gap_weeks": value["max_gap_weeks"],
        "units": tuple(
            _unit(reader, f"units[{i}]", item, unit) for i, item in enumerate(reader.array("units", value["units"]))
        ),
        "doctors": tuple(
            _doctor(reader, f"doctors[{i}]", item, doctor)
            for i, item in enumerate(reader.array("doctors", value["doctors"]))
        ),
        "split_cost": value.get("split_cost", DEFAULT_SPLIT_COST),
        "name": value.get("name", ""),
        "parts_per_place": value.get("parts_per_place", 1),
        "below_least_cost": value.get("below_least_cost", 0),
        "above_ease_cost": value.get("above_ease_cost", 0),
        "fairness": _fairness(reader, value.get("fairness")),
    }
    if reader.faults:
        raise InvalidInputError(reader.faults + problem_faults(ProblemParts(**parts), broken=True))
    return Problem(**parts)


def _template(reader: Reader, path: str, item: object) -> Template | None:
    value = reader.record(path, item, ("total", "blocks"), ("before",))
    if value is None:
        return None
    blocks: dict[str, BlockRule] = {}
    for kind, lengths in reader.mapping(f"{path}.blocks", value["blocks"]).items():
        three = reader.array(f"{path}.blocks.{kind}", lengths, 3)
        if three:
            blocks[kind] = BlockRule(*three)
    pairs = reader.array(f"{path}.before", value.get("before", []))
    before = [reader.array(f"{path}.before[{index}]", pair, 2) for index, pair in enumerate(pairs)]
    return Template(value["total"], blocks, tuple((pair[0], pair[1]) for pair in before if pair))


def _fairness(reader: Reader, item: object) -> Fairness | None:
    value = None if item is None else reader.record("fairness", item, ("above", "extra"), ("per",))
    return None if value is None else Fairness(value["above"], value["extra"], value.get("per", 1))


def _unit(reader: Reader, path: str, item: object, more: tuple[str, ...]) -> Unit | None:
    value = reader.record(path, item, ("id", "region", "kind", "cap"), ("site", "gross", "supervisors", "xy", *more))
    if value is None:
        return None
    return Unit(
        id=value["id"],
        region=value["region"],
        kind=value["kind"],
        cap=tuple(reader.array(f"{path}.cap", value["cap"])),
        site=value.get("site", ""),
        gross=value.get("gross"),
        supervisors=_tuple(reader, path, value, "supervisors"),
        xy=_tuple(reader, path, value, "xy"),
        least=_tuple(reader, path, value, "least"),
        ease=_tuple(reader, path, value, "ease"),
    )


def _tuple(reader: Reader, path: str, value: dict[str, Any], key: str) -> Any:
    if value.get(key) is None:
        return None
    return tuple(reader.array(f"{path}.{key}", value[key]))


def _doctor(reader: Reader, path: str, item: object, more: tuple[str, ...]) -> Doctor | None:
    value = reader.record(path, item, _DOCTOR, (*_DOCTOR_OPTIONAL, *more))
    if value is None:
        return None
    options = {
        kind: _options(reader, f"{path}.options.{kind}", items)
        for kind, items in reader.mapping(f"{path}.options", value["options"]).items()
    }
    return Doctor(
        id=value["id"],
        region=value["region"],
        template=value["template"],
        start=value["start"],
        work=tuple(reader.array(f"{path}.work", value["work"])),
        options=options,
        locked=read_blocks(reader, f"{path}.locked", value.get("locked", [])),
        absent=read_periods(reader, f"{path}.absent", value.get("absent", [])),
        arrival=value.get("arrival"),
        base=value.get("base"),
        home=_tuple(reader, path, value, "home"),
        want=value.get("want"),
        takes=value.get("takes"),
        priority=value.get("priority", 1),
        due=_due(reader, f"{path}.due", value.get("due", {})),
    )


def _due(reader: Reader, path: str, item: object) -> dict[str, Due]:
    pairs = {kind: reader.array(f"{path}.{kind}", pair, 2) for kind, pair in reader.mapping(path, item).items()}
    return {kind: Due(*pair) for kind, pair in pairs.items() if pair}


def read_periods(reader: Reader, path: str, items: object) -> tuple[tuple[int, int], ...]:
    """Return pairs of first and first-after week, and note the faults of what is no pair."""
    pairs = [reader.array(f"{path}[{index}]", pair, 2) for index, pair in enumerate(reader.array(path, items))]
    return tuple((pair[0], pair[1]) for pair in pairs if pair)


def _options(reader: Reader, path: str, items: object) -> tuple[Option, ...]:
    pairs = [reader.array(f"{path}[{index}]", pair, 2) for index, pair in enumerate(reader.array(path, items))]
    return tuple(Option(pair[0], pair[1]) for pair in pairs if pair)


def read_blocks(reader: Reader, path: str, items: object) -> tuple[Block, ...]:
    """Return the blocks that could be read, and note the faults of the others."""
    blocks = []
    for index, item in enumerate(reader.array(path, items)):
        value = reader.record(f"{path}[{index}]", item, ("kind", "position", "weeks", "unit"), ())
        if value is not None and _is_block(reader, f"{path}[{index}]", value):
            blocks.append(Block(value["position"], value["kind"], value["weeks"], value["unit"]))
    return tuple(blocks)


def _is_block(reader: Reader, path: str, value: dict[str, Any]) -> bool:
    before = len(reader.faults)
    if not isinstance(value["kind"], str):
        reader.fault(f"{path}.kind", f"is {value['kind']!r}; expected text")
    for key in ("position", "weeks", "unit"):
        if not is_int(value[key]) and not (key == "unit" and value[key] is None):
            reader.fault(f"{path}.{key}", f"is {value[key]!r}; expected an integer")
    return len(reader.faults) == before


def encode_problem(problem: Problem) -> bytes:
    """Return the problem as JSON, in the first format if that can say it. Decoding it gives an equal problem."""
    value: dict[str, Any] = {
        "format": FIRST_FORMAT,
        "name": problem.name,
        "weeks": problem.weeks,
        "kinds": problem.kinds,
        "regions": problem.regions,
        "templates": {
            name: {
                "total": template.total,
                "blocks": {k: [r.minimum, r.nominal, r.maximum] for k, r in template.blocks.items()},
                "before": template.before,
            }
            for name, template in problem.templates.items()
        },
        "unplaced_cost_per_week": problem.unplaced_cost_per_week,
        "off_nominal_cost_per_week": problem.off_nominal_cost_per_week,
        "max_gap_weeks": problem.max_gap_weeks,
        "split_cost": problem.split_cost,
        "units": [_unit_json(unit) for unit in problem.units],
        "doctors": [_doctor_json(doctor) for doctor in problem.doctors],
    }
    second = _head_second(problem)
    parts = [*value["units"], *value["doctors"]]
    if second or any(key in part for part in parts for key in (*_UNIT_SECOND, *_DOCTOR_SECOND)):
        value |= {"format": SECOND_FORMAT} | second
    return _dump(value)


def _head_second(problem: Problem) -> dict[str, Any]:
    """Return what the head says that the first format cannot."""
    usual = {"parts_per_place": 1, "below_least_cost": 0, "above_ease_cost": 0}
    value = {key: getattr(problem, key) for key, number in usual.items() if getattr(problem, key) != number}
    if problem.fairness is not None:
        fairness = problem.fairness
        per = {} if fairness.per == 1 else {"per": fairness.per}
        value["fairness"] = {"above": fairness.above, "extra": fairness.extra} | per
    return value


def _unit_json(unit: Unit) -> dict[str, Any]:
    value = {key: getattr(unit, key) for key in ("id", "region", "site", "kind", "cap")}
    extra = {key: getattr(unit, key) for key in ("gross", "supervisors", "xy", *_UNIT_SECOND)}
    return value | {key: item for key, item in extra.items() if item is not None}


def _doctor_json(doctor: Doctor) -> dict[str, Any]:
    value: dict[str, Any] = {key: getattr(doctor, key) for key in ("id", "region", "template", "start", "work")}
    value["options"] = {k: [[o.unit, o.cost] for o in options] for k, options in doctor.options.items()}
    if doctor.locked:
        value["locked"] = [_block_json(block) for block in doctor.locked]
    if doctor.absent:
        value["absent"] = doctor.absent
    if doctor.priority != 1:
        value["priority"] = doctor.priority
    if doctor.due:
        value["due"] = {kind: [due.week, due.cost_per_week] for kind, due in doctor.due.items()}
    extra = {key: getattr(doctor, key) for key in ("arrival", "base", "home", "want", "takes")}
    return value | {key: item for key, item in extra.items() if item is not None}


def _block_json(block: Block) -> dict[str, Any]:
    return {"kind": block.kind, "position": block.position, "weeks": block.weeks, "unit": block.unit}


def encode_plan(plan: Plan) -> bytes:
    """Return the plan as JSON, one doctor after another by id."""
    value = {
        "format": PLAN_FORMAT,
        "problem_sha256": plan.problem_sha256,
        "doctors": [
            {"id": programme.doctor, "blocks": [_block_json(block) for block in programme.blocks]}
            for programme in plan.programmes
        ],
        "cost": plan.cost,
        "unplaced_weeks": plan.unplaced_weeks,
        "bound": plan.bound,
        "seed": plan.seed,
        "iterations": plan.iterations,
    }
    return _dump(value)


def decode_plan(data: bytes) -> Plan:
    """Return the plan in this JSON. Whether it fits a problem is for `check` to say.

    Raises:
        InvalidInputError: with every fault of form and its path.
    """
    reader = Reader()
    value = reader.record("", parse_json(data, PLAN_FORMAT), ("doctors",), _PLAN_OPTIONAL)
    if value is None:
        raise InvalidInputError(reader.faults)
    programmes = []
    for index, item in enumerate(reader.array("doctors", value["doctors"])):
        path = f"doctors[{index}]"
        entry = reader.record(path, item, ("id", "blocks"), ())
        if entry is not None:
            reader.faults += at_least(f"{path}.id", entry["id"], 0)
            programmes.append(Programme(entry["id"], read_blocks(reader, f"{path}.blocks", entry["blocks"])))
    figures = {key: value.get(key) for key in ("cost", "unplaced_weeks", "bound", "seed", "iterations")}
    for key, number in figures.items():
        if number is not None and not is_int(number):
            reader.fault(key, f"is {number!r}; expected an integer or null")
    if reader.faults:
        raise InvalidInputError(reader.faults)
    return Plan(tuple(programmes), problem_sha256=value.get("problem_sha256"), **figures)


def _dump(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
