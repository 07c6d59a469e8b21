"""The second line of access: PostgreSQL itself keeps rows from those who may not see them (ADR 0006).

Every connection has a mode. A web process begins with none and sees nothing; the middleware enters a request as its person. Commands,
the worker and migrations are the system. `ProtectRows` puts a table under a policy; `docs/contributing.md` says how to write one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from django.db import connection, transaction
from django.db.migrations.operations import RunSQL

from randa.core.clock import today

Mode = Literal["", "person", "sign_in", "system"]

_READ = "select current_setting('randa.mode', true), current_setting('randa.user', true), current_setting('randa.today', true)"
_WRITE = (
    "select set_config('randa.mode', %s, true), set_config('randa.user', %s, true), set_config('randa.today', %s, true)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom the database answers.

    Attributes:
        mode: nothing, a person, somebody who is about to sign in, or Randa itself.
        user: key of the signed-in person, empty for nobody.
        day: the day on which roles must hold, ISO; empty is the database's own.
    """

    mode: Mode = ""
    user: str = ""
    day: str = ""


def scope_of(user_id: object, mode: Mode = "person") -> Scope:
    """Return the scope of a person today."""
    return Scope(mode, str(user_id or ""), today().isoformat())


@contextmanager
def unlogged() -> Iterator[None]:
    """Keep the statements of the frame, the same for every request, out of what a page is said to cost."""
    kept, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        yield
    finally:
        connection.force_debug_cursor = kept


def current_scope() -> Scope:
    """Return for whom the database answers now."""
    with unlogged(), connection.cursor() as cursor:
        cursor.execute(_READ)
        mode, user, day = cursor.fetchone()
    return Scope(mode or "", user or "", day or "")


def enter(scope: Scope) -> None:
    """Let the database answer for `scope` until the transaction ends. Use `scoped` where something comes after."""
    with unlogged(), connection.cursor() as cursor:
        cursor.execute(_WRITE, [scope.mode, scope.user, scope.day])


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Let the database answer for `scope` inside one transaction, and then for whom it did before."""
    with unlogged():
        frame = transaction.atomic()
        frame.__enter__()
    try:
        before = current_scope()
        enter(scope)
        yield
        if not connection.needs_rollback:  # rolling back restores the scope by itself
            enter(before)
    except BaseException as error:
        with unlogged():
            frame.__exit__(type(error), error, error.__traceback__)
        raise
    with unlogged():
        frame.__exit__(None, None, None)


@contextmanager
def as_person(user_id: object) -> Iterator[None]:
    """Let the database answer as it would for a person: for tests, and for work done in somebody's name."""
    with scoped(scope_of(user_id)):
        yield


@contextmanager
def as_system(reason: str) -> Iterator[None]:
    """Let a service do what reaches beyond its person, and say why: a count of everybody, an address that must be free.

    Raises:
        ValueError: no reason is given.
    """
    if not reason:
        raise ValueError("reason is empty; expected why the rows of others are needed")
    with scoped(Scope("system")):
        yield


def become(user_id: object) -> None:
    """Go on as the person who has just proved who they are; only inside a request that the middleware has entered."""
    enter(scope_of(user_id))


_COMMANDS = (
    ("read", "select", "using"),
    ("insert", "insert", "with check"),
    ("update", "update", "using"),
    ("delete", "delete", "using"),
)


class ProtectRows(RunSQL):
    """Put `table` under row-level security, also for its owner.

    Attributes:
        using: SQL that holds for the rows a person may read. The system may read all.
        check: SQL that must hold for a row that is written, before and after; `using` when left out.
        insert, update, delete: SQL of one command where it differs from `check`. `update` is asked before the change (locking
            a row asks it too), `check` after it.

    Table columns are written with the table's name where a subquery has a column of the same name.
    """

    def __init__(
        self, table: str, *, using: str, check: str = "", insert: str = "", update: str = "", delete: str = ""
    ) -> None:
        check = check or using
        rules = {"read": using, "insert": insert or check, "update": update or check, "delete": delete or check}
        sql = [f"alter table {table} enable row level security", f"alter table {table} force row level security"]
        for name, command, clause in _COMMANDS:
            sql.append(f"create policy {table}_{name} on {table} for {command} {clause} {_or_system(rules[name])}")
        sql[-2] += f" with check {_or_system(check)}"
        undo = [f"drop policy {table}_{name} on {table}" for name, _command, _clause in _COMMANDS]
        undo += [f"alter table {table} no force row level security", f"alter table {table} disable row level security"]
        super().__init__(tuple(sql), tuple(undo))


class WidenRows(RunSQL):
    """Let a higher app add a reason for reading the rows of a table below it: a placement lets its unit see the learner."""

    def __init__(self, table: str, name: str, *, using: str) -> None:
        super().__init__(
            f"create policy {table}_{name} on {table} for select using {_or_system(using)}",
            f"drop policy {table}_{name} on {table}",
        )


def _or_system(condition: str) -> str:
    return f"((select randa_is_system()) or ({condition}))"
