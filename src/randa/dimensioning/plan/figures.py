"""Whole numbers as people type them: spaces between thousands, a decimal comma, a long minus sign."""

import re
from enum import StrEnum

MAX_POSTS = 5000
FIRST_YEAR, LAST_YEAR = 2015, 2060
_SPACES = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"))
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_THOUSANDS = re.compile(
    r"[0-9]{1,3}(?:[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}][0-9]{3})+", re.ASCII
)
_TOO_LONG = 12  # digits; longer is nobody's number of posts, and int() of a pasted novel is slow


class BadNumber(StrEnum):
    """Why a text is not a number of posts."""

    LETTERS = "letters"
    NEGATIVE = "negative"
    DECIMAL = "decimal"
    TOO_BIG = "too_big"


def parse_posts(text: str) -> int | BadNumber | None:
    """Return the number of posts that `text` says, None for an empty cell, or why it says none.

    "12", "1 200" and "12,0" are numbers; "12,5", "-3", "12 st" and "1 2" are not.
    """
    bare = text.strip().replace("\N{MINUS SIGN}", "-")
    if not bare:
        return None
    if _THOUSANDS.fullmatch(bare.lstrip("+-").partition(",")[0]):
        bare = bare.translate(_SPACES)
    if not _NUMBER.fullmatch(bare):
        return BadNumber.LETTERS
    whole, _mark, decimals = bare.replace(".", ",").partition(",")
    if decimals.strip("0"):
        return BadNumber.DECIMAL
    if len(whole) > _TOO_LONG:
        return BadNumber.NEGATIVE if whole.startswith("-") else BadNumber.TOO_BIG
    posts = int(whole)
    if posts < 0:
        return BadNumber.NEGATIVE
    return BadNumber.TOO_BIG if posts > MAX_POSTS else posts


def parse_year(text: str) -> int | None:
    """Return the year that `text` says ("2027", and "2027,0" as some spreadsheets write it), or None outside the plan's years."""
    bare = re.sub(r"[.,]0$", "", text.strip())
    if not re.fullmatch(r"[0-9]{4}", bare, re.ASCII):
        return None
    year = int(bare)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
