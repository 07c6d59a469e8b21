"""Reading and writing Swedish identity numbers: twelve digits inside, hyphen outside, all but the end covered when shown.

Skatteverket describes the numbers: birth day, a three-digit birth number, a check digit by Luhn on nine digits; a coordination number has
the day plus 60, and `+` stands from the year a person turns 100. Sex and place of birth are never read out.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.errors import InvalidInputError
from randa.core.freetext.numbers import check_digit

_SHAPE = re.compile(
    r"^(?P<century>18|19|20)?(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<mark>[-+]?)(?P<last>\d{4})$", re.ASCII
)
_RESERVE = re.compile(r"^[A-ZÅÄÖ0-9+-]{2,30}$")
_COORDINATION_DAYS = 60
COVER = "•"


class NumberKind(models.TextChoices):
    """What a person is identified with. `NONE` is an answer: the person has no Swedish number, yet."""

    PERSONAL = "personal", gettext_lazy("personnummer")
    COORDINATION = "coordination", gettext_lazy("samordningsnummer")
    RESERVE = "reserve", gettext_lazy("reservnummer")
    NONE = "none", gettext_lazy("saknar svenskt nummer")


class IdentityLevel(models.TextChoices):
    """How well the identity behind a coordination number is known (lag 2022:1697)."""

    CONFIRMED = "confirmed", gettext_lazy("styrkt")
    LIKELY = "likely", gettext_lazy("sannolik")
    UNCERTAIN = "uncertain", gettext_lazy("osäker")


class InvalidIdentityNumberError(InvalidInputError):
    """What was typed is no personal or coordination number; the sentence says which rule it breaks and never repeats it."""

    code = "invalid_identity_number"
    field = "number"

    @classmethod
    def of_another_kind(cls, found: str) -> "InvalidIdentityNumberError":
        """Return the refusal of a number that is one, but of the kind `found`."""
        return cls(
            _("Numret är ett %(kind)s. Välj rätt sort, eller kontrollera dagen.") % {"kind": NumberKind(found).label}
        )


@dataclass(frozen=True, slots=True)
class IdentityDigits:
    """A checked number: its kind and twelve digits, which no trace or log shows."""

    kind: NumberKind
    digits: str = field(repr=False)


def read_number(text: str, *, today: dt.date) -> IdentityDigits:
    """Return the number in `text`: 10 or 12 digits, with or without hyphen or plus sign; spaces do not matter.

    Without a century the number belongs to somebody under 100; with a plus sign to somebody who turns 100 this year or has done so.

    Raises:
        InvalidIdentityNumberError: wrong shape, no such day, a day to come, birth number 000, or a check digit that does not fit.
    """
    found = _SHAPE.match(re.sub(r"[\s\u2010-\u2015\u2212]", lambda mark: "" if mark[0].isspace() else "-", text))
    if found is None:
        raise InvalidIdentityNumberError(_("Skriv numret med 10 eller 12 siffror (0–9), till exempel ÅÅÅÅMMDD-NNNN."))
    born, is_coordination = _birth_day(found, today)
    if born > today:
        raise InvalidIdentityNumberError(
            _("Numret börjar med en dag som inte har varit än. Kontrollera de första siffrorna.")
        )
    last = found["last"]
    if last[:3] == "000":
        raise InvalidIdentityNumberError(_("De fyra sista siffrorna kan inte börja med 000. Kontrollera dem."))
    short = found["year"] + found["month"] + found["day"] + last
    if check_digit(short[:9]) != int(short[9]):
        raise InvalidIdentityNumberError(_("Kontrollsiffran stämmer inte. Någon siffra är fel eller har bytt plats."))
    kind = NumberKind.COORDINATION if is_coordination else NumberKind.PERSONAL
    return IdentityDigits(kind, f"{born.year // 100}{short}")


def reserve_number(text: str) -> str:
    """Return a local reserve number in capitals without spaces: 2 to 30 letters, digits, hyphens or plus signs.

    Raises:
        InvalidIdentityNumberError: it has other signs, or is too short or too long.
    """
    number = "".join(text.split()).upper()
    if not _RESERVE.match(number):
        raise InvalidIdentityNumberError(
            _("Ett reservnummer har 2 till 30 bokstäver, siffror, bindestreck eller plustecken.")
        )
    return number


def written(kind: str, number: str) -> str:
    """Return a stored number as people write it: YYYYMMDD-NNNN; a reserve number as it is."""
    return f"{number[:8]}-{number[8:]}" if kind in {NumberKind.PERSONAL, NumberKind.COORDINATION} else number


def covered(kind: str, number: str) -> str:
    """Return a number with everything but its last two signs covered: enough to tell two apart, not enough to use."""
    whole = written(kind, number)
    return "".join(sign if sign == "-" else COVER for sign in whole[:-2]) + whole[-2:]


def _birth_day(found: re.Match[str], today: dt.date) -> tuple[dt.date, bool]:
    month, day = int(found["month"]), int(found["day"])
    is_coordination = day > _COORDINATION_DAYS
    year = _birth_year(found, today)
    try:
        return dt.date(year, month, day - _COORDINATION_DAYS if is_coordination else day), is_coordination
    except ValueError as error:
        raise InvalidIdentityNumberError(
            _("De första siffrorna är ingen dag i kalendern. Kontrollera år, månad och dag.")
        ) from error


def _birth_year(found: re.Match[str], today: dt.date) -> int:
    """Return the year with its century: given, or the newest that fits the sign (`+` from the year one turns 100)."""
    short = int(found["year"])
    if found["century"]:
        return int(found["century"]) * 100 + short
    newest = today.year - 100 if found["mark"] == "+" else today.year
    return newest - (newest - short) % 100
