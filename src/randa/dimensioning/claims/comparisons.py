"""Columns of different tables that a reader would take for the same quantity."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from randa.dimensioning.claims import messages
from randa.dimensioning.claims.figures import Number
from randa.dimensioning.claims.model import Cause, Claim, Finding, Kind, Param, Severity
from randa.dimensioning.claims.places import county_code, region_name
from randa.dimensioning.claims.published import Published, number, region_rows
from randa.reference.model import Comparison, PrintedTable

TOLERANCE = Fraction(1, 10)
"""Two quantities this close over the whole period may well be the same one."""


def check_comparison(published: Published, comparison: Comparison) -> Iterator[Finding]:
    """Yield a finding when two columns that look alike cannot mean the same thing.

    Raises:
        KeyError: no rule is known for the comparison's kind.
    """
    yield from {"posts_against_completions": _posts_against_completions, "later_not_higher": _later_not_higher}[
        comparison.kind
    ](published, comparison)


def _by_region(table: PrintedTable, column: str) -> dict[str, Decimal]:
    """Return the known figures of a column by county code."""
    found = {}
    for row in region_rows(table):
        code, printed = county_code(row[table.label]), number(row, column)
        if code is not None and printed is not None:
            found[code] = printed.value
    return found


def _pair(published: Published, comparison: Comparison, one: str, other: str) -> tuple[PrintedTable, PrintedTable]:
    facts = comparison.facts
    return published.tables[str(facts[f"{one}_table"])], published.tables[str(facts[f"{other}_table"])]


def _posts_against_completions(published: Published, comparison: Comparison) -> Iterator[Finding]:
    """Posts of one year times the years should come near what was completed in the period."""
    facts = comparison.facts
    one_year, whole_period = _pair(published, comparison, "yearly", "period")
    yearly = _by_region(one_year, str(facts["yearly_column"]))
    period = _by_region(whole_period, str(facts["period_column"]))
    shared = [code for code in yearly if code in period and yearly[code] > 0]
    if not shared:
        return
    years = int(facts["years"])
    expected = Fraction(sum((yearly[code] for code in shared), Decimal(0))) * years
    completed = Fraction(sum((period[code] for code in shared), Decimal(0)))
    if abs(completed - expected) <= TOLERANCE * expected:
        return
    widest = min(shared, key=lambda code: Fraction(period[code]) / Fraction(yearly[code]))
    params: dict[str, Param] = {
        "yearly": Number(Fraction(sum(yearly.values(), Decimal(0)))),
        "period": Number(Fraction(sum(period.values(), Decimal(0)))),
        "years": years,
        "region": region_name(widest),
        "region_yearly": Number(Fraction(yearly[widest])),
        "region_period": Number(Fraction(period[widest])),
    }
    yield _finding(comparison, (one_year, whole_period), messages.POSTS_COMPLETIONS, params)


def _later_not_higher(published: Published, comparison: Comparison) -> Iterator[Finding]:
    facts = comparison.facts
    before, after = _pair(published, comparison, "earlier", "later")
    earlier = _by_region(before, str(facts["earlier_column"]))
    later = _by_region(after, str(facts["later_column"]))
    stuck = [code for code in earlier if code in later and later[code] <= earlier[code]]
    if not stuck:
        return
    params: dict[str, Param] = {
        "earlier_year": _year(before, str(facts["earlier_column"])),
        "later_year": _year(after, str(facts["later_column"])),
        "regions": ", ".join(f"{region_name(code)} ({earlier[code]} → {later[code]})" for code in stuck),
    }
    yield _finding(comparison, (before, after), messages.NOT_HIGHER, params)


def _year(table: PrintedTable, name: str) -> int:
    return next(column.year or 0 for column in table.columns if column.name == name)


def _finding(
    comparison: Comparison, tables: tuple[PrintedTable, ...], message: str, params: dict[str, Param]
) -> Finding:
    claims = tuple(
        Claim(
            id=f"{comparison.id}.{table.key}",
            document=table.document,
            table=table.key,
            place=table.title,
            kind=Kind.DIFFERENCE,
            printed="",
        )
        for table in tables
    )
    return Finding(
        id=f"compare.{comparison.id}",
        kind=Kind.DIFFERENCE,
        cause=Cause.QUANTITY_DIFFERS,
        severity=Severity.CONFLICT,
        claims=claims,
        message=message,
        params=params,
    )
