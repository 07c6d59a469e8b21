"""A cache in the database, so that all processes count the same attempts and accept a code only once.

Django's own database cache counts its rows at every write and throws away any of them when there are many: somebody who tries
addresses by the thousand would make it forget who is locked out. This one forgets only what is past its time. Values are JSON.

It has connections of its own, and each statement is a transaction of its own: what is counted is counted at once, for everybody, also
when the request fails later, and nobody waits for the request of somebody else to end (a sign-in hashes a password in it).
"""

import atexit
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from psycopg import Cursor
from psycopg_pool import ConnectionPool

_CONNECTIONS = 4  # to one process: as many as it has threads; each is held for one statement, never for a request
_SECONDS_TO_WAIT = 10

_SWEPT = 20  # rows past their time that each write removes: more than it adds, so that the table stays small
_ADD = """
insert into identity_remembered as kept (key, value, expires_at)
values (%s, %s::jsonb, clock_timestamp() + make_interval(secs => %s))
on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
"""
_IF_OVER = "where kept.expires_at <= clock_timestamp()"
_SWEEP = """
delete from identity_remembered where key in (
    select key from identity_remembered where expires_at <= clock_timestamp() order by key limit %s for update skip locked)
"""


_pools: dict[tuple[int, str], ConnectionPool] = {}
_making = threading.Lock()


class SharedCache(BaseCache):
    """Django's cache over the table `identity_remembered`. `add` is one statement: of two at once, one succeeds."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._write(key, value, timeout, version, _IF_OVER)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._write(key, value, timeout, version, "")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with _cursor() as cursor:
            cursor.execute(
                "select value::text from identity_remembered where key = %s"
                " and (expires_at is null or expires_at > clock_timestamp())",
                [self.make_and_validate_key(key, version)],
            )
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add `delta` to a number in one statement, so that no process counts past another. ValueError: there is none."""
        with _cursor() as cursor:
            cursor.execute(
                "update identity_remembered set value = to_jsonb((value #>> '{}')::bigint + %s) where key = %s"
                " and (expires_at is null or expires_at > clock_timestamp()) returning (value #>> '{}')::bigint",
                [delta, self.make_and_validate_key(key, version)],
            )
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with _cursor() as cursor:
            cursor.execute(
                "update identity_remembered set expires_at = clock_timestamp() + make_interval(secs => %s)"
                " where key = %s and (expires_at is null or expires_at > clock_timestamp())",
                [self._seconds(timeout), self.make_and_validate_key(key, version)],
            )
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        with _cursor() as cursor:
            cursor.execute("delete from identity_remembered where key = %s", [self.make_and_validate_key(key, version)])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        with _cursor() as cursor:
            cursor.execute("delete from identity_remembered")

    def _write(self, key: str, value: Any, timeout: Any, version: int | None, condition: str) -> bool:
        values = [self.make_and_validate_key(key, version), json.dumps(value), self._seconds(timeout)]
        with _cursor() as cursor:
            cursor.execute(_ADD + condition, values)
            written = bool(cursor.rowcount)
            cursor.execute(_SWEEP, [_SWEPT])
        return written

    def _seconds(self, timeout: Any) -> float | None:
        given = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if given is None else float(given)


def close_connections() -> None:
    """Close the connections of this process: at its end, and before a database is dropped. The next use opens new ones."""
    with _making:
        pools = [_pools.pop(key) for key in list(_pools) if key[0] == os.getpid()]
    for pool in pools:
        pool.close()


@contextmanager
def _cursor() -> Iterator[Cursor[Any]]:
    with connection.wrap_database_errors, _pool().connection() as own, own.cursor() as cursor:
        yield cursor


def _pool() -> ConnectionPool:
    """Return the connections of this process to the database that Django uses now, which tests name anew."""
    parameters = connection.get_connection_params()
    key = os.getpid(), str(parameters["dbname"])  # a forked process must not speak on its parent's connections
    with _making:
        if key not in _pools:
            _pools[key] = ConnectionPool(
                kwargs=parameters | {"autocommit": True}, min_size=0, max_size=_CONNECTIONS, timeout=_SECONDS_TO_WAIT,
                max_idle=60, check=ConnectionPool.check_connection, open=True, name="shared cache",
            )  # fmt: skip
        return _pools[key]


atexit.register(close_connections)
