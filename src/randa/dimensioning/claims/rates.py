"""Rates per 100 000: each against the stated population, and all rates of one region against each other."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from randa.dimensioning.claims import messages
from randa.dimensioning.claims.figures import Number, as_printed, places_of
from randa.dimensioning.claims.implied import (
    PER,
    Interval,
    common,
    implied_population,
    odd_ones,
    rate,
    tightest_contradiction,
)
from randa.dimensioning.claims.model import Cause, Claim, Finding, Kind, Param, RateCheck, Severity

ROUNDING_SLACK = Fraction(55, 100)
"""A rate that misses by no more than this many steps counts as rounded: a half is right, a tenth more forgiven."""

PLAUSIBLE_POPULATION_CHANGE = Fraction(1, 10)
"""Further than this from the stated population, another year's population explains nothing."""


def check_rate(claim: Claim, *, label: str, measure: str, count: Decimal, population: int | None) -> RateCheck | None:
    """Return the printed rate of `claim` beside what its count gives, or None when no rate is printed."""
    if claim.value is None or claim.step is None:
        return None
    implied = implied_population(count, claim.value, claim.step)
    return RateCheck(
        claim=claim,
        label=label,
        measure=measure,
        count=count,
        rate=claim.value,
        step=claim.step,
        implied=implied,
        recomputed=rate(count, population) if population else None,
        fits=None if population is None else implied is not None and population in implied,
    )


def contradiction(finding_id: str, checks: Sequence[RateCheck], population: int | None) -> Iterator[Finding]:
    """Yield a finding when no population at all can be right for every rate of one region."""
    impossible = [check for check in checks if check.implied is None]
    if impossible:
        params: dict[str, Param] = {"region": checks[0].label, "measure_low": impossible[0].measure}
        yield _group(finding_id, Cause.QUANTITY_DIFFERS, messages.RATES_IMPOSSIBLE, params, checks)
        return
    intervals = [check.implied for check in checks if check.implied is not None]
    pair = tightest_contradiction(intervals)
    if pair is None:
        return
    low, high = pair
    params = {"region": checks[0].label, "measure_low": checks[low].measure, "measure_high": checks[high].measure}
    params |= _bounds("low", intervals[low]) | _bounds("high", intervals[high])
    cause, message, more = _group_cause(checks, intervals, population, pair)
    yield _group(finding_id, cause, message, params | more, checks)


def misfits(checks: Sequence[RateCheck], siblings: Sequence[RateCheck], population: int) -> Iterator[Finding]:
    """Yield a finding for each rate that the stated population does not bear out.

    Args:
        checks: the rates of one row.
        siblings: the rates of the whole table, among which a copied rate shows.
        population: inhabitants the row is about.
    """
    for check in checks:
        if check.fits is False and check.recomputed is not None:
            yield _misfit(check, siblings, population, check.recomputed)


def _misfit(check: RateCheck, siblings: Sequence[RateCheck], population: int, recomputed: Fraction) -> Finding:
    cause, message, more = _rate_cause(check, siblings, population, recomputed)
    places = places_of(check.step) + 1
    params: dict[str, Param] = {
        "place": check.claim.place,
        "printed": check.claim.printed,
        "count": as_printed(check.count),
        "recomputed": Number(recomputed, places),
        "population": Number(Fraction(population)),
    }
    if check.implied is not None:
        params |= {
            "low": Number(check.implied.low),
            "high": Number(check.implied.high) if check.implied.high is not None else "∞",
        }
    return Finding(
        id=check.claim.id,
        kind=Kind.RATE,
        cause=cause,
        severity=Severity.NOTE if cause is Cause.ROUNDING else Severity.DEVIATION,
        claims=(check.claim,),
        message=message,
        params=params | more,
        recomputed=Number(recomputed, places),
        implied=check.implied,
        deviation=Number(Fraction(check.rate) - recomputed, places),
        checks=(check,),
    )


