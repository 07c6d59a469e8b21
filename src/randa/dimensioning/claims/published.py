"""The claims of the published documents, read from the tables as printed and the statements in the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from randa.dimensioning.claims.figures import Printed, parse_number
from randa.dimensioning.claims.model import Claim, Kind
from randa.dimensioning.claims.places import PopulationVector, county_code, is_nation, is_total, region_name
from randa.reference import readers
from randa.reference.model import Comparison, PrintedColumn, PrintedTable, Statement


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that is checked, as values: a test can change one cell and check again."""

    tables: Mapping[str, PrintedTable]
    statements: tuple[Statement, ...]
    comparisons: tuple[Comparison, ...]

    def with_cell(self, table: str, label: str, column: str, printed: str) -> "Published":
        """Return a copy where the cell in the row named `label` prints something else.

        Raises:
            KeyError: there is no such table, row or column.
        """
        old = self.tables[table]
        if column not in old.header or label not in {row[old.label] for row in old.rows}:
            raise KeyError(f"{table} has no cell {label!r}, {column!r}")
        rows = tuple({**row, column: printed} if row[old.label] == label else row for row in old.rows)
        return replace(self, tables={**self.tables, table: replace(old, rows=rows)})

    def with_fact(self, statement: str, **facts: str | float) -> "Published":
        """Return a copy where the statement with this id says something else.

        Raises:
            KeyError: there is no such statement.
        """
        if statement not in {row.id for row in self.statements}:
            raise KeyError(f"no statement {statement!r}")
        changed = tuple(
            replace(row, facts={**row.facts, **facts}) if row.id == statement else row for row in self.statements
        )
        return replace(self, statements=changed)


def published() -> Published:
    """Return the documents 000-004 as far as they claim figures."""
    return Published(
        tables={table.key: table for table in readers.printed_tables()},
        statements=readers.statements(),
        comparisons=readers.comparisons(),
    )


def number(row: Mapping[str, str], column: str) -> Printed | None:
    """Return the number a cell prints, or None when it prints none."""
    return parse_number(row[column])


def display(label: str) -> str:
    """Return the everyday name of a row: the region's, or the label itself."""
    code = county_code(label)
    return region_name(code) if code else label


def slug(label: str) -> str:
    """Return the part of a claim's id that names the row: the county code, or a plain word."""
    if is_total(label):
        return "total"
    if is_nation(label):
        return "nation"
    return county_code(label) or "-".join(label.casefold().split())


def region_rows(table: PrintedTable) -> Iterator[Mapping[str, str]]:
    """Yield the rows that are about one region: no total, no national row."""
    for row in table.rows:
        if not is_total(row[table.label]) and not is_nation(row[table.label]):
            yield row


def population_of(table: PrintedTable, label: str, vector: PopulationVector) -> int | None:
    """Return the population a row is about; for a total, that of the table's regions together."""
    if is_total(label):
        return vector.sum_of(row[table.label] for row in region_rows(table))
    return vector.nation() if is_nation(label) else vector.county(label)


def cell_claim(table: PrintedTable, row: Mapping[str, str], column: str, kind: Kind, measure: str) -> Claim:
    """Return the claim that one printed cell makes."""
    label = row[table.label]
    value = number(row, column)
    return Claim(
        id=f"{table.key}.{slug(label)}.{column}",
        document=table.document,
        table=table.key,
        place=f"{table.title}, {display(label)}, {measure}",
        kind=kind,
        printed=row[column],
        value=value.value if value else None,
        step=value.step if value else None,
    )


def table_claim(table: PrintedTable) -> Claim:
    """Return the claim that a table makes as a whole."""
    return Claim(
        id=table.key,
        document=table.document,
        table=table.key,
        place=table.title,
        kind=Kind.TOTAL,
        printed="",
    )


def statement_claim(statement: Statement) -> Claim:
    """Return the claim that a sentence makes."""
    return Claim(
        id=statement.id,
        document=statement.document,
        table=str(statement.facts.get("table", "")),
        place=statement.place,
        kind=Kind.TEXT,
        printed=statement.printed,
    )


def counts(table: PrintedTable) -> tuple[PrintedColumn, ...]:
    """Return the columns with counts."""
    return tuple(column for column in table.columns if column.kind == "count")


def rates(table: PrintedTable) -> tuple[PrintedColumn, ...]:
    """Return the columns with rates per 100 000."""
    return tuple(column for column in table.columns if column.kind == "rate")
