"""Read a problem from MiniZinc data (.dzn): scalars, lists, `[| … |]` matrices and `array3d(…, [ … ])`.

Blank space, line breaks and comments (`% …` and `/* … */`) may stand anywhere between values. Every fault has the line it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from randa.engines.planning.model import Fault, InvalidInputError
from randa.engines.planning.mss.faults import problem_faults
from randa.engines.planning.mss.model import ARRAYS, SCALARS, Problem

_TOKEN = re.compile(
    r"(?P<blank>\s+|%[^\n]*|/\*.*?\*/)|(?P<number>[-+]?\d+(?!\w|\.\d))|(?P<name>[A-Za-z_]\w*)|(?P<mark>\[\||\|\]|\.\.|[][|,;=()])",
    re.DOTALL,
)
_WORD = re.compile(r"[^\s,;|\]]+|.")
_END = "the end of the file"


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


@dataclass
class _Value:
    """What stands after one key: rows of numbers, the line of each number, and the sizes that `arrayNd` declares."""

    line: int
    rows: list[list[int]] = field(default_factory=list)
    lines: list[list[int]] = field(default_factory=list)
    form: str = "number"  # number, list, matrix, array

    def flat(self) -> list[int]:
        return [number for row in self.rows for number in row]


class _WrongTextError(Exception):
    """What stands here cannot be read; the reader goes on after the next semicolon."""


def decode(data: bytes) -> Problem:
    """Return the problem in this file.

    Raises:
        InvalidInputError: with every fault; each names its line and key, e.g. `line 17, StudDiscGroup[3,1]`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError([Fault("file", f"is not UTF-8 (byte {error.start})")]) from None
    values, faults = _Reader(text).read()
    parts, shape_faults = _shaped(values)
    faults += shape_faults
    missing = [key for key in (*SCALARS, *ARRAYS) if key not in values]
    if not faults:
        faults += [Fault(key, "is missing") for key in missing]
    known = {attribute: value for attribute, value in parts.items() if value is not None}
    for place, message in problem_faults(known):
        if message != "is missing":
            faults.append(Fault(f"line {_line_of(place, values, parts)}, {place}", message))
    if faults:
        raise InvalidInputError(faults)
    return Problem(**parts)


