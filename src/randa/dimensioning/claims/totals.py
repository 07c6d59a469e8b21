"""Totals: a printed sum against its parts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from randa.dimensioning.claims import messages
from randa.dimensioning.claims.figures import Number, Printed, as_printed
from randa.dimensioning.claims.model import Cause, Claim, Finding, Kind, Param, Severity

Part = tuple[str, Printed | None]


def check_total(claim: Claim, parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield a finding when the printed total of `claim` is not the sum of its parts.

    Args:
        claim: the printed total; one without a value claims nothing.
        parts: name and printed number of each part; None when the part is not known.
    """
    unknown = [name for name, part in parts if part is None]
    known = [(name, part) for name, part in parts if part is not None]
    if claim.value is None or claim.step is None or not known:
        return
    total = sum((part.value for _, part in known), Decimal(0))
    if unknown:
        yield _finding(claim, Cause.MISSING_REGION, messages.TOTAL_UNKNOWN_PART, total, ", ".join(unknown))
    elif claim.value != total:
        yield _wrong_total(claim, total, known)


def _wrong_total(claim: Claim, total: Decimal, known: Sequence[tuple[str, Printed]]) -> Finding:
    """Return the finding for a total that differs from its parts: one left out, rounding, or plain arithmetic."""
    difference = abs((claim.value or Decimal(0)) - total)
    left_out = [name for name, part in known if part.value == difference]
    if left_out:
        return _finding(claim, Cause.MISSING_REGION, messages.TOTAL_OMITS, total, ", ".join(left_out))
    if all(part.value == part.value.to_integral_value() for _, part in known):
        return _finding(claim, Cause.ARITHMETIC, messages.TOTAL_WRONG, total)
    slack = sum((part.step for _, part in known), claim.step or Decimal(0)) / 2
    if difference <= slack:
        return _finding(claim, Cause.ROUNDING, messages.TOTAL_ROUNDING, total)
    return _finding(claim, Cause.ARITHMETIC, messages.TOTAL_WRONG, total)


def _finding(claim: Claim, cause: Cause, message: str, total: Decimal, others: str = "") -> Finding:
    recomputed = as_printed(total)
    params: dict[str, Param] = {"place": claim.place, "printed": claim.printed, "recomputed": recomputed}
    deviation = Number(Fraction(claim.value or 0) - Fraction(total), recomputed.places)
    if others:
        params["others"] = others
    return Finding(
        id=claim.id,
        kind=Kind.TOTAL,
        cause=cause,
        severity=Severity.NOTE if cause is Cause.ROUNDING else Severity.DEVIATION,
        claims=(claim,),
        message=message,
        params=params | {"deviation": deviation},
        recomputed=recomputed,
        deviation=deviation,
    )


def no_total(claim: Claim, sums: Sequence[tuple[str, Decimal]]) -> Finding:
    """Return the note that a table with counts per region prints no total, with the sums it would have."""
    text = ", ".join(f"{measure}: {Number(Fraction(total))}" for measure, total in sums)
    return Finding(
        id=f"{claim.id}.no_total",
        kind=Kind.TOTAL,
        cause=Cause.MISSING_TOTAL,
        severity=Severity.NOTE,
        claims=(claim,),
        message=messages.TOTAL_NOT_PRINTED,
        params={"place": claim.place, "sums": text},
    )


def incomplete(claim: Claim, sums: Sequence[tuple[str, Decimal]], unknown: Sequence[str]) -> Finding:
    """Return the note that a table cannot be summed because a region's figure is not known."""
    text = ", ".join(f"{measure}: {Number(Fraction(total))}" for measure, total in sums)
    return Finding(
        id=f"{claim.id}.incomplete",
        kind=Kind.TOTAL,
        cause=Cause.MISSING_REGION,
        severity=Severity.NOTE,
        claims=(claim,),
        message=messages.TOTAL_UNKNOWN_PART,
        params={"place": claim.place, "others": ", ".join(unknown), "recomputed": text},
    )
