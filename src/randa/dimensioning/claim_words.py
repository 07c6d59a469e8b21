"""Findings of the claim checker in the language of the page: sentences, numbers, and the words for cause and weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from randa.core.ui import formats
from randa.dimensioning.claims import Finding, RateCheck, RowError, Severity
from randa.dimensioning.claims.figures import Number
from randa.dimensioning.claims.implied import Interval
from randa.dimensioning.claims.messages import CAUSES, KINDS, SEVERITIES

TONES = {Severity.DEVIATION: "danger", Severity.CONFLICT: "warning", Severity.NOTE: "info"}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page shows it."""

    finding: Finding
    text: str
    cause: str
    severity: str
    tone: str
    recomputed: str
    implied: str

    @property
    def table(self) -> str:
        return self.finding.table


def number_text(number: Number | None) -> str:
    """Return a computed number in the page's language; a dash for None."""
    return formats.NO_VALUE if number is None else formats.decimal(number.rounded(), number.places)


def interval_text(interval: Interval | None) -> str:
    """Return the populations of an interval: "302 000–314 000"; empty for None."""
    if interval is None:
        return ""
    high = "∞" if interval.high is None else number_text(Number(interval.high))
    return f"{number_text(Number(interval.low))}–{high}"


def sentence(message: str, params: Mapping[str, object]) -> str:
    """Return a message of the checker, translated and then filled in with numbers of the same language."""
    texts = {key: number_text(value) if isinstance(value, Number) else value for key, value in params.items()}
    return gettext(message) % texts


def error_text(error: RowError) -> str:
    """Return what is wrong with a row or cell of a user's table, and what to do."""
    return sentence(error.message, error.params)


def finding_row(finding: Finding) -> FindingRow:
    """Return one finding in words."""
    return FindingRow(
        finding=finding,
        text=sentence(finding.message, finding.params),
        cause=gettext(CAUSES[finding.cause]),
        severity=gettext(SEVERITIES[finding.severity]),
        tone=TONES[finding.severity],
        recomputed=number_text(finding.recomputed) if finding.recomputed is not None else "",
        implied=interval_text(finding.implied),
    )


def kind_text(kind: str) -> str:
    """Return what sort of claim something is."""
    return gettext(next(text for key, text in KINDS.items() if key == kind))


def rate_texts(check: RateCheck) -> dict[str, object]:
    """Return one rate of a region, as the small table under a finding shows it."""
    places = max(0, -int(check.step.as_tuple().exponent)) + (0 if check.fits else 1)
    return {
        "measure": check.measure,
        "count": number_text(Number(Fraction(check.count))),
        "printed": check.claim.printed,
        "recomputed": formats.NO_VALUE if check.recomputed is None else number_text(Number(check.recomputed, places)),
        "implied": interval_text(check.implied),
        "fits": check.fits,
    }