class _Reader:
    """Reads `Key = value;` one after another."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.tokens = list(self._tokens(text))
        self.at = 0

    def read(self) -> tuple[dict[str, _Value], list[Fault]]:
        """Return what stands after each known key, and the faults of form."""
        values: dict[str, _Value] = {}
        while self._peek().kind != "end":
            try:
                self._item(values)
            except _WrongTextError:
                while self._peek().kind != "end" and self._take().text != ";":
                    pass
        return values, self.faults

    def _tokens(self, text: str) -> Iterator[_Token]:
        at, line = 0, 1
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:  # one fault for the whole word, not one for each of its letters
                match = _WORD.match(text, at)
                assert match is not None  # noqa: S101  it matches anything but a line break, and those are blanks
                self.faults.append(Fault(f"line {line}", f"{match.group()!r} cannot be read here"))
                yield _Token("wrong", match.group(), line)
            elif match.lastgroup != "blank":
                yield _Token(str(match.lastgroup), match.group(), line)
            line += match.group().count("\n")
            at = match.end()
        self.end = _Token("end", _END, line)

    def _peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.end

    def _take(self) -> _Token:
        token = self._peek()
        self.at += 1
        return token

    def _expect(self, text: str) -> _Token:
        token = self._peek()
        if token.text != text:
            self._wrong(token, f"expected {text!r}")
        return self._take()

    def _wrong(self, token: _Token, message: str) -> None:
        if token.kind != "wrong":  # those are reported already
            shown = token.text if token.kind == "end" else repr(token.text)
            self.faults.append(Fault(f"line {token.line}", f"{message}, found {shown}"))
        raise _WrongTextError

    def _item(self, values: dict[str, _Value]) -> None:
        key = self._take()
        if key.kind != "name":
            self._wrong(key, "expected a key")
        self._expect("=")
        value = self._value(key)
        self._expect(";")
        if key.text not in SCALARS and key.text not in ARRAYS:
            self.faults.append(Fault(f"line {key.line}, {key.text}", "is not a known key"))
        elif key.text in values:
            self.faults.append(Fault(f"line {key.line}, {key.text}", f"stands on line {values[key.text].line} already"))
        else:
            values[key.text] = value

    def _value(self, key: _Token) -> _Value:
        value, token = _Value(key.line), self._take()
        if token.kind == "number":
            self._note(value, token, new_row=True)
        elif token.text == "[":
            value.form = "list"
            self._numbers(value, "]")
        elif token.text == "[|":
            value.form = "matrix"
            self._numbers(value, "|]")
        elif token.kind == "name" and re.fullmatch(r"array[1-6]d", token.text):
            value.form = "array"
            self._declared()
            self._expect("[")
            self._numbers(value, "]")
            self._expect(")")
        else:
            self._wrong(token, "expected a number, a list or an array")
        return value

    def _declared(self) -> None:
        """Skip the index sets of `arrayNd(`: the shape follows from the scalars, and the count is compared with it."""
        self._expect("(")
        while self._peek().text != "[":
            token = self._take()
            if token.kind in {"end", "wrong"} or token.text == ";":
                self._wrong(token, "expected '['")

    def _numbers(self, value: _Value, closing: str) -> None:
        """Read numbers up to the closing mark; `|` begins a new row of a matrix, and a last comma or bar is allowed."""
        new_row = True
        while self._peek().text != closing:
            token = self._take()
            if token.text == "|" and closing == "|]":
                new_row = True
                continue
            if token.kind != "number":
                self._wrong(token, "expected a number")
            self._note(value, token, new_row=new_row)
            new_row = False
            if self._peek().text == ",":
                self._take()
            elif self._peek().text not in {closing, "|"}:
                self._wrong(self._peek(), "expected ','")
        self._take()

    def _note(self, value: _Value, token: _Token, *, new_row: bool) -> None:
        if new_row:
            value.rows.append([])
            value.lines.append([])
        value.rows[-1].append(int(token.text))
        value.lines[-1].append(token.line)


def _shaped(values: dict[str, _Value]) -> tuple[dict[str, Any], list[Fault]]:
    """Return attribute -> value in its shape (None where that cannot be), and the faults found on the way."""
    parts: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, attribute in SCALARS.items():
        if key in values:
            value = values[key]
            if value.form == "number":
                parts[attribute] = value.rows[0][0]
            else:
                faults.append(Fault(f"line {value.line}, {key}", "is a list; expected one number"))
    for key, (attribute, names) in ARRAYS.items():
        sizes = [parts.get(SCALARS[name]) if isinstance(name, str) else name for name in names]
        if key not in values or any(size is None or size < 1 for size in sizes):
            continue
        shape = [size for size in sizes if size is not None]
        value = values[key]
        found = list(_shape_faults(key, value, shape))
        faults += found
        parts[attribute] = None if found else _nested(value.flat(), shape)
    return parts, faults


def _shape_faults(key: str, value: _Value, shape: list[int]) -> Iterator[Fault]:
    where = f"line {value.line}, {key}"
    expected = 1
    for size in shape:
        expected *= size
    if value.form == "number":
        yield Fault(where, f"is one number; expected {expected}")
    elif value.form == "matrix" and len(shape) == 2:
        if len(value.rows) != shape[0]:
            yield Fault(where, f"has {len(value.rows)} rows; expected {shape[0]}")
        for number, (row, lines) in enumerate(zip(value.rows, value.lines, strict=True), 1):
            if len(row) != shape[1]:
                yield Fault(f"line {lines[0]}, {key}[{number}]", f"has {len(row)} numbers; expected {shape[1]}")
    elif (count := len(value.flat())) != expected:
        yield Fault(where, f"has {count} numbers; expected {expected} ({' x '.join(map(str, shape))})")


def _nested(flat: list[int], shape: list[int]) -> Any:
    if len(shape) == 1:
        return tuple(flat)
    step = len(flat) // shape[0]
    return tuple(_nested(flat[at : at + step], shape[1:]) for at in range(0, len(flat), step))


def _line_of(place: str, values: dict[str, _Value], parts: dict[str, Any]) -> int:
    """Return the line of the number that a place such as `Ability[3,1,2]` names; of its first one when it names a row."""
    key, _, index = place.partition("[")
    value = values[key]
    if not index or key not in ARRAYS:
        return value.line
    sizes = [parts[SCALARS[name]] if isinstance(name, str) else name for name in ARRAYS[key][1]]
    indices = [int(text) for text in index.rstrip("]").split(",")]
    at = 0
    for position, size in enumerate(sizes):
        at = at * size + (indices[position] - 1 if position < len(indices) else 0)
    lines = [line for row in value.lines for line in row]
    return lines[at]
