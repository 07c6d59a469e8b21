"""Small tools for reading JSON values and collecting every fault with its path."""

from __future__ import annotations

import json
from typing import Any

from randa.engines.planning.model import Fault, InvalidInputError


class Reader:
    """Collects faults while values are picked out of parsed JSON. A value that cannot be read becomes None."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(path, message))

    def record(
        self, path: str, value: object, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> dict[str, Any] | None:
        """Return the object if it has the required keys and no unknown ones; else note each fault."""
        if not isinstance(value, dict):
            self.fault(path or "file", f"is {_short(value)}; expected an object")
            return None
        prefix = f"{path}." if path else ""
        unknown = [key for key in value if key not in required and key not in optional]
        missing = [key for key in required if key not in value]
        for key in unknown:
            self.fault(f"{prefix}{key}", "is not a known key")
        for key in missing:
            self.fault(f"{prefix}{key}", "is missing")
        return None if missing else value

    def array(self, path: str, value: object, length: int | None = None) -> list[Any]:
        """Return the list, or an empty one and a fault."""
        if not isinstance(value, list):
            self.fault(path, f"is {_short(value)}; expected a list")
            return []
        if length is not None and len(value) != length:
            self.fault(path, f"is {_short(value)}; expected a list of {length}")
            return []
        return value

    def mapping(self, path: str, value: object) -> dict[str, Any]:
        """Return the object with free keys, or an empty one and a fault."""
        if not isinstance(value, dict):
            self.fault(path, f"is {_short(value)}; expected an object")
            return {}
        return value


def parse_json(data: bytes, expected_format: str, *other_formats: str) -> Any:
    """Return the parsed JSON; a file that does not say its format has the first one.

    Raises:
        InvalidInputError: not UTF-8, not JSON, a repeated key, or another format.
    """
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_without_repeats)
    except UnicodeDecodeError as error:
        raise InvalidInputError([Fault("file", f"is not UTF-8 (byte {error.start})")]) from None
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise InvalidInputError([Fault("file", message)]) from None
    except RecursionError:
        raise InvalidInputError([Fault("file", "is nested too deeply")]) from None
    found = value.get("format", expected_format) if isinstance(value, dict) else expected_format
    expected = (expected_format, *other_formats)
    if found not in expected:
        wanted = " or ".join(map(repr, expected))
        raise InvalidInputError([Fault("format", f"is {found!r}; expected {wanted}")])
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise InvalidInputError([Fault(key, "this key stands twice in the same object")])
        result[key] = value
    return result


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