def _rate_cause(
    check: RateCheck, siblings: Sequence[RateCheck], population: int, recomputed: Fraction
) -> tuple[Cause, str, dict[str, Param]]:
    """Return the likely cause of one deviating rate, the sentence for it, and the parameters that only it needs."""
    if looks_rounded(check.rate, check.step, recomputed):
        return Cause.ROUNDING, messages.RATE_ROUNDING, {}
    same = [
        other.label
        for other in siblings
        if other.label != check.label and (other.count, other.rate) == (check.count, check.rate)
    ]
    if same and check.count:
        return Cause.DENOMINATOR_COPIED_RATE, messages.RATE_COPIED, {"others": ", ".join(same)}
    if check.implied is None or not _is_near(check.implied, population):
        return Cause.QUANTITY_DIFFERS, messages.RATE_OTHER_COUNT, {}
    if check.implied.is_below(population):
        return Cause.DENOMINATOR_OLDER_POPULATION, messages.RATE_OLDER, {}
    return Cause.DENOMINATOR_LARGER_POPULATION, messages.RATE_LARGER, {}


def looks_rounded(printed: Decimal, step: Decimal, recomputed: Fraction) -> bool:
    """Return whether the printed figure is the recomputed one, cut off or rounded a little carelessly."""
    difference = recomputed - Fraction(printed)
    return 0 <= difference < Fraction(step) or abs(difference) <= ROUNDING_SLACK * Fraction(step)


def _is_near(implied: Interval, population: int) -> bool:
    margin = population * PLAUSIBLE_POPULATION_CHANGE
    return implied.meets(Interval(population - margin, population + margin))


def _group_cause(
    checks: Sequence[RateCheck], intervals: Sequence[Interval], population: int | None, pair: tuple[int, int]
) -> tuple[Cause, str, dict[str, Param]]:
    """Return the likely cause of rates that contradict each other, its sentence and the parameters it needs."""
    low, high = pair
    loose = [implied_population(check.count, check.rate, check.step, slack=ROUNDING_SLACK) for check in checks]
    if common([interval for interval in loose if interval is not None]) is not None:
        gap = intervals[high].low - (intervals[low].high or 0)
        return Cause.ROUNDING, messages.RATES_ROUNDING, {"gap": Number(gap)}
    odd = odd_ones(intervals)
    if len(odd) == 1:
        return Cause.DENOMINATOR_MIXED, messages.RATES_ODD, _odd_params(checks, intervals, odd[0])
    if population is not None and all(interval.is_below(population) for interval in intervals):
        return (
            Cause.DENOMINATOR_OLDER_POPULATION,
            messages.RATES_OLDER,
            {"population": Number(Fraction(population))},
        )
    return Cause.DENOMINATOR_MIXED, messages.RATES_MIXED, {}


def _odd_params(checks: Sequence[RateCheck], intervals: Sequence[Interval], odd: int) -> dict[str, Param]:
    """Return which measure is odd and the count its rate would need with the population of the others."""
    others = common([interval for place, interval in enumerate(intervals) if place != odd])
    check = checks[odd]
    half = Fraction(check.step) / 2
    low = others.low if others else Fraction(0)
    high = others.high if others and others.high is not None else low
    return {
        "odd": check.measure,
        "count": as_printed(check.count),
        "needs_from": Number((Fraction(check.rate) - half) * low / PER, 1),
        "needs_to": Number((Fraction(check.rate) + half) * high / PER, 1),
    }


def _bounds(which: str, interval: Interval) -> dict[str, Param]:
    return {
        f"{which}_from": Number(interval.low),
        f"{which}_to": Number(interval.high) if interval.high is not None else "∞",
    }


def _group(
    finding_id: str, cause: Cause, message: str, params: Mapping[str, Param], checks: Sequence[RateCheck]
) -> Finding:
    return Finding(
        id=finding_id,
        kind=Kind.RATE,
        cause=cause,
        severity=Severity.NOTE if cause is Cause.ROUNDING else Severity.DEVIATION,
        claims=tuple(check.claim for check in checks),
        message=message,
        params=params,
        checks=tuple(checks),
    )
