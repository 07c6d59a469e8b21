"""Solutions to and from JSON: `{"score", "upper_bound", "students": [[[discipline, hospital, first period], …]]}`, from 1."""

from __future__ import annotations

import json
from typing import Any

from randa.engines.planning.faults import is_int
from randa.engines.planning.model import Fault, InvalidInputError
from randa.engines.planning.mss.model import Solution, Stay
from randa.engines.planning.reading import Reader

KEYS = ("score", "upper_bound", "students")


def encode_solution(solution: Solution) -> bytes:
    """Return the JSON of a solution, with a line per student."""
    students = ",\n  ".join(json.dumps([list(stay) for stay in stays]) for stays in solution.students)
    head = f'"score": {json.dumps(solution.score)}, "upper_bound": {json.dumps(solution.upper_bound)}'
    return f'{{{head}, "students": [\n  {students}\n]}}\n'.encode()


def decode_solution(data: bytes) -> Solution:
    """Return the solution in this JSON.

    Raises:
        InvalidInputError: with every fault of form and its path. Whether it keeps the rules is for `check` to say.
    """
    try:
        value = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InvalidInputError([Fault("file", f"is not JSON: {error}")]) from None
    reader = Reader()
    found = reader.record("", value, ("score", "students"), ("upper_bound",))
    if found is None:
        raise InvalidInputError(reader.faults)
    if not is_int(found["score"]):
        reader.fault("score", f"is {found['score']!r}; expected an integer")
    bound = found.get("upper_bound")
    if bound is not None and not is_int(bound):
        reader.fault("upper_bound", f"is {bound!r}; expected an integer or null")
    students = tuple(
        tuple(
            _stay(reader, f"students[{s}][{i}]", item) for i, item in enumerate(reader.array(f"students[{s}]", stays))
        )
        for s, stays in enumerate(reader.array("students", found["students"]))
    )
    if reader.faults:
        raise InvalidInputError(reader.faults)
    return Solution(students, found["score"], bound)


def _stay(reader: Reader, path: str, item: Any) -> Stay:
    numbers = reader.array(path, item, 3)
    if not all(is_int(number) for number in numbers):
        reader.fault(path, f"is {numbers!r}; expected three integers")
    return Stay(*numbers) if len(numbers) == 3 else Stay(0, 0, 0)
