"""The log with a nation's people: 100 000 people and a million rows, against 1 000 people and 10 000 rows.

The auditor of one of 21 regions reads the log as their own person, under row-level security; a person reads who has seen their data. The
rows are made in SQL and linked in batches. Growth is the median at the large size divided by that at the small one.
"""

import re
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.audit_rows import fill, link_the_rest
from bench.database import scratch_database

SIZES = ((1_000, 10_000), (100_000, 1_000_000))  # people, rows of the log
REPEATS, WRITES = 15, 100
LARGE = ("core_audit_auditevent", "core_audit_nameword", "core_audit_chainlink", "people_user")
Ask = Callable[[], Any]


def run() -> list[dict[str, Any]]:
    """Return a row per page and per way of writing: medians at both sizes, growth, queries, and how the log is read."""
    with scratch_database() as postgresql:
        rows: dict[str, dict[str, Any]] = {}
        made = (0, 0)
        for size in SIZES:
            fill(made, size)
            made = size
            for name, ask in _pages():
                _add(rows, name, size[0], *_measured(ask))
            for name, ask in _writings():
                _add(rows, name, size[0], *_written(ask))
            _add(rows, "verify the chain", size[0], *_verified())
        return [row | _growth(row) | {"postgresql": postgresql} for row in rows.values()]


def _add(rows: dict[str, dict[str, Any]], name: str, size: int, samples: list[float], more: dict[str, Any]) -> None:
    row = rows.setdefault(name, {"case": name, "by_index": True, "remarks": ""})
    row[str(size)] = samples
    row |= more


def _pages() -> list[tuple[str, Ask]]:
    import datetime as dt

    from randa.core.audit.history import history_of, lines_of
    from randa.core.audit.models import AuditEvent
    from randa.core.audit.queries import Search, own_events, page_of, search_log
    from randa.people.models import User

    auditor = User.objects.get(email="auditor@bench.example")
    person = User.objects.get(email="p7@bench.example")
    old = dt.date(2026, 3, 2)

    def searched(**asked: Any) -> Ask:
        return lambda: lines_of(search_log(auditor, Search(**asked))[0])

    return [
        ("search, everything", searched()),
        ("search, by a person's name", searched(person=str(person))),
        ("search, by a person's address", searched(person=person.email)),
        ("search, by action", searched(action="bench.rare")),
        ("search, by period", searched(since=old, until=old)),
        ("search, by part of a name", searched(obj="sak7x")),
        ("search, a name that nothing has", searched(obj="finnsinte")),
        ("history of an object", lambda: history_of(person, auditor)),
        ("who has seen my data", lambda: lines_of(page_of(own_events(person, AuditEvent.Kind.OPENING), "")[0])),
    ]


def _measured(ask: Ask) -> tuple[list[float], dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from randa.core.access.row_security import as_person
    from randa.people.models import User

    with as_person(User.objects.get(email="auditor@bench.example").pk):
        with CaptureQueriesContext(connection) as captured:
            ask()
        asked = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
        whole = {sql: sorted(tables) for sql in asked if (tables := _read_whole(sql) & set(LARGE))}
        samples = _timed(ask, REPEATS)
    more = {"queries": len(captured), "by_index": not whole, "remarks": f"{len(captured)} queries"}
    return samples, more | ({"read_whole": whole} if whole else {})


def _read_whole(sql: str) -> set[str]:
    """Return the tables that PostgreSQL did read from end to end; what a policy would have read for others is not counted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, costs off, timing off) {sql}")
        lines = [line for (line,) in cursor.fetchall() if "never executed" not in line]
    return {found for line in lines for found in re.findall(r"Seq Scan on (\w+)", line)}


def _writings() -> list[tuple[str, Ask]]:
    from django.db import transaction

    from randa.core.audit.services import record
    from randa.people.models import User

    actor = User.objects.get(email="auditor@bench.example")
    subject = User.objects.get(email="p8@bench.example")

    def write() -> None:
        with transaction.atomic():
            record(actor, "bench.written", actor, before={"number": 1}, after={"number": 2}, subject=subject)

    return [("record, with the chain", write), ("record, without the chain", _without_chain(write))]


def _without_chain(write: Ask) -> Ask:
    def ask() -> None:
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("alter table core_audit_auditevent disable trigger audit_chain")
        try:
            _each.extend(_timed(write, WRITES))
        finally:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("alter table core_audit_auditevent enable trigger audit_chain")
            link_the_rest()

    return ask


_each: list[float] = []


def _written(ask: Ask) -> tuple[list[float], dict[str, Any]]:
    _each.clear()
    samples = _timed(ask, 1)
    samples = list(_each) or samples + _timed(ask, WRITES - 1)
    return samples, {"remarks": f"{1 / statistics.median(samples):,.0f} rows/s by one writer"}


def _verified() -> tuple[list[float], dict[str, Any]]:
    from randa.core.audit.chain import verify

    before = _peak_memory()
    report = verify()
    if not report.is_whole:
        raise RuntimeError(f"the chain is broken: {report.faults[:3]}")
    grown = max(0, _peak_memory() - before)
    return [report.seconds], {"remarks": f"{report.rows_per_second:,} rows/s, {grown:.0f} MB more memory"}


def _peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kB on Linux


def _timed(ask: Ask, times: int) -> list[float]:
    samples = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        samples.append(time.perf_counter() - began)
    return samples


def _growth(row: dict[str, Any]) -> dict[str, Any]:
    small, large = (statistics.median(row[str(people)]) for people, _rows in SIZES)
    people, rows = SIZES[-1]
    return {
        "samples": row[str(people)], "growth": large / small, "small_median": small,
        "small": SIZES[0][0], "large": people, "size": f"{people:,} people, {rows:,} rows",
    }  # fmt: skip
