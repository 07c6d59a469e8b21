"""A changed, removed, moved or inserted row of the log is found and named, whoever did it."""

import threading
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from randa.cli.main import main
from randa.core.audit.chain import Head, Report, head, verify
from randa.core.audit.models import AuditEvent, ChainCheck, ChainLink
from randa.core.audit.services import record
from randa.core.audit.services_chain import check_chain
from randa.core.audit.tasks import check_audit_chain
from randa.demo.emptying import empty_all_tables
from tests.core.audit.world import made_events, superuser
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def found(report: Report) -> list[tuple[str, int | None, int | None]]:
    return [(fault.code, fault.seq, fault.event) for fault in report.faults]


def place_of(event: AuditEvent) -> int:
    return ChainLink.objects.get(event_id=event.pk).seq


def test_an_untouched_log_is_whole() -> None:
    made_events(5)

    report = verify()

    assert report.is_whole
    assert report.events == 5
    assert report.head == head()
    assert report.head.seq == 5


def test_an_empty_log_is_whole() -> None:
    assert verify().is_whole


def test_the_link_is_written_when_the_transaction_commits_and_not_before() -> None:
    with transaction.atomic():
        made_events(2)
        assert ChainLink.objects.count() == 0

    assert [link.seq for link in ChainLink.objects.all()] == [1, 2]


def test_a_transaction_that_is_undone_leaves_no_gap() -> None:
    made_events(1)
    with transaction.atomic():
        made_events(1)
        transaction.set_rollback(True)
    made_events(1)

    assert [link.seq for link in ChainLink.objects.all()] == [1, 2]
    assert verify().is_whole


@pytest.mark.parametrize(
    "change",
    [
        "after = '{\"number\": 99}'", "before = '{\"number\": 1}'", "reason = 'annat skäl'", "at = at + interval '1 microsecond'",
        "actor_id = NULL", "subject_id = (SELECT id FROM people_user LIMIT 1)", "action = 'test.undone'", "object_name = 'annat'",
        "object_id = '7'", "object_type = 'other.thing'", "role_code = 'auditor'", "role_at = 'annanstans'", "kind = 'opening'",
        "organisation_path = 'X/'", "scopes = '{X/}'", "address = '192.0.2.1'", "session_mark = 'abc'", "request_id = 'abc'",
    ],
)  # fmt: skip
def test_a_changed_row_is_found_and_named(change: str) -> None:
    events = made_events(4)
    with superuser() as cursor:
        cursor.execute(f"UPDATE core_audit_auditevent SET {change} WHERE id = %s", [events[1].pk])  # noqa: S608 - our own text

    assert found(verify()) == [("changed", 2, events[1].pk)]


def test_every_column_of_an_event_is_part_of_its_hash() -> None:
    from randa.core.audit.chain import CONTENT

    columns = {field.column for field in AuditEvent._meta.concrete_fields}

    assert {column for column in columns if f"e.{column}" not in CONTENT} == set()


def test_a_removed_row_is_found_and_named() -> None:
    events = made_events(4)
    with superuser() as cursor:
        cursor.execute("DELETE FROM core_audit_auditevent WHERE id = %s", [events[2].pk])

    assert found(verify()) == [("removed", 3, events[2].pk)]


def test_a_row_removed_with_its_link_is_found() -> None:
    events = made_events(4)
    with superuser() as cursor:
        cursor.execute("DELETE FROM core_audit_auditevent WHERE id = %s", [events[2].pk])
        cursor.execute("DELETE FROM core_audit_chainlink WHERE event_id = %s", [events[2].pk])

    assert found(verify()) == [("link_removed", 3, None)]


def test_a_row_removed_from_a_chain_that_is_numbered_anew_is_found() -> None:
    events = made_events(4)
    with superuser() as cursor:
        cursor.execute("DELETE FROM core_audit_auditevent WHERE id = %s", [events[1].pk])
        cursor.execute("DELETE FROM core_audit_chainlink WHERE event_id = %s", [events[1].pk])
        cursor.execute("UPDATE core_audit_chainlink SET seq = 2 WHERE seq = 3")
        cursor.execute("UPDATE core_audit_chainlink SET seq = 3 WHERE seq = 4")

    assert found(verify()) == [("out_of_order", 2, events[2].pk)]


def test_rows_that_changed_places_are_found_and_named() -> None:
    events = made_events(4)
    with superuser() as cursor:
        cursor.execute("UPDATE core_audit_chainlink SET event_id = -1 WHERE seq = 2")
        cursor.execute("UPDATE core_audit_chainlink SET event_id = %s WHERE seq = 3", [events[1].pk])
        cursor.execute("UPDATE core_audit_chainlink SET event_id = %s WHERE seq = 2", [events[2].pk])

    assert found(verify()) == [("moved", 2, events[2].pk), ("moved", 3, events[1].pk)]


def test_a_row_written_past_the_chain_is_found_and_named() -> None:
    made_events(2)
    with superuser() as cursor:
        cursor.execute(
            "INSERT INTO core_audit_auditevent (at, kind, role_code, role_at, action, object_type, object_id, object_name,"
            " organisation_path, scopes, reason, before, after, request_id, session_mark) VALUES"
            " (now(), 'change', '', '', 'test.forged', 'x.y', '1', 'påhittad', '', '{}', '', '{}', '{}', '', '') RETURNING id"
        )
        forged = cursor.fetchone()

    report = verify()

    assert found(report) == [("unlinked", None, forged[0] if forged else None)]
    assert "påhittad" in str(report.faults[0])


def test_a_changed_link_is_found() -> None:
    events = made_events(3)
    with superuser() as cursor:
        cursor.execute("UPDATE core_audit_chainlink SET hash = sha256('x') WHERE seq = 2")

    assert found(verify()) == [("out_of_order", 3, events[2].pk), ("changed", 2, events[1].pk)]


