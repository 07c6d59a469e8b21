"""Sentences about the figures: each kind of statement has one rule that recomputes it."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from randa.dimensioning.claims import messages
from randa.dimensioning.claims.figures import Number, parse_number, places_of, rounded
from randa.dimensioning.claims.implied import implied_population, rate
from randa.dimensioning.claims.model import Cause, Finding, Kind, Param, Severity
from randa.dimensioning.claims.places import PopulationVector, is_nation
from randa.dimensioning.claims.published import (
    Published,
    counts,
    display,
    number,
    region_rows,
    statement_claim,
)
from randa.dimensioning.claims.rates import looks_rounded
from randa.dimensioning.claims.series import series_total
from randa.reference.model import PrintedTable, Statement

Rule = Callable[[Published, Statement, PopulationVector], Iterator[Finding]]
PRACTICES = "bt_quality_practice_counts"
EMPLOYMENT_FORMS = "t2025_1_employment_forms"


def check_statement(published: Published, statement: Statement, vector: PopulationVector) -> Iterator[Finding]:
    """Yield a finding when the figures do not bear out the statement.

    Raises:
        KeyError: no rule is known for the statement's kind.
    """
    yield from RULES[statement.kind](published, statement, vector)


def decimal_fact(statement: Statement, name: str) -> Decimal:
    """Return a number a statement says, exact as written."""
    return Decimal(str(statement.facts[name]))


def table_of(published: Published, statement: Statement) -> PrintedTable:
    """Return the table a statement is about."""
    return published.tables[str(statement.facts["table"])]


def _finding(
    statement: Statement,
    kind: Kind,
    cause: Cause,
    message: str,
    params: Mapping[str, Param],
    recomputed: Number | None = None,
    deviation: Number | None = None,
) -> Finding:
    return Finding(
        id=statement.id,
        kind=kind,
        cause=cause,
        severity=Severity.DEVIATION,
        claims=(statement_claim(statement),),
        message=message,
        params=params,
        recomputed=recomputed,
        deviation=deviation,
    )


def _all_regions_increase(published: Published, statement: Statement, _: PopulationVector) -> Iterator[Finding]:
    table = table_of(published, statement)
    stated, year = int(statement.facts["value"]), int(statement.facts["year"])
    columns = {column.year: column.name for column in counts(table) if column.series == statement.facts["series"]}
    checkable = {year - 1, year} <= columns.keys()
    first, last = (year - 1, year) if checkable else (min(filter(None, columns)), max(filter(None, columns)))
    changes = {}
    for row in region_rows(table):
        before, after = number(row, columns[first]), number(row, columns[last])
        if before is not None and after is not None:
            changes[display(row[table.label])] = after.value - before.value
    rising = [name for name, change in changes.items() if change > 0]
    falling = [name for name, change in changes.items() if change < 0]
    if checkable and len(rising) == stated:
        return
    params: dict[str, Param] = {
        "stated": stated,
        "series": str(statement.facts["series"]),
        "year": year,
        "rising": ", ".join(rising) or "0",
        "falling": ", ".join(falling) or "0",
    }
    if checkable:
        message = messages.INCREASE_WRONG
    else:
        message = messages.INCREASE_UNCHECKED
        params |= {"before": year - 1, "first": first, "last": last}
    yield _finding(statement, Kind.TEXT, Cause.TEXT_AGAINST_TABLE, message, params)


def _regions_above_nation(published: Published, statement: Statement, _: PopulationVector) -> Iterator[Finding]:
    table, column = table_of(published, statement), str(statement.facts["column"])
    nation = next((number(row, column) for row in table.rows if is_nation(row[table.label])), None)
    if nation is None:
        return
    printed = [number(row, column) for row in region_rows(table)]
    above = sum(1 for value in printed if value is not None and value.value > nation.value)
    if above != statement.facts["value"]:
        params: dict[str, Param] = {
            "stated": int(statement.facts["value"]),
            "nation": Number(Fraction(nation.value), places_of(nation.step)),
            "recomputed": above,
        }
        recomputed = Number(Fraction(above))
        yield _finding(statement, Kind.TEXT, Cause.TEXT_AGAINST_TABLE, messages.ABOVE_NATION, params, recomputed)


def _all_regions_do(published: Published, statement: Statement, _: PopulationVector) -> Iterator[Finding]:
    practice = next(
        row for row in published.tables[PRACTICES].rows if row["statement_own_words"] == statement.facts["practice"]
    )
    count, stated = int(practice["count"]), int(statement.facts["value"])
    if count == stated:
        return
    forms = published.tables[EMPLOYMENT_FORMS]
    only_integrated = [display(row[forms.label]) for row in region_rows(forms) if row["free_standing_bt"] == "-"]
    params: dict[str, Param] = {
        "stated": stated,
        "count": count,
        "of": int(practice["of"]),
        "others": ", ".join(only_integrated) or "0",
    }
    recomputed = Number(Fraction(count))
    yield _finding(statement, Kind.TEXT, Cause.TEXT_AGAINST_TEXT, messages.NOT_ALL_DO, params, recomputed)


def _range_of_rates(published: Published, statement: Statement, vector: PopulationVector) -> Iterator[Finding]:
    """The ends of the stated range against the lowest and highest recomputed rate, rounded as the ends are."""
    table = table_of(published, statement)
    column = next(column for column in table.columns if column.name == statement.facts["column"])
    recomputed: dict[str, Fraction] = {}
    for row in region_rows(table):
        count, population = number(row, column.count), vector.county(row[table.label])
        if count is None or population is None:
            return
        recomputed[display(row[table.label])] = rate(count.value, population)
    lowest, highest = min(recomputed, key=recomputed.__getitem__), max(recomputed, key=recomputed.__getitem__)
    ends = (decimal_fact(statement, "low"), decimal_fact(statement, "high"))
    step = Decimal(1).scaleb(int(ends[1].as_tuple().exponent))
    if ends == (rounded(recomputed[lowest], step), rounded(recomputed[highest], step)):
        return
    params: dict[str, Param] = {
        "printed": statement.printed,
        "low": Number(recomputed[lowest], 1),
        "high": Number(recomputed[highest], 1),
        "lowest": lowest,
        "highest": highest,
    }
    yield _finding(statement, Kind.RATE, Cause.TEXT_AGAINST_TABLE, messages.RATE_RANGE, params)


def _population_share(published: Published, statement: Statement, vector: PopulationVector) -> Iterator[Finding]:
    table = table_of(published, statement)
    part, nation = vector.sum_of(row[table.label] for row in region_rows(table)), vector.nation()
    planned = series_total(table, str(statement.facts["series"]), int(statement.facts["year"]))
    if part is None or nation is None or planned is None:
        return
    stated = decimal_fact(statement, "value")
    step = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    share = Fraction(part, nation)
    if rounded(share * 100, step) == stated:
        return
    need = Fraction(decimal_fact(statement, "national_need"))
    params: dict[str, Param] = {
        "printed": statement.printed,
        "recomputed": Number(share * 100, places_of(step)),
        "national": Number(need),
        "recomputed_posts": Number(need * share),
        "printed_posts": Number(need * Fraction(stated) / 100),
        "year": int(statement.facts["year"]),
        "planned": Number(Fraction(planned)),
        "planned_share": Number(Fraction(planned) * 100 / need, 1),
    }
    holds = Fraction(planned) > need * share
    message = messages.POPULATION_SHARE if holds else messages.POPULATION_SHARE_FAILS
    deviation = Number(Fraction(stated) - share * 100, places_of(step))
    recomputed = Number(share * 100, places_of(step))
    yield _finding(statement, Kind.SHARE, Cause.DENOMINATOR_WRONG_SHARE, message, params, recomputed, deviation)


def _national_rate(_: Published, statement: Statement, vector: PopulationVector) -> Iterator[Finding]:
    nation = vector.nation()
    if nation is None:
        return
    stated, count = decimal_fact(statement, "value"), decimal_fact(statement, "count")
    step = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    implied = implied_population(count, stated, step)
    if implied is None or implied.high is None or nation in implied:
        return
    places = places_of(step) + 1
    params: dict[str, Param] = {
        "count": Number(Fraction(count)),
        "printed": statement.printed,
        "population": Number(Fraction(nation)),
        "recomputed": Number(rate(count, nation), places),
        "low": Number(implied.low),
        "high": Number(implied.high),
    }
    older = implied.is_below(nation)
    cause = Cause.DENOMINATOR_OLDER_POPULATION if older else Cause.DENOMINATOR_LARGER_POPULATION
    if looks_rounded(stated, step, rate(count, nation)):
        cause = Cause.ROUNDING
    deviation = Number(Fraction(stated) - rate(count, nation), places)
    recomputed = Number(rate(count, nation), places)
    yield _finding(statement, Kind.RATE, cause, messages.NATIONAL_RATE, params, recomputed, deviation)


def _column_zero_after_year(published: Published, statement: Statement, _: PopulationVector) -> Iterator[Finding]:
    table, column = table_of(published, statement), str(statement.facts["column"])
    zeros = []
    for row in table.rows:
        printed = parse_number(row[column])
        if printed is not None and printed.value == 0:
            zeros.append(int(row[table.label]))
    first, stated = min(zeros, default=None), int(statement.facts["value"])
    if first is None or first == stated + 1:
        return
    params: dict[str, Param] = {
        "printed_year": stated,
        "year": first,
        "until": str(statement.facts["until"]),
    }
    recomputed = Number(Fraction(first))
    yield _finding(statement, Kind.TEXT, Cause.TEXT_AGAINST_TABLE, messages.ZERO_AFTER, params, recomputed)


RULES: Mapping[str, Rule] = {
    "all_regions_increase": _all_regions_increase,
    "regions_above_nation": _regions_above_nation,
    "all_regions_do": _all_regions_do,
    "range_of_rates": _range_of_rates,
    "population_share": _population_share,
    "national_rate": _national_rate,
    "column_zero_after_year": _column_zero_after_year,
}
