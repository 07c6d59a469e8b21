"""Reads for the claim checker's pages: populations of a day, all findings, and every claim that was checked."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from randa.dimensioning.claims import Finding, Kind, RateCheck, check_published
from randa.dimensioning.claims.figures import Number
from randa.dimensioning.claims.model import Claim
from randa.dimensioning.claims.places import PopulationVector, is_total
from randa.dimensioning.claims.published import (
    Published,
    cell_claim,
    counts,
    display,
    number,
    published,
    region_rows,
    statement_claim,
)
from randa.dimensioning.claims.tables import rate_checks
from randa.dimensioning.claims.totals import Part, check_total
from randa.organisations.models import Organisation, Population
from randa.reference.model import PrintedTable

REGION_PREFIX = "REG-"


@dataclass(frozen=True, slots=True)
class Basis:
    """The populations that everything is recomputed with.

    Attributes:
        by_county: inhabitants by two-digit county code, as pairs so that a basis can be a key.
        counted_on: the day they were counted.
    """

    by_county: tuple[tuple[str, int], ...]
    counted_on: dt.date

    @property
    def populations(self) -> dict[str, int]:
        return dict(self.by_county)

    def vector(self) -> PopulationVector:
        return PopulationVector.of(self.populations, self.counted_on)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One figure or sentence that was checked; `fits` is None when the stated populations cannot decide it."""

    claim: Claim
    recomputed: Number | None
    fits: bool | None
    rate: RateCheck | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that came out of checking the published documents with one basis."""

    basis: Basis
    findings: tuple[Finding, ...]
    claims: tuple[CheckedClaim, ...]

    @property
    def deviating(self) -> tuple[CheckedClaim, ...]:
        return tuple(one for one in self.claims if one.fits is False)


def population_dates() -> list[dt.date]:
    """Return the days for which all regions' populations are known, latest first."""
    regions = Organisation.objects.regions().filter(code__startswith=REGION_PREFIX).count()
    known: dict[dt.date, int] = {}
    for day in Population.objects.filter(organisation__code__startswith=REGION_PREFIX).values_list("as_of", flat=True):
        known[day] = known.get(day, 0) + 1
    return sorted((day for day, count in known.items() if count == regions), reverse=True)


def basis_of(day: dt.date) -> Basis:
    """Return the populations of the regions on `day`."""
    rows = Population.objects.filter(as_of=day, organisation__code__regex=r"^REG-\d\d$").values_list(
        "organisation__code", "inhabitants"
    )
    return Basis(tuple(sorted((code.removeprefix(REGION_PREFIX), count) for code, count in rows)), day)


@lru_cache(maxsize=4)
def review(basis: Basis) -> Review:
    """Return every finding and every checked claim; kept, since the documents never change while the process runs."""
    documents = published()
    findings = tuple(check_published(basis.populations, counted_on=basis.counted_on))
    found = {claim.id for finding in findings for claim in finding.claims}
    return Review(basis, findings, tuple(_checked(documents, basis.vector(), found)))


def _checked(documents: Published, vector: PopulationVector, found: set[str]) -> Iterator[CheckedClaim]:
    for table in documents.tables.values():
        if table.label:
            yield from _rates(table, vector)
            yield from _totals(table)
    for statement in documents.statements:
        claim = statement_claim(statement)
        yield CheckedClaim(claim, None, claim.id not in found)


def _rates(table: PrintedTable, vector: PopulationVector) -> Iterator[CheckedClaim]:
    for checks in rate_checks(table, vector).values():
        for check in checks:
            places = max(0, -int(check.step.as_tuple().exponent)) + (0 if check.fits else 1)
            recomputed = None if check.recomputed is None else Number(check.recomputed, places)
            yield CheckedClaim(check.claim, recomputed, check.fits, check)


def _totals(table: PrintedTable) -> Iterator[CheckedClaim]:
    """Yield the printed sums: of columns in the total row, and of rows."""
    for row in table.rows:
        if is_total(row[table.label]):
            for column in counts(table):
                parts = [(display(part[table.label]), number(part, column.name)) for part in region_rows(table)]
                yield from _sum(cell_claim(table, row, column.name, Kind.TOTAL, column.measure), parts)
        for row_sum in table.row_sums:
            parts = [(part, number(row, part)) for part in row_sum.parts]
            yield from _sum(cell_claim(table, row, row_sum.total, Kind.TOTAL, row_sum.total), parts)


def _sum(claim: Claim, parts: Sequence[Part]) -> Iterator[CheckedClaim]:
    known = [part for _name, part in parts if part is not None]
    if claim.value is None or not known:
        return
    total = Fraction(sum((part.value for part in known), Decimal(0)))
    finding = next(check_total(claim, parts), None)
    yield CheckedClaim(claim, Number(total), None if len(known) < len(parts) else finding is None)
