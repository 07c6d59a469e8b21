"""The demo world is made anew while web and worker are at work: nobody is thrown out, and who cannot begin is told why."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import translation

from randa.demo import emptying
from randa.demo.emptying import WorldInUseError, empty_all_tables
from randa.people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = "select exists (select from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation = %s::regclass)"
IS_FREE = "select not exists (select from pg_locks where mode = 'AccessExclusiveLock' and relation = %s::regclass)"


@contextmanager
def _meanwhile(work: Callable[[], None]) -> Iterator[list[Exception]]:
    """Let somebody work on a connection of their own. Gives what threw them out, to be read when they are done."""
    thrown: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the test reads it
            thrown.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield thrown
    finally:
        thread.join()


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return emptying._tables_with_what_refers_to_them(cursor)


def _read(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"table {table}")


def _until(question: str, table: str) -> None:
    """Wait until the answer about the table is yes."""
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute(question, [table])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError(question)


def test_a_worker_that_took_the_last_table_gets_the_first_one_too_before_all_are_emptied() -> None:
    UserFactory.create()
    first, *_between, last = _tables()
    at_work = threading.Event()

    @transaction.atomic
    def work() -> None:
        _read(last)
        at_work.set()
        _until(WAITS, last)
        _read(first)

    with _meanwhile(work) as thrown:
        at_work.wait(timeout=30)
        empty_all_tables()

    assert thrown == []
    assert not User.objects.exists()


def test_nothing_is_held_while_a_table_is_waited_for() -> None:
    first, *_between, last = _tables()
    at_work, seen = threading.Event(), []

    @transaction.atomic
    def work() -> None:
        _read(last)
        at_work.set()
        _until(WAITS, last)
        with connection.cursor() as cursor:
            cursor.execute(IS_FREE, [first])
            seen.append(cursor.fetchone()[0])

    with _meanwhile(work):
        at_work.wait(timeout=30)
        empty_all_tables()

    assert seen == [True]


def test_workers_that_take_tables_in_any_order_all_the_time_are_never_thrown_out() -> None:
    tables, over = _tables(), threading.Event()

    def work(seed: int) -> Callable[[], None]:
        chance = random.Random(seed)  # noqa: S311 - an order, not a secret

        def steps() -> None:
            while not over.is_set():
                with transaction.atomic():
                    for table in chance.sample(tables, 8):
                        _read(table)

        return steps

    with _meanwhile(work(1)) as one, _meanwhile(work(2)) as other:
        try:
            for _ in range(10):
                empty_all_tables()
        finally:
            over.set()

    assert one + other == []


def test_somebody_who_never_lets_go_is_waited_for_only_so_long_and_nothing_is_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(emptying, "PATIENCE", 1)
    UserFactory.create()
    last, at_work, over = _tables()[-1], threading.Event(), threading.Event()

    @transaction.atomic
    def work() -> None:
        _read(last)
        at_work.set()
        over.wait(timeout=30)

    with _meanwhile(work):
        at_work.wait(timeout=30)
        with translation.override("sv"), pytest.raises(WorldInUseError, match="på 1 sekunder") as refusal:
            empty_all_tables()
        over.set()

    with translation.override("en"):
        assert "Nothing has been changed" in str(refusal.value), (
            "a terminal speaks English, the world is made in Swedish"
        )
    assert User.objects.count() == 1
