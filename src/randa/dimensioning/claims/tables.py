"""The claims of one printed table: its rates, its column totals and its row sums."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from randa.dimensioning.claims.model import Finding, Kind, RateCheck
from randa.dimensioning.claims.places import PopulationVector, is_total
from randa.dimensioning.claims.published import (
    cell_claim,
    counts,
    display,
    number,
    population_of,
    rates,
    region_rows,
    slug,
    table_claim,
)
from randa.dimensioning.claims.rates import check_rate, contradiction, misfits
from randa.dimensioning.claims.totals import check_total, incomplete, no_total
from randa.reference.model import PrintedTable


def check_printed(table: PrintedTable, vector: PopulationVector) -> Iterator[Finding]:
    """Yield every deviation of one printed table."""
    if not table.label:
        return
    yield from _rates(table, vector)
    yield from _column_totals(table)
    yield from _row_sums(table)


def rate_checks(table: PrintedTable, vector: PopulationVector) -> dict[str, list[RateCheck]]:
    """Return the checks of all rates that have a count, by row label."""
    return {row[table.label]: _row_checks(table, row, vector) for row in table.rows}


def _row_checks(table: PrintedTable, row: Mapping[str, str], vector: PopulationVector) -> list[RateCheck]:
    label = row[table.label]
    population = population_of(table, label, vector)
    found = []
    for column in rates(table):
        count = number(row, column.count)
        if count is None:
            continue
        claim = cell_claim(table, row, column.name, Kind.RATE, column.measure)
        check = check_rate(
            claim, label=display(label), measure=column.measure, count=count.value, population=population
        )
        if check is not None:
            found.append(check)
    return found


def _rates(table: PrintedTable, vector: PopulationVector) -> Iterator[Finding]:
    """A contradiction among a row's rates says more than each rate's own deviation, so it takes their place."""
    by_row = rate_checks(table, vector)
    siblings = [check for checks in by_row.values() for check in checks]
    for label, checks in by_row.items():
        population = population_of(table, label, vector)
        contradictions = (
            list(contradiction(f"{table.key}.{slug(label)}.rates", checks, population)) if len(checks) > 1 else []
        )
        yield from contradictions
        if not contradictions and population is not None:
            yield from misfits(checks, siblings, population)


def _column_totals(table: PrintedTable) -> Iterator[Finding]:
    total_row = next((row for row in table.rows if is_total(row[table.label])), None)
    regions = list(region_rows(table))
    columns = counts(table)
    if not columns:
        return
    if total_row is not None:
        for column in columns:
            claim = cell_claim(table, total_row, column.name, Kind.TOTAL, column.measure)
            yield from check_total(claim, [(display(row[table.label]), number(row, column.name)) for row in regions])
        return
    sums, unknown = [], set()
    for column in columns:
        printed = {row[table.label]: number(row, column.name) for row in regions}
        unknown |= {display(label) for label, value in printed.items() if value is None}
        known = [value.value for value in printed.values() if value is not None]
        sums.append((column.measure, sum(known, Decimal(0))))
    yield incomplete(table_claim(table), sums, sorted(unknown)) if unknown else no_total(table_claim(table), sums)


def _row_sums(table: PrintedTable) -> Iterator[Finding]:
    for row_sum in table.row_sums:
        for row in table.rows:
            claim = cell_claim(table, row, row_sum.total, Kind.TOTAL, row_sum.total)
            yield from check_total(claim, [(part, number(row, part)) for part in row_sum.parts])
