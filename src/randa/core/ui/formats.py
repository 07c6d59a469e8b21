"""Numbers and periods as people read them, in the active language. Pure text: no markup, no rounding of what is stored."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext

NO_VALUE = "–"
MINUS = "\N{MINUS SIGN}"
THIN_GROUP = "\N{NO-BREAK SPACE}"
_MONTHS_SV = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_SV = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Number = int | float | Decimal


def _swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def decimal(value: Number | None, places: int = 1) -> str:
    """Return `value` with `places` decimals, decimal comma and spaced thousands in Swedish; a dash for None.

    Rounds half away from zero, as people do, where Python's own formatting rounds half to even.
    """
    if value is None:
        return NO_VALUE
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}".replace(",", THIN_GROUP)
    if _swedish():
        text = text.replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def amount(value: Number) -> str:
    """Return `value` with the decimals that it has, two at most: 2; 0,5; 1,25."""
    text = decimal(value, 2)
    return text.rstrip("0").rstrip(",.")


def signed(value: Number | None, places: int = 0) -> str:
    """Return a difference with its sign, also when it is positive: +12, −3, ±0; a dash for None."""
    if value is None:
        return NO_VALUE
    text = decimal(value, places)
    if text.startswith(MINUS):
        return text
    return f"±{text}" if set(text) <= set("0.,") else f"+{text}"


def share(part: Number | None, whole: Number | None, places: int = 0) -> str:
    """Return a per cent with the numbers it is made of, `54 % (7/13)`; a dash when there is nothing to divide by."""
    if part is None or not whole:
        return NO_VALUE
    percent = decimal(Decimal(str(part)) * 100 / Decimal(str(whole)), places)
    return f"{percent}{THIN_GROUP}% ({decimal(part, 0)}/{decimal(whole, 0)})"


def quarter_words(quarter: str) -> str:
    """Return `2027Q2` as a sentence says it: 2027 kv 2."""
    year, number = quarter.split("Q")
    return f"{year} kv {number}" if _swedish() else f"{year} Q{number}"


def week(day: dt.date | None) -> str:
    """Return the ISO week of `day` as tables show it: 2027v35."""
    if day is None:
        return NO_VALUE
    iso = day.isocalendar()
    return f"{iso.year}{'v' if _swedish() else 'W'}{iso.week:02d}"


def week_words(day: dt.date) -> str:
    """Return the ISO week of `day` as a sentence says it: v. 35 2027."""
    iso = day.isocalendar()
    return f"v. {iso.week} {iso.year}" if _swedish() else f"week {iso.week} {iso.year}"


def day_words(day: dt.date | None) -> str:
    """Return a day as a sentence says it: mån 30 aug 2027."""
    if day is None:
        return NO_VALUE
    days, months = (_DAYS_SV, _MONTHS_SV) if _swedish() else (_DAYS_EN, _MONTHS_EN)
    return f"{days[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}"


def period(starts_on: dt.date | None, ends_before: dt.date | None) -> str:
    """Return the half-open period [starts_on, ends_before) to and including its last day: 2027-08-30 – 2028-02-27.

    A missing end is an open period.
    """
    if starts_on is None:
        return NO_VALUE
    if ends_before is None:
        return gettext("från %(day)s") % {"day": starts_on.isoformat()}
    last_day = ends_before - dt.timedelta(days=1)
    return starts_on.isoformat() if last_day == starts_on else f"{starts_on.isoformat()} – {last_day.isoformat()}"
