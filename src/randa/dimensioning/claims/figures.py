"""Numbers as people print them: decimal comma, spaces in thousands, marks for "not known"."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

UNKNOWN_MARKS = frozenset({"", "?", "-", "–", "—", "..", "…", "n/a", "uppgift saknas", "saknas"})
MAX_LENGTH = 18
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")


class NumberFormatError(ValueError):
    """The text is not a number."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: its value and its step, the value of one in the last printed decimal place."""

    value: Decimal
    step: Decimal


def parse_number(text: str) -> Printed | None:
    """Return the number `text` prints, or None for a mark that means "not known".

    A comma or a point separates decimals; spaces separate thousands; a point does so only beside a decimal comma
    or when it comes twice. A trailing per cent sign is dropped.

    Raises:
        NumberFormatError: the text is neither a number nor a mark.
    """
    plain = _SPACES.sub(" ", text).strip()
    if plain.casefold() in UNKNOWN_MARKS:
        return None
    bare = plain.removesuffix("%").strip()
    sign = -1 if bare[:1] in {"-", "−", "–"} else 1
    digits = bare[1:].strip() if sign < 0 else bare
    if len(digits) > MAX_LENGTH:
        raise NumberFormatError(f"{text[:MAX_LENGTH]!r}… is not a number of at most {MAX_LENGTH} signs")
    if _DOTTED.fullmatch(digits):
        digits = digits.replace(".", "")
    elif not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        raise NumberFormatError(f"{text!r} is not a number")
    value = Decimal(digits.replace(" ", "").replace(",", "."))
    return Printed(sign * value, Decimal(1).scaleb(int(value.as_tuple().exponent)))


@dataclass(frozen=True, slots=True)
class Number:
    """A computed number and how many decimals to show; printed in the Swedish way, kept exact for other languages."""

    value: Fraction
    places: int = 0

    def rounded(self) -> Decimal:
        """Return the value with `places` decimals, half away from zero."""
        return rounded(self.value, Decimal(1).scaleb(-self.places))

    def __str__(self) -> str:
        grouped = f"{self.rounded():,.{self.places}f}"
        return grouped.replace(",", "\u00a0").replace(".", ",").replace("-", "−")


def rounded(value: Fraction, step: Decimal) -> Decimal:
    """Return `value` rounded to a multiple of `step` (a power of ten), half away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(step, rounding=ROUND_HALF_UP)


def as_printed(value: Decimal) -> Number:
    """Return a number shown with the decimals it is written with."""
    return Number(Fraction(value), places_of(Decimal(1).scaleb(int(value.as_tuple().exponent))))


def places_of(step: Decimal) -> int:
    """Return the number of decimals that a step has: 0.1 has one, 1 and 10 have none."""
    return max(0, -int(step.as_tuple().exponent))
