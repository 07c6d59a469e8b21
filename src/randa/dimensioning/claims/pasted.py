"""A table that a user pastes or uploads, checked like a published one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from randa.dimensioning.claims import messages
from randa.dimensioning.claims.figures import Number, NumberFormatError, Printed, parse_number, places_of, rounded
from randa.dimensioning.claims.layout import Column, Holds, Layout, Rows, find_layout, split_cells
from randa.dimensioning.claims.model import Cause, Claim, Finding, Kind, Param, RateCheck, Severity
from randa.dimensioning.claims.places import PopulationVector, county_code, is_nation, is_total
from randa.dimensioning.claims.published import display
from randa.dimensioning.claims.rates import check_rate, contradiction, looks_rounded, misfits
from randa.dimensioning.claims.totals import check_total

MAX_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class RowError:
    """A row or cell that could not be used; the rest of the table is checked all the same.

    Attributes:
        row: row number in the pasted table, from 1; 0 for the table as a whole.
        column: heading of the column, or empty for the whole row.
        message: Swedish sentence with named parameters: the reason and what to do.
    """

    row: int
    column: str
    cell: str
    message: str
    params: Mapping[str, Param]

    @property
    def text(self) -> str:
        """The sentence in Swedish."""
        return self.message % self.params


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A printed figure beside the recomputed one; `fits` is None when nothing stated can decide it."""

    row: int
    label: str
    column: str
    kind: Kind
    printed: str
    recomputed: Number | None
    fits: bool | None


