"""A printed quantity over the years: its totals, and the years a text says something happens."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from randa.dimensioning.claims import messages
from randa.dimensioning.claims.figures import Number, parse_number
from randa.dimensioning.claims.model import Cause, Finding, Kind, Param, Severity
from randa.dimensioning.claims.published import Published, counts, number, region_rows, statement_claim
from randa.reference.model import PrintedTable, Statement


def series_total(table: PrintedTable, series: str, year: int) -> Decimal | None:
    """Return the sum over the regions of a count in one year; None when the table lacks the year or a region."""
    column = next((column.name for column in counts(table) if (column.series, column.year) == (series, year)), None)
    if column is None:
        return None
    printed = [number(row, column) for row in region_rows(table)]
    known = [value.value for value in printed if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(printed) else None


def check_years(published: Published, subject: str, statements: Sequence[Statement]) -> Iterator[Finding]:
    """Yield one finding when the statements about one subject do not all name the year the table shows.

    Args:
        subject: what the statements are about; part of the finding's id.
        statements: all of the same kind, about the same table.
    """
    first = statements[0]
    if first.kind == "first_year_of_level":
        year, total = _first_year_of_level(published, first)
        message, params = messages.LEVEL_YEAR, {"total": Number(Fraction(total))}
    else:
        year, message, params = _first_year_of_decline(published, first), messages.DECLINE_YEAR, {}
    stated = {int(statement.facts["value"]) for statement in statements}
    if year is None or stated == {year}:
        return
    yield Finding(
        id=f"text.{subject}",
        kind=Kind.SERIES,
        cause=Cause.TEXT_AGAINST_TEXT if len(stated) > 1 else Cause.TEXT_AGAINST_TABLE,
        severity=Severity.CONFLICT,
        claims=tuple(statement_claim(statement) for statement in statements),
        message=message,
        params=_stated(statements) | params | {"year": year},
        recomputed=None,
    )


def _stated(statements: Sequence[Statement]) -> dict[str, Param]:
    said = (f"{row.facts['value']} ({row.document}, {row.place})" for row in statements)
    return {"statements": ", ".join(said)}


def _first_year_of_level(published: Published, statement: Statement) -> tuple[int | None, Decimal]:
    """Return the first year in which the total has reached what it is in the last year, and that total."""
    table, series = published.tables[str(statement.facts["table"])], str(statement.facts["series"])
    years = sorted(column.year for column in counts(table) if column.series == series and column.year)
    totals: Mapping[int, Decimal | None] = {year: series_total(table, series, year) for year in years}
    level = totals[years[-1]]
    if level is None:
        return None, Decimal(0)
    return next(year for year in years if (totals[year] or Decimal(0)) >= level), level


def _first_year_of_decline(published: Published, statement: Statement) -> int | None:
    """Return the first year that is lower than the year before it; None when none is."""
    table, column = published.tables[str(statement.facts["table"])], str(statement.facts["column"])
    before: Decimal | None = None
    for row in table.rows:
        printed = parse_number(row[column])
        if printed is not None and before is not None and printed.value < before:
            return int(row[table.label])
        before = printed.value if printed is not None else before
    return None
