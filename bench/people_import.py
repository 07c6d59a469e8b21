"""Reading in people and roles from a file of 20 000 rows, against 1 000: reading, checking, checking when all is wrong, storing, undoing.

Every step is timed once per size, with its commit; between them PostgreSQL gets to know how much there is, as an installation's own
autovacuum sees to within minutes. Growth is the time at the large size divided by that at the small one; twenty is even. Queries are
counted too: they may grow with batches, never with rows.
"""

import importlib
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.database import analyse, scratch_database

SIZES = (1_000, 20_000)


def run() -> list[dict[str, Any]]:
    """Return one row per step: seconds and queries at both sizes."""
    with scratch_database() as postgresql:
        rows: dict[str, dict[str, Any]] = {}
        for size in SIZES:
            for step, seconds, queries in _measured(size):
                row = rows.setdefault(step, {"case": step, "queries": {}, "postgresql": postgresql})
                row[str(size)], row["queries"][size] = seconds, queries
        return [row | _growth(row) for row in rows.values()]


def _growth(row: dict[str, Any]) -> dict[str, Any]:
    small, large = (row[str(size)] for size in SIZES)
    return {
        "samples": [large],
        "growth": large / small,
        "rows_ratio": SIZES[1] / SIZES[0],
        "size": f"{SIZES[1]:,} rows",
    }


def _measured(size: int) -> list[tuple[str, float, int]]:
    from randa.core.imports.tables import read_upload
    from randa.core.ui.export import xlsx_bytes
    from randa.people.imports.fields import FIELDS
    from randa.people.imports.services import check_import, start_import, store_import, undo_import

    factories: Any = importlib.import_module("tests.factories")  # untyped
    place = factories.OrganisationFactory.create()
    role = factories.RoleFactory.create(permissions=[])
    clerk = factories.person_with("people.import", "people.view", "people.identity", "roles.grant", at=place)
    heads = [str(one.label) for one in FIELDS]
    rows = [
        [f"Namn{n}", "Provsson", f"p{n}-of-{size}@example.org", "", "", role.code, "", "2027-02-01", "", ""]
        for n in range(size)
    ]
    file = xlsx_bytes("x", heads, rows)
    found: list[tuple[str, float, int]] = []

    def timed(step: str, work: Callable[[], Any]) -> Any:
        with _counted() as queries:
            began = time.perf_counter()
            result = work()
            found.append((step, time.perf_counter() - began, sum(queries)))
        analyse()
        return result

    table = timed("read", lambda: read_upload(io.BytesIO(file), "x.xlsx"))
    made = start_import(actor=clerk, organisation=place, name="x", rows=table)
    made.columns = {one.key: number for number, one in enumerate(FIELDS)}
    made.save(update_fields=["columns"])
    wrong = start_import(
        actor=clerk, organisation=place, name="x", rows=[heads, *([*row[:5], "?", *row[6:]] for row in rows)]
    )
    wrong.columns = made.columns
    quiet: Callable[[int, int], None] = lambda _done, _total: None  # noqa: E731 - a step that tells nobody
    timed("check, every row wrong", lambda: check_import(run=wrong, progress=quiet))
    timed("check", lambda: check_import(run=made, progress=quiet))
    timed("store", lambda: store_import(actor=clerk, run=made))
    timed("undo", lambda: undo_import(actor=clerk, run=made))
    return found


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count the queries of the block: one entry each. Django's own log of them stops at 9 000."""
    from django.db import connection

    queries: list[int] = []

    def count(execute: Callable[..., Any], *given: Any) -> Any:
        queries.append(1)
        return execute(*given)

    with connection.execute_wrapper(count):
        yield queries
