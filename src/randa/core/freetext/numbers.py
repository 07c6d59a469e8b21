"""Personal and coordination numbers inside text: found by shape, calendar day and check digit (Skatteverket; domain notes §5).

The check digit is Luhn's over nine digits; a coordination number has the day plus 60. Organisation numbers have a third digit of at
least 2 and so never name a month. Ten digits picked at random look like a number 0.73 times in a hundred: see tests/freetext.
"""

import calendar
import re
from collections.abc import Iterator

from randa.core.clock import today
from randa.core.freetext.errors import IdentityNumberInTextError

COVER = "•"
_COORDINATION_DAYS = 60
# The day may be written with hyphens, the last four after a hyphen, a plus sign or a space, or at once.
_SHAPE = re.compile(
    r"(?<![\d])(?P<century>18|19|20)?(?P<year>\d\d)(?P<dash>[-\u2010-\u2015\u2212]?)(?P<month>0[1-9]|1[0-2])(?P=dash)"
    r"(?P<day>[0-36-9]\d)(?P<mark>[ \u00a0]?[-+\u2010-\u2015\u2212][ \u00a0]?|[ \u00a0])?(?P<last>\d{4})(?![\d])",
    re.ASCII,
)
_PERIOD = re.compile(r"[-\u2010-\u2015\u2212]\d\d")
_TELEPHONE = re.compile(r"(?:\btel|telefon|mobil|\bring\b|\bsms\b)[^\d\n]{0,20}$", re.IGNORECASE)
_MOBILE = re.compile(r"07[0-9]{8}")


def identity_numbers_in(text: str) -> list[tuple[int, int]]:
    """Return where personal and coordination numbers stand in `text`: begin and end of each.

    With or without century, with hyphen, plus sign, space or nothing before the last four; a number whose day is not in the calendar or
    lies ahead, or whose check digit does not fit, is none. Ten digits of a mobile telephone after a word such as "mobil" are left alone.
    """
    return [found.span() for found in _found(text)]


def masked(text: str) -> str:
    """Return `text` with every digit of such numbers covered: what was imported or written before Randa refused it."""
    if not any(sign.isdigit() for sign in text):
        return text
    pieces, end = [], 0
    for found in _found(text):
        pieces += [text[end : found.start()], re.sub(r"\d", COVER, found[0])]
        end = found.end()
    return "".join([*pieces, text[end:]])


def refuse_identity_numbers(text: str, label: str = "") -> str:
    """Return `text` as it is when it holds no identity number. `label` names the field in the refusal.

    Raises:
        IdentityNumberInTextError: it holds one; the sentence says on which line, and what to write instead.
    """
    for found in _found(text):
        raise IdentityNumberInTextError(text.count("\n", 0, found.start()) + 1, label)
    return text


def check_digit(nine: str) -> int:
    """Return the tenth digit that fits nine: modulus 10 with weights 2, 1, 2 … (Luhn)."""
    total = 0
    for place, digit in enumerate(nine):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return -total % 10


def _found(text: str) -> Iterator[re.Match[str]]:
    for found in _SHAPE.finditer(text):
        if _is_number(found) and not _is_telephone(found, text):
            yield found


def _is_number(found: re.Match[str]) -> bool:
    last = found["last"]
    # "2027-01-11 2027" is a day and a year, "2027-01-11–2027-06-30" a period.
    is_date = bool(found["dash"]) and (not (found["mark"] or "").strip() or _PERIOD.match(found.string, found.end()))
    if last[:3] == "000" or is_date or not _is_day(found):
        return False
    return check_digit(found["year"] + found["month"] + found["day"] + last[:3]) == int(last[3])


def _is_day(found: re.Match[str]) -> bool:
    month, day = int(found["month"]), int(found["day"])
    day -= _COORDINATION_DAYS if day > _COORDINATION_DAYS else 0
    short, now = int(found["year"]), today()
    century = int(found["century"] or 20)
    year = century * 100 + short
    if found["century"] and (year, month, day) > (now.year, now.month, now.day):
        return False
    # Without a century 1900 and 2000 both fit; only 29 February can tell them apart, and 2000 has one.
    return 1 <= day <= calendar.monthrange(year, month)[1]


def _is_telephone(found: re.Match[str], text: str) -> bool:
    return bool(_MOBILE.fullmatch(found[0]) and _TELEPHONE.search(text[max(0, found.start() - 40) : found.start()]))