def cut_off_the_end(events: list[AuditEvent], keep: int) -> None:
    with superuser() as cursor:
        cursor.execute("DELETE FROM core_audit_chainlink WHERE seq > %s", [keep])
        cursor.execute("DELETE FROM core_audit_auditevent WHERE id = ANY(%s)", [[event.pk for event in events[keep:]]])


def test_a_log_cut_off_at_the_end_no_longer_meets_its_anchor() -> None:
    events = made_events(4)
    check_chain()
    cut_off_the_end(events, 2)

    assert found(verify()) == [("shortened", 4, None)]


def test_a_log_cut_off_after_the_anchors_are_removed_no_longer_meets_a_noted_head() -> None:
    events = made_events(4)
    noted = head()
    cut_off_the_end(events, 2)

    assert verify().is_whole  # nothing inside the database can tell: that is why the head is written down elsewhere
    assert found(verify([noted])) == [("shortened", 4, None)]


def test_a_chain_that_was_computed_anew_no_longer_meets_its_anchor() -> None:
    events = made_events(2)
    check_chain()
    with superuser() as cursor:
        cursor.execute("UPDATE core_audit_auditevent SET reason = 'annat skäl' WHERE id = %s", [events[1].pk])
        cursor.execute(
            "UPDATE core_audit_chainlink l SET hash = sha256(l.previous || convert_to(randa_audit_content(e), 'UTF8'))"
            " FROM core_audit_auditevent e WHERE e.id = l.event_id AND l.seq = 2"
        )

    assert found(verify()) == [("rewritten", 2, events[1].pk)]


def test_writers_at_the_same_time_make_one_chain_without_gaps() -> None:
    actor, region = UserFactory.create(), OrganisationFactory.create()
    failures: list[Exception] = []

    def write() -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    record(actor, "test.done", region, after={"number": number})
                    record(actor, "test.done", region, after={"number": -number})
        except DatabaseError as error:  # a thread's failure would otherwise be silent
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert list(ChainLink.objects.values_list("seq", flat=True)) == list(range(1, 121))
    assert verify().is_whole


@pytest.mark.parametrize("model", [AuditEvent, ChainLink, ChainCheck])
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET {} = {}", "TRUNCATE {} CASCADE"])
def test_the_application_itself_cannot_change_remove_or_empty(model: type, deed: str) -> None:
    made_events(1)
    check_chain()
    key = model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL randa.may_empty = 'no'")
        with pytest.raises(DatabaseError, match=r"Cannot update or delete|never emptied"), transaction.atomic():
            cursor.execute(deed.format(model._meta.db_table, key, key))

    assert model.objects.count() == 1


def test_the_nightly_reading_keeps_its_outcome_and_logs_the_head(caplog: pytest.LogCaptureFixture) -> None:
    made_events(3)

    with caplog.at_level("INFO", logger="randa.audit"):
        check_audit_chain(timestamp=0)

    check = ChainCheck.objects.get()
    assert check.is_whole
    assert (check.seq, check.events) == (3, 3)
    assert str(head()) in caplog.text


def test_a_broken_chain_is_an_error_in_the_log_and_its_head_no_anchor(caplog: pytest.LogCaptureFixture) -> None:
    events = made_events(3)
    with superuser() as cursor:
        cursor.execute("UPDATE core_audit_auditevent SET reason = 'x' WHERE id = %s", [events[0].pk])

    check_chain()

    assert [record.levelname for record in caplog.records if record.name == "randa.audit"] == ["ERROR"]
    assert ChainCheck.objects.get().faults == [
        {"code": "changed", "seq": 1, "event": events[0].pk, "name": f"test.done {events[0].object_name}"}
    ]


def test_the_command_says_what_is_wrong_and_where(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    from randa.runtime import supervisor

    monkeypatch.setattr(supervisor, "database", nullcontext)
    events = made_events(3)
    noted = head()

    assert main(["audit", "verify"]) == 0
    assert f"Head {noted}" in capsys.readouterr().out

    with superuser() as cursor:
        cursor.execute("DELETE FROM core_audit_auditevent WHERE id = %s", [events[1].pk])
    assert main(["audit", "verify", "--expect", str(noted), "--expect", str(Head(9, "0" * 64))]) == 1
    said = capsys.readouterr().out
    assert f"Event {events[1].pk} at place 2 has been removed." in said
    assert "place 9" in said
    assert main(["audit", "verify", "--expect", "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err


def test_a_log_that_could_not_be_read_is_not_told_as_a_broken_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from contextlib import nullcontext

    from django.db import OperationalError

    from randa.core.audit import services_chain
    from randa.runtime import supervisor

    def unanswered(**_more: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(supervisor, "database", nullcontext)
    monkeypatch.setattr(services_chain, "check_chain", unanswered)

    assert main(["audit", "verify"]) == 3
    assert "The database does not answer: connection refused" in capsys.readouterr().err


def test_rows_from_before_the_chain_are_linked_by_the_migration() -> None:
    made_events(3)
    with superuser() as cursor:
        cursor.execute("DELETE FROM core_audit_chainlink")
    migration = import_module("randa.core.audit.migrations.0003_chain")
    with connection.cursor() as cursor:
        cursor.execute(migration.EARLIER_ROWS)
    made_events(1)

    assert verify().is_whole
    assert head().seq == 4


def test_a_reset_of_the_demo_world_empties_the_log_and_its_chain() -> None:
    made_events(2)
    check_chain()
    with transaction.atomic():
        empty_all_tables()
        made_events(1)

    assert head().seq == 1
    assert verify().is_whole
