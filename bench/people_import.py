"""Reading in people and roles from a file of 20 000 rows, against 1 000: reading, checking, checking faults only, storing, undoing.

    DJANGO_SETTINGS_MODULE=randa.settings.test python -m bench.people_import

Everything happens in one transaction that is taken back, on a database of its own that has been migrated.
"""

import importlib
import io
import json
import time
from collections.abc import Callable
from typing import Any

SIZES = (1_000, 20_000)


def run() -> list[dict[str, Any]]:
    """Return one row per step and size: seconds, and how many times those of the smallest size."""
    import django

    django.setup()
    from django.db import transaction

    found: list[dict[str, Any]] = []
    first: dict[str, float] = {}
    for size in SIZES:
        with transaction.atomic():
            for step, seconds in _measured(size):
                first.setdefault(step, seconds)
                found.append(
                    {
                        "step": step,
                        "rows": size,
                        "seconds": round(seconds, 3),
                        "growth": round(seconds / first[step], 1),
                    }
                )
            transaction.set_rollback(True)
    return found


def _measured(size: int) -> list[tuple[str, float]]:

    from randa.core.imports.tables import read_upload
    from randa.core.ui.export import xlsx_bytes
    from randa.organisations.models import Organisation
    from randa.people.imports.fields import FIELDS
    from randa.people.imports.services import check_import, start_import, store_import, undo_import

    factories: Any = importlib.import_module("tests.factories")  # untyped
    place: Organisation = factories.OrganisationFactory.create()
    factories.RoleFactory.create(code="bench", permissions=[])
    clerk = factories.person_with("people.import", "people.view", "people.identity", "roles.grant", at=place)
    heads = [str(one.label) for one in FIELDS]
    rows = [
        [f"Namn{n}", "Provsson", f"p{n}@example.org", "", "", "bench", "", "2027-02-01", "", ""] for n in range(size)
    ]
    file = xlsx_bytes("x", heads, rows)
    found: list[tuple[str, float]] = []

    def timed(step: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = work()
        found.append((step, time.perf_counter() - began))
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


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
