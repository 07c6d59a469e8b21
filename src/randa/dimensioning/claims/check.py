"""All published claims, checked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from randa.dimensioning.claims.comparisons import check_comparison
from randa.dimensioning.claims.model import Finding
from randa.dimensioning.claims.places import PopulationVector
from randa.dimensioning.claims.published import Published, published
from randa.dimensioning.claims.series import check_years
from randa.dimensioning.claims.statements import check_statement
from randa.dimensioning.claims.tables import check_printed
from randa.reference import readers
from randa.reference.model import Statement


def check_published(populations: Mapping[str, int], *, counted_on: date | None = None) -> list[Finding]:
    """Return every deviation in the published documents, in the order tables, text, comparisons.

    Args:
        populations: inhabitants by county code (`20`), organisation id (`REG-20`) or region name; the whole country
            is needed for shares of it.
        counted_on: the day the populations were counted, for showing.
    Raises:
        ValueError: a key names no region, or a population is not positive.
    """
    return list(check_all(published(), PopulationVector.of(populations, counted_on)))


def check_all(documents: Published, vector: PopulationVector) -> Iterator[Finding]:
    """Yield every deviation in `documents`, which may differ from the published ones."""
    for table in documents.tables.values():
        yield from check_printed(table, vector)
    subjects: dict[str, list[Statement]] = {}
    for statement in documents.statements:
        subject = str(statement.facts.get("subject", ""))
        if subject:
            subjects.setdefault(subject, []).append(statement)
        else:
            yield from check_statement(documents, _with_rule(statement), vector)
    for subject, statements in subjects.items():
        yield from check_years(documents, subject, statements)
    for comparison in documents.comparisons:
        yield from check_comparison(documents, comparison)


def _with_rule(statement: Statement) -> Statement:
    """Return the statement with the value of the rule it refers to, if any, as its fact `until`."""
    if "rule" not in statement.facts:
        return statement
    return replace(statement, facts={**statement.facts, "until": str(readers.rule(str(statement.facts["rule"])).value)})
