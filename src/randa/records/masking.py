"""Masking a text for release: what is masked is not in the result, and its length is not told."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from randa.records.errors import PassageNotFoundError


@dataclass(frozen=True, slots=True)
class Mask:
    """A passage and the section of law that it is masked under."""

    passage: str
    section: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after masking: how many times each section was used."""

    text: str
    counts: dict[str, int]


def mask(text: str, masks: Sequence[Mask]) -> Masked:
    """Return `text` with every occurrence of each passage replaced, without regard to capitals, spaces and line breaks.

    Raises:
        PassageNotFoundError: a passage is not in the text; nothing may be released on the belief that it was masked.
    """
    text = unicodedata.normalize("NFC", text)
    patterns = [_pattern(one.passage) for one in masks]
    for number, pattern in enumerate(patterns, start=1):
        if not pattern.search(text):
            raise PassageNotFoundError(number)
    spans = sorted(
        (found.start(), found.end(), one.section)
        for one, pattern in zip(masks, patterns, strict=True)
        for found in pattern.finditer(text)
    )
    return _without(text, spans)


def _without(text: str, spans: list[tuple[int, int, str]]) -> Masked:
    """Passages may lie in or over each other: what any of them covers is gone, under the section of the first."""
    pieces: list[str] = []
    counts: dict[str, int] = {}
    shown_to = 0
    for start, end, section in spans:
        if end <= shown_to:
            continue
        if start >= shown_to:
            pieces += [text[shown_to:start], sign_of(section)]
            counts[section] = counts.get(section, 0) + 1
        shown_to = end
    return Masked("".join([*pieces, text[shown_to:]]), counts)


def sign_of(section: str) -> str:
    """Return what stands where something was masked."""
    return _("[maskat enligt %(section)s]") % {"section": section}


def _pattern(passage: str) -> re.Pattern[str]:
    words = unicodedata.normalize("NFC", passage).split()
    return re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
