"""Min dag and the bell with a nation's people: 100 000 people and a million notifications and as many rows of the log, against 1 000.

A training manager of one region asks. Growth is the median at the large size divided by that at the small one.
"""

import statistics
import time
from typing import Any

from bench.database import analyse, plan_of, scratch_database

SIZES = ((1_000, 10_000), (100_000, 1_000_000))  # people; notifications, and rows of the log
REPEATS = 40
_PEOPLE = """
insert into people_user
  (id, password, email, given_name, family_name, title, work_phone, is_active, is_demo, is_technical, language, tour_done, created_at)
select gen_random_uuid(), '', 'p' || n || '@bench.example', 'Prov', 'Person ' || n, '', '', true, false, false, 'sv', true, now()
from generate_series(%s::int, %s::int) n
"""
_TOLD = """
insert into core_notifications_notification
  (id, recipient_id, kind, title, body, url, dedupe, created_at, read_at, channel, mail_due_at, reminders)
select gen_random_uuid(), person.id, 'security.account', 'Avisering ' || n, '', '/', '', now() - n * interval '1 second',
  case when n %% 10 < 8 then now() end, 'daily', case when n %% 1000 = 0 then now() + interval '1 day' end, 0
from generate_series(%s::int, %s::int) n
join bench_person person on person.place = n %% (select count(*) from bench_person)
"""
_NUMBERED = """
drop table if exists bench_person;
create temp table bench_person as select id, row_number() over (order by id) - 1 as place from people_user;
analyze bench_person
"""
_LOG = """
insert into core_audit_auditevent (at, actor_id, action, object_type, object_id, object_name, reason, before, after, request_id{more})
select now(), (select id from people_user limit 1), 'bench.row', 'people.user', n::text, '', '', '{{}}', '{{}}', ''{values}
from generate_series(%s::int, %s::int) n
"""


def run() -> list[dict[str, Any]]:
    """Return a row per page: medians at both sizes, growth, queries, and how unread and due rows are found."""
    with scratch_database() as postgresql:
        rows: dict[str, dict[str, Any]] = {}
        people = told = 0
        for size, amount in SIZES:
            _fill(people + 1, size, told + 1, amount)
            people, told = size, amount
            for name, ask in _cases():
                samples, queries = _measured(ask)
                row = rows.setdefault(name, {"case": name, "queries": {}})
                row[str(size)] = samples
                row["queries"][size] = queries
        plans = _plans()
        return [
            row | _growth(row) | {"postgresql": postgresql, "by_index": _by_index(plans[row["case"]])}
            for row in rows.values()
        ]


def _fill(first: int, last: int, first_told: int, last_told: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [first, last])
        cursor.execute(_NUMBERED)
        cursor.execute(_TOLD, [first_told, last_told])
        _log_rows(cursor, first_told, last_told)
    analyse()


def _log_rows(cursor: Any, first: int, last: int) -> None:
    """Write rows of the log straight into the table, past the chain: only their number matters here."""
    cursor.execute(
        "select column_name, data_type from information_schema.columns where table_name = 'core_audit_auditevent' "
        "and is_nullable = 'NO' and column_default is null and is_identity = 'NO' and column_name not in "
        "('at', 'actor_id', 'action', 'object_type', 'object_id', 'object_name', 'reason', 'before', 'after', 'request_id')"
    )
    more = cursor.fetchall()
    blank = {
        "jsonb": "'{}'::jsonb",
        "bytea": "''::bytea",
        "boolean": "false",
        "ARRAY": "'{}'",
        "integer": "0",
        "bigint": "0",
    }
    values = "".join(f", {blank.get(kind, chr(39) * 2)}" for _name, kind in more)
    names = "".join(f", {name}" for name, _kind in more)
    cursor.execute("alter table core_audit_auditevent disable trigger user")
    cursor.execute(_LOG.format(more=names, values=values), [first, last])
    cursor.execute("alter table core_audit_auditevent enable trigger user")


def _cases() -> list[tuple[str, Any]]:
    from django.utils import timezone

    from randa.core.clock import today
    from randa.core.notifications.models import Notification
    from randa.core.notifications.queries import notification_list, unread_count
    from randa.home.waiting import tasks_of

    person = _manager()
    due = Notification.objects.filter(mail_due_at__lte=timezone.now()).order_by().values_list("recipient").distinct()
    return [
        ("Min dag", lambda: tasks_of(person(), today())),
        ("bell", lambda: unread_count(person())),
        ("list of notifications", lambda: list(notification_list(person(), shown="open", kind="", page="1").page)),
        ("is any mail due", lambda: list(due[:500])),
    ]


def _manager() -> Any:
    from randa.core.access.models import Role
    from randa.organisations.models import Organisation
    from randa.people.models import RoleAssignment, User

    one = User.objects.filter(email="p1@bench.example").get()
    RoleAssignment.objects.get_or_create(
        user=one,
        role=Role.objects.get(code="training_manager"),
        organisation=Organisation.objects.regions().order_by("code")[0],
        starts_on="2026-01-05",
    )
    return lambda: User.objects.get(pk=one.pk)


def _measured(ask: Any) -> tuple[list[float], int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    samples = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        ask()
        samples.append(time.perf_counter() - began)
    return samples, len(captured)


def _plans() -> dict[str, str]:
    person = "(select id from people_user where email = 'p1@bench.example')"
    unread = f"select 1 from core_notifications_notification where recipient_id = {person}"  # noqa: S608 - our own words
    return {
        # Min dag reads neither notifications nor the log.
        "Min dag": plan_of("select 1 from people_user where email = 'p1@bench.example'"),
        "bell": plan_of(f"{unread} and read_at is null and done_at is null limit 100"),
        "list of notifications": plan_of(f"{unread} and done_at is null order by created_at desc limit 25"),
        "is any mail due": plan_of(
            "select distinct recipient_id from core_notifications_notification where mail_due_at <= now() limit 500"
        ),
    }


def _by_index(plan: str) -> bool:
    """Tell whether the large tables are read by index; small ones, such as roles in a policy, are read whole."""
    return not any(f"Seq Scan on {table}" in plan for table in ("core_notifications_notification", "people_user"))


def _growth(row: dict[str, Any]) -> dict[str, Any]:
    small, large = (statistics.median(row[str(size)]) for size, _rows in SIZES)
    people, rows = SIZES[-1]
    return {
        "samples": row[str(people)], "growth": large / small, "small_median": small,
        "small": SIZES[0][0], "large": people, "size": f"{people:,} people, {rows:,} rows",
    }  # fmt: skip