@dataclass(frozen=True, slots=True)
class TableCheck:
    """What came out of checking a pasted table."""

    findings: tuple[Finding, ...]
    row_errors: tuple[RowError, ...]
    recomputed: tuple[Recomputed, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A usable row: its number, label, population, and the numbers by column place."""

    number: int
    label: str
    cells: Mapping[int, str]
    values: Mapping[int, Printed | None]

    @property
    def is_part(self) -> bool:
        return not is_total(self.label) and not is_nation(self.label)


def check_table(
    pasted: str | Sequence[Sequence[object]], populations: Mapping[str, int], *, counted_on: date | None = None
) -> TableCheck:
    """Return deviations, row errors and recomputed figures of a user's table.

    Args:
        pasted: text with tabs, semicolons or commas, or rows of cells from a file. One header row; a column that
            names the regions; columns with counts, rates (`per 100 000`), shares (`%`, `andel`) or sums (`Totalt`);
            a row named Totalt or Summa is the total. Decimal comma or point, spaces in thousands.
        populations: as for `check_published`.
        counted_on: the day the populations were counted.
    Raises:
        ValueError: a population key names no region, or a population is not positive.
    """
    vector = PopulationVector.of(populations, counted_on)
    rows = split_cells(pasted)
    layout = find_layout(rows)
    if layout is None:
        empty = not any(cell for row in rows for cell in row)
        message = messages.TABLE_EMPTY if empty else messages.TABLE_WITHOUT_HEADER
        return TableCheck((), (RowError(0, "", "", message, {}),), ())
    usable, errors = _read(rows, layout)
    errors = [*_column_errors(layout), *errors]
    checks = {row.number: _rate_checks(row, usable, layout, vector) for row in usable}
    findings = [*_rate_findings(usable, checks, vector), *_totals(usable, layout), *_row_sums(usable, layout)]
    shares = list(_shares(usable, layout, vector))
    findings += [finding for _, finding in shares if finding is not None]
    recomputed = [*_recomputed_rates(checks), *(cell for cell, _ in shares)]
    recomputed += _recomputed_totals(usable, layout)
    return TableCheck(tuple(findings), tuple(errors), tuple(sorted(recomputed, key=lambda cell: cell.row)))


def _column_errors(layout: Layout) -> Iterator[RowError]:
    for column in layout.twice:
        yield _error(layout.header_row, column, column.heading, messages.COLUMN_TWICE)
    for column in layout.of(Holds.RATE, Holds.SHARE):
        if column.count is None:
            yield _error(layout.header_row, column, column.heading, messages.COLUMN_WITHOUT_COUNT)


def _error(row: int, column: Column | None, cell: str, message: str, **more: Param) -> RowError:
    return RowError(row, column.heading if column else "", cell, message, {"cell": cell, **more})


def _read(rows: Rows, layout: Layout) -> tuple[list[_Row], list[RowError]]:
    """Return the usable rows, and an error for each row or cell that is not."""
    usable: list[_Row] = []
    errors: list[RowError] = []
    first_seen: dict[str, int] = {}
    body = [(number, row) for number, row in enumerate(rows, start=1) if number > layout.header_row and any(row)]
    for number, row in body[:MAX_ROWS]:
        label = row[layout.label.place] if len(row) > layout.label.place else ""
        key = county_code(label) or label.casefold()
        problem = _row_problem(number, label, first_seen.get(key), layout)
        if problem is not None:
            errors.append(problem)
            continue
        first_seen[key] = number
        if not layout.rows_are_years and not (county_code(label) or is_total(label) or is_nation(label)):
            errors.append(_error(number, layout.label, label, messages.ROW_UNKNOWN_REGION))
        width = max(column.place for column in (*layout.columns, *layout.twice)) + 1
        if any(row[width:]):
            errors.append(_error(number, None, row[width], messages.ROW_TOO_LONG))
        usable.append(_read_row(number, label, row, layout, errors))
    if len(body) > MAX_ROWS:
        too_long = messages.TABLE_TOO_LONG
        errors.append(RowError(0, "", "", too_long, {"rows": len(body), "limit": MAX_ROWS}))
    return usable, errors


def _row_problem(number: int, label: str, first: int | None, layout: Layout) -> RowError | None:
    """Return why a row cannot be used at all, or None."""
    if not label:
        return _error(number, layout.label, "", messages.ROW_WITHOUT_NAME)
    if first is not None:
        return _error(number, layout.label, label, messages.ROW_TWICE, first=first)
    return None


def _read_row(number: int, label: str, row: Sequence[str], layout: Layout, errors: list[RowError]) -> _Row:
    values: dict[int, Printed | None] = {}
    for column in layout.with_numbers():
        cell = row[column.place] if len(row) > column.place else ""
        values[column.place] = None
        try:
            value = parse_number(cell)
        except NumberFormatError:
            errors.append(_error(number, column, cell, messages.CELL_NOT_A_NUMBER))
            continue
        if value is not None and value.value < 0:
            errors.append(_error(number, column, cell, messages.CELL_NEGATIVE))
            continue
        values[column.place] = value
    return _Row(number, label, dict(enumerate(row)), values)


def _claim(row: _Row, column: Column, kind: Kind) -> Claim:
    value = row.values[column.place]
    return Claim(
        id=f"pasted.r{row.number}.c{column.place + 1}",
        document="pasted",
        table="",
        place=f"{display(row.label)}, {column.heading}",
        kind=kind,
        printed=row.cells.get(column.place, ""),
        value=value.value if value else None,
        step=value.step if value else None,
    )


def _population(row: _Row, rows: Sequence[_Row], vector: PopulationVector) -> int | None:
    if is_total(row.label):
        return vector.sum_of(other.label for other in rows if other.is_part)
    return vector.nation() if is_nation(row.label) else vector.county(row.label)


def _rate_checks(row: _Row, rows: Sequence[_Row], layout: Layout, vector: PopulationVector) -> list[RateCheck]:
    population = _population(row, rows, vector)
    found = []
    for column in layout.of(Holds.RATE):
        count = row.values.get(column.count) if column.count is not None else None
        if count is None:
            continue
        check = check_rate(
            _claim(row, column, Kind.RATE),
            label=display(row.label),
            measure=column.heading,
            count=count.value,
            population=population,
        )
        if check is not None:
            found.append(check)
    return found


def _rate_findings(
    rows: Sequence[_Row], checks: Mapping[int, list[RateCheck]], vector: PopulationVector
) -> Iterator[Finding]:
    siblings = [check for of_row in checks.values() for check in of_row]
    for row in rows:
        own, population = checks[row.number], _population(row, rows, vector)
        against = list(contradiction(f"pasted.r{row.number}.rates", own, population)) if len(own) > 1 else []
        yield from against
        if not against and population is not None:
            yield from misfits(own, siblings, population)


def _totals(rows: Sequence[_Row], layout: Layout) -> Iterator[Finding]:
    for row in rows:
        if is_total(row.label):
            for column in layout.of(Holds.COUNT, Holds.ROW_SUM):
                parts = [(display(part.label), part.values[column.place]) for part in rows if part.is_part]
                yield from check_total(_claim(row, column, Kind.TOTAL), parts)


def _row_sums(rows: Sequence[_Row], layout: Layout) -> Iterator[Finding]:
    for column in layout.of(Holds.ROW_SUM):
        for row in rows:
            parts = [(part.heading, row.values[part.place]) for part in layout.of(Holds.COUNT)]
            for finding in check_total(_claim(row, column, Kind.TOTAL), parts):
                # The corner cell is a sum both ways, and the two findings need different ids.
                yield replace(finding, id=f"{finding.id}.row_sum")


def _shares(
    rows: Sequence[_Row], layout: Layout, vector: PopulationVector
) -> Iterator[tuple[Recomputed, Finding | None]]:
    for column in layout.of(Holds.SHARE, Holds.POPULATION_SHARE):
        for row in rows:
            printed, parts = row.values[column.place], _share_parts(row, rows, column, vector)
            if printed is None or parts is None or is_nation(row.label):
                continue
            exact = parts[0] / parts[1] * 100
            fits = rounded(exact, printed.step) == printed.value
            recomputed = Number(exact, places_of(printed.step) + (0 if fits else 1))
            cell = Recomputed(
                row.number,
                display(row.label),
                column.heading,
                Kind.SHARE,
                row.cells[column.place],
                recomputed,
                fits,
            )
            yield cell, None if fits else _share_finding(_claim(row, column, Kind.SHARE), parts, printed, recomputed)


def _share_parts(
    row: _Row, rows: Sequence[_Row], column: Column, vector: PopulationVector
) -> tuple[Fraction, Fraction] | None:
    """Return what the share is of and what of, or None when either is not known."""
    if column.holds is Holds.POPULATION_SHARE:
        part, nation = _population(row, rows, vector), vector.nation()
        return (Fraction(part), Fraction(nation)) if part and nation else None
    if column.count is None:
        return None
    count = row.values.get(column.count)
    printed = [part.values.get(column.count) for part in rows if part.is_part]
    total = sum((value.value for value in printed if value is not None), Decimal(0))
    if count is None or not total or None in printed:
        return None
    return Fraction(count.value), Fraction(total)


def _share_finding(claim: Claim, parts: tuple[Fraction, Fraction], printed: Printed, recomputed: Number) -> Finding:
    rounding = looks_rounded(printed.value, printed.step, recomputed.value)
    params: dict[str, Param] = {
        "place": claim.place,
        "printed": claim.printed,
        "count": Number(parts[0]),
        "total": Number(parts[1]),
        "recomputed": recomputed,
    }
    return Finding(
        id=claim.id,
        kind=Kind.SHARE,
        cause=Cause.ROUNDING if rounding else Cause.DENOMINATOR_WRONG_SHARE,
        severity=Severity.NOTE if rounding else Severity.DEVIATION,
        claims=(claim,),
        message=messages.SHARE_ROUNDING if rounding else messages.SHARE_WRONG,
        params=params,
        recomputed=recomputed,
        deviation=Number(Fraction(printed.value) - recomputed.value, recomputed.places),
    )


def _recomputed_rates(checks: Mapping[int, list[RateCheck]]) -> Iterator[Recomputed]:
    for number, of_row in checks.items():
        for check in of_row:
            places = places_of(check.step) + (0 if check.fits else 1)
            value = None if check.recomputed is None else Number(check.recomputed, places)
            yield Recomputed(number, check.label, check.measure, Kind.RATE, check.claim.printed, value, check.fits)


def _recomputed_totals(rows: Sequence[_Row], layout: Layout) -> Iterator[Recomputed]:
    for row in rows:
        if not is_total(row.label):
            continue
        for column in layout.of(Holds.COUNT, Holds.ROW_SUM):
            parts = [part.values[column.place] for part in rows if part.is_part]
            known = [part for part in parts if part is not None]
            total, printed = sum((part.value for part in known), Decimal(0)), row.values[column.place]
            places = max((places_of(part.step) for part in known), default=0)
            fits = None if printed is None or len(known) < len(parts) else printed.value == total
            yield Recomputed(
                row.number,
                display(row.label),
                column.heading,
                Kind.TOTAL,
                row.cells.get(column.place, ""),
                Number(Fraction(total), places),
                fits,
            )
