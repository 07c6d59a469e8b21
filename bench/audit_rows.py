"""A log for measuring: people and rows by SQL alone, linked with the words and the sums that prove the chain."""

import hashlib
from typing import Any

from bench.database import analyse

BATCH = 100_000
REGIONS = 21
_PEOPLE = """
insert into people_user
  (id, password, email, given_name, family_name, title, work_phone, is_active, is_demo, is_technical, language, tour_done, created_at)
select gen_random_uuid(), '', 'p' || n || '@bench.example', 'Prov' || n, 'Person' || n, '', '', true, false, false, 'sv', true, now()
from generate_series(%s::int, %s::int) n
"""
_NUMBERED = """
drop table if exists bench_person;
create temp table bench_person as select id, row_number() over (order by id) - 1 as place from people_user;
create unique index on bench_person (place);
analyze bench_person
"""
# Ten rows a person, in order of time through a year; one in seven an opening, one in a thousand of a rare kind; spread over all regions.
_ROWS = """
insert into core_audit_auditevent
  (at, kind, actor_id, role_code, role_at, action, object_type, object_id, object_name, subject_id, organisation_path, scopes, reason,
   before, after, request_id, address, session_mark)
select timestamptz '2026-01-01' + n * (interval '360 days' / %s), case when n %% 7 = 0 then 'opening' else 'change' end,
  actor.id, 'training_manager', 'Region Prov',
  case when n %% 1000 = 0 then 'bench.rare' when n %% 7 = 0 then 'record.opened' else 'bench.changed' end,
  'people.user', subject.id::text, 'Sak' || (subject.place %% 50000) || 'x Person', subject.id,
  'REG-B' || n %% 21 || '/', array['REG-B' || n %% 21 || '/'], 'Prov av loggen', '{"number": 1}', '{"number": 2}',
  md5(n::text), '192.0.2.1', left(md5((n / 10)::text), 16)
from generate_series(%s::int, %s::int) n
join bench_person actor on actor.place = n %% (select count(*) from bench_person) / 50
join bench_person subject on subject.place = (n * 7919::bigint) %% (select count(*) from bench_person)
order by n
"""
# A thing keeps its name, so the words are those of the people, not of the rows.
_WORDS = """
insert into core_audit_nameword (word, object_type, object_id)
select distinct word, object_type, object_id
from (select distinct object_type, object_id, object_name from core_audit_auditevent where id > %s) named, randa_name_words(object_name)
on conflict do nothing
"""


def fill(made: tuple[int, int], size: tuple[int, int]) -> None:
    """Add people and linked rows until there are as many as `size` says; in batches, each a transaction."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [made[0] + 1, size[0]])
        cursor.execute(_NUMBERED)
        cursor.execute("select coalesce(max(id), 0) from core_audit_auditevent")
        (last,) = cursor.fetchone()
        cursor.execute("alter table core_audit_auditevent disable trigger user")
        for first in range(made[1] + 1, size[1] + 1, BATCH):
            cursor.execute(_ROWS, [size[1], first, min(first + BATCH - 1, size[1])])
        cursor.execute("alter table core_audit_auditevent enable trigger user")
        cursor.execute(_WORDS, [last])
    analyse()
    link_the_rest()
    _auditor()
    analyse()


def link_the_rest() -> None:
    """Link the rows that have no link yet, as the trigger would have done one by one."""
    from django.db import connection

    from randa.core.audit.chain import CONTENT, START

    unlinked = f"select e.id, {CONTENT} from core_audit_auditevent e where e.id > %s order by e.id limit {BATCH}"  # noqa: S608 - our own words
    with connection.cursor() as cursor:
        cursor.execute("select seq, event_id, hash from core_audit_chainlink order by seq desc limit 1")
        place, event, last = cursor.fetchone() or (0, 0, START)
        while True:
            cursor.execute(unlinked, [event])
            rows = cursor.fetchall()
            if not rows:
                return
            with cursor.copy("copy core_audit_chainlink (seq, event_id, previous, hash) from stdin") as copy:
                for event, content in rows:
                    place += 1
                    previous, last = bytes(last), hashlib.sha256(bytes(last) + content.encode()).digest()
                    copy.write_row((place, event, previous, last))


def _auditor() -> Any:
    from randa.core.access.models import Role
    from randa.organisations.models import Organisation
    from randa.people.models import RoleAssignment, User

    for number in range(REGIONS):
        code = f"REG-B{number}"
        Organisation.objects.get_or_create(
            code=code, defaults={"kind": "region", "name": f"Region Prov {number}", "path": f"{code}/"}
        )
    one, _new = User.objects.get_or_create(
        email="auditor@bench.example", defaults={"given_name": "Prov", "family_name": "Granskare"}
    )
    RoleAssignment.objects.get_or_create(
        user=one,
        role=Role.objects.get(code="auditor"),
        organisation=Organisation.objects.get(code="REG-B3"),
        starts_on="2026-01-05",
    )
