"""Which column of a file holds which field: guessed from headings, remembered, chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be read in.

    Attributes:
        key: name in code.
        label: heading in our own exports, so that they are understood again.
        required: a file without the column is refused.
        also: other headings that mean the same, in small letters.
    """

    key: str
    label: str | Promise
    required: bool = False
    also: Sequence[str] = field(default_factory=tuple)


def plain(heading: str) -> str:
    """Return a heading for comparison: small letters and digits only."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def guessed(fields: Sequence[Field], headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
    """Return field -> column: as remembered for the organisation, else by our own or another known heading. A column is used once."""
    places = {plain(heading): number for number, heading in reversed(list(enumerate(headings)))}
    found: dict[str, int] = {}
    for one in fields:
        names = [remembered.get(one.key, ""), *_labels(one), one.key, *one.also]
        number = next((places[plain(name)] for name in names if name and plain(name) in places), None)
        if number is not None and number not in found.values():
            found[one.key] = number
    return found


def _labels(one: Field) -> list[str]:
    """Return the field's heading in every language: whoever made the file may have used another one."""
    labels = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels.append(str(one.label))
    return labels


def cell(row: Sequence[str], columns: Mapping[str, int], key: str) -> str:
    """Return the text of a field in a row; empty when the file or the row has none."""
    number = columns.get(key)
    return row[number] if number is not None and number < len(row) else ""
