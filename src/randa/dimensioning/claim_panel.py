"""What published figures say about an organisation, on its page, and what stands beside a printed table."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.dimensioning.claim_words import finding_row, number_text, rate_texts
from randa.dimensioning.claims import Finding, Kind
from randa.dimensioning.claims.figures import Number
from randa.dimensioning.claims.published import counts, published, region_rows, slug
from randa.dimensioning.claims.published import number as printed_number
from randa.dimensioning.queries.claims import Review, basis_of, population_dates, review
from randa.organisations.models import Organisation, PublishedTable
from randa.organisations.panels import Panel
from randa.organisations.recomputing import Beside, Recomputed
from randa.reference.model import PrintedTable


def latest_review() -> Review | None:
    """Return the review with the latest populations; None before the reference data is loaded."""
    days = population_dates()
    return review(basis_of(days[0])) if days else None


def figures_panel(actor: Any, organisation: Organisation) -> Panel | None:  # noqa: ARG001 - open to everybody
    """Return the region's printed rates beside what its own population gives; nothing for other organisations."""
    if organisation.kind != Organisation.Kind.REGION or (result := latest_review()) is None:
        return None
    county = organisation.code.removeprefix("REG-")
    tables = published().tables
    rates = [
        {**rate_texts(one.rate), "table": tables[one.claim.table]}
        for one in result.claims
        if one.rate is not None and _county_of(one.claim.id) == county
    ]
    findings = [finding_row(finding) for finding in about_county(result.findings, county)]
    if not rates and not findings:
        return None
    population = dict(result.basis.by_county)[county]
    context = {"rates": rates, "findings": findings, "basis": result.basis, "population": population}
    return Panel(gettext_lazy("Tryckt och omräknat"), "dimensioning/claims_panel.html", context, wide=True)


def about_county(findings: Iterable[Finding], county: str) -> list[Finding]:
    """Return the findings whose claims are all about one county."""
    return [one for one in findings if all(_county_of(claim.id) == county for claim in one.claims)]


def _county_of(claim_id: str) -> str:
    """The id of a claim in a cell is table.row.column; the row of a region is named by its county code."""
    parts = claim_id.split(".")
    return parts[1] if len(parts) > 1 else ""


def beside_table(table: PublishedTable) -> Recomputed:
    """Return recomputed rates and sums for a published table, and what does not add up in it."""
    result = latest_review()
    printed = published().tables.get(table.key)
    if result is None or printed is None or not printed.label:
        return Recomputed()
    remarks = tuple(finding_row(finding).text for finding in result.findings if finding.table == table.key)
    return Recomputed(
        cells=dict(_cells(result, printed)),
        sums={column.name: _sum(printed, column.name) for column in counts(printed)},
        basis=_("Omräknat med folkmängden %(day)s enligt SCB.") % {"day": result.basis.counted_on.isoformat()},
        remarks=remarks,
        url=f"{reverse('dimensioning:claims')}?tabell={table.key}",
    )


def _cells(result: Review, printed: PrintedTable) -> Iterator[tuple[tuple[int, str], Beside]]:
    """Yield what stands beside single cells: rates, and sums of a row. Sums of a column stand in a row of their own."""
    row_numbers = {slug(row[printed.label]): number for number, row in enumerate(printed.rows, start=1)}
    sums = {column.name for column in counts(printed)} - {row_sum.total for row_sum in printed.row_sums}
    for one in result.claims:
        if one.claim.table != printed.key or one.claim.kind not in {Kind.RATE, Kind.TOTAL}:
            continue
        _table, row, column = one.claim.id.split(".")
        if column not in sums:
            yield (row_numbers[row], column), Beside(number_text(one.recomputed), differs=one.fits is False)


def _sum(printed: PrintedTable, column: str) -> str:
    """Return the sum of a column's regions; "at least" when a region's figure is not known."""
    numbers = [printed_number(row, column) for row in region_rows(printed)]
    total = number_text(Number(Fraction(sum(one.value for one in numbers if one is not None))))
    return total if None not in numbers else _("minst %(total)s") % {"total": total}
