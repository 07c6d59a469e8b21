"""What has happened to a problem since its plan was made: closed units, other working weeks, locks, doctors who left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from randa.engines.planning.codec import read_blocks, read_periods
from randa.engines.planning.model import Block, Doctor, Fault, InvalidInputError, Problem
from randa.engines.planning.reading import Reader, parse_json

CHANGES_FORMAT = "randa-plan-changes/1"


@dataclass(frozen=True, slots=True)
class DoctorChange:
    """New values of one doctor; None leaves the old one."""

    work: tuple[int, ...] | None = None
    absent: tuple[tuple[int, int], ...] | None = None
    locked: tuple[Block, ...] | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new.

    Attributes:
        caps: per unit id, its places in every week.
        doctors: per doctor id, new values.
        left: ids of the doctors who are no longer to be planned; their places become free.
    """

    caps: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    doctors: Mapping[int, DoctorChange] = field(default_factory=dict)
    left: tuple[int, ...] = ()


def changed(problem: Problem, changes: Changes) -> Problem:
    """Return the problem as it is after the changes.

    Raises:
        InvalidInputError: a unit or doctor does not exist, or the changed problem breaks its own rules.
    """
    known_units = {unit.id for unit in problem.units}
    known_doctors = {doctor.id for doctor in problem.doctors}
    faults = [Fault("units", f"unit {one} does not exist") for one in sorted(set(changes.caps) - known_units)]
    named = set(changes.doctors) | set(changes.left)
    faults += [Fault("doctors", f"doctor {one} does not exist") for one in sorted(named - known_doctors)]
    if faults:
        raise InvalidInputError(faults)
    return replace(
        problem,
        units=tuple(replace(unit, cap=tuple(changes.caps.get(unit.id, unit.cap))) for unit in problem.units),
        doctors=tuple(
            _changed_doctor(doctor, changes.doctors.get(doctor.id))
            for doctor in problem.doctors
            if doctor.id not in changes.left
        ),
    )


def _changed_doctor(doctor: Doctor, change: DoctorChange | None) -> Doctor:
    if change is None:
        return doctor
    return replace(
        doctor,
        work=doctor.work if change.work is None else change.work,
        absent=doctor.absent if change.absent is None else change.absent,
        locked=doctor.locked if change.locked is None else change.locked,
    )


def decode_changes(data: bytes) -> Changes:
    """Return the changes in this JSON (`randa-plan-changes/1`, docs/engines/planning.md).

    Raises:
        InvalidInputError: with every fault of form and its path.
    """
    reader = Reader()
    value = reader.record("", parse_json(data, CHANGES_FORMAT), (), ("format", "units", "doctors", "left")) or {}
    caps: dict[int, tuple[int, ...]] = {}
    for index, item in enumerate(reader.array("units", value.get("units", []))):
        one = reader.record(f"units[{index}]", item, ("id", "cap"), ())
        if one is not None and _is_new(reader, f"units[{index}].id", one["id"], caps):
            caps[one["id"]] = tuple(reader.array(f"units[{index}].cap", one["cap"]))
    doctors: dict[int, DoctorChange] = {}
    for index, item in enumerate(reader.array("doctors", value.get("doctors", []))):
        path = f"doctors[{index}]"
        one = reader.record(path, item, ("id",), ("work", "absent", "locked"))
        if one is not None and _is_new(reader, f"{path}.id", one["id"], doctors):
            doctors[one["id"]] = _doctor_change(reader, path, one)
    left: dict[int, None] = {}
    for index, number in enumerate(reader.array("left", value.get("left", []))):
        if _is_new(reader, f"left[{index}]", number, left):
            left[number] = None
    if reader.faults:
        raise InvalidInputError(reader.faults)
    return Changes(caps, doctors, tuple(left))


def _doctor_change(reader: Reader, path: str, value: dict[str, Any]) -> DoctorChange:
    work, absent, locked = (value.get(key) for key in ("work", "absent", "locked"))
    return DoctorChange(
        work=None if work is None else tuple(reader.array(f"{path}.work", work)),
        absent=None if absent is None else read_periods(reader, f"{path}.absent", absent),
        locked=None if locked is None else read_blocks(reader, f"{path}.locked", locked),
    )


def _is_new(reader: Reader, path: str, number: object, seen: Mapping[int, object]) -> bool:
    """Return whether this is an id that has not stood before; else note the fault."""
    if not isinstance(number, int) or isinstance(number, bool):
        reader.fault(path, f"is {number!r}; expected an integer")
        return False
    if number in seen:
        reader.fault(path, f"{number} stands twice")
        return False
    return True
