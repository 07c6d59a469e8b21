"""Sweden's public holidays (lag 1989:253 om allmänna helgdagar) and the eves that are commonly free; Sundays as such are left out."""

import datetime as dt
from functools import cache

DAY = dt.timedelta(days=1)
FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))  # month and day
SATURDAY = 5


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year, those on a Saturday or Sunday too. The national day of 6 June is one since 2005."""
    easter = easter_sunday(year)
    days = {dt.date(year, month, day) for month, day in FIXED if (month, day) != (6, 6) or year >= 2005}
    days |= {easter - 2 * DAY, easter, easter + DAY, easter + 39 * DAY, easter + 49 * DAY}
    days |= {_saturday_from(year, 6, 20), _saturday_from(year, 10, 31)}  # midsummer's day and All Saints' day
    return frozenset(days)


@cache
def eves(year: int) -> frozenset[dt.date]:
    """Return midsummer's, Christmas and New Year's eve: no public holidays, but free in most agreements."""
    return frozenset({_saturday_from(year, 6, 20) - DAY, dt.date(year, 12, 24), dt.date(year, 12, 31)})


def easter_sunday(year: int) -> dt.date:
    """Return Easter Sunday of a Gregorian year (the anonymous algorithm, Nature 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def _saturday_from(year: int, month: int, day: int) -> dt.date:
    first = dt.date(year, month, day)
    return first + ((SATURDAY - first.weekday()) % 7) * DAY
