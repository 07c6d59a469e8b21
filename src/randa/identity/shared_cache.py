"""A cache in the database, so that all processes count the same attempts and accept a code only once.

Django's own database cache counts its rows at every write and throws away any of them when there are many: somebody who tries
addresses by the thousand would make it forget who is locked out. This one forgets only what is past its time. Values are JSON.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

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


class SharedCache(BaseCache):
    """Django's cache over the table `identity_remembered`. `add` is one statement: of two at once, one succeeds."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._write(key, value, timeout, version, _IF_OVER)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._write(key, value, timeout, version, "")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "select value::text from identity_remembered where key = %s"
                " and (expires_at is null or expires_at > clock_timestamp())",
                [self.make_and_validate_key(key, version)],
            )
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add `delta` to a number in one statement, so that no process counts past another. ValueError: there is none."""
        with connection.cursor() as cursor:
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
        with connection.cursor() as cursor:
            cursor.execute(
                "update identity_remembered set expires_at = clock_timestamp() + make_interval(secs => %s)"
                " where key = %s and (expires_at is null or expires_at > clock_timestamp())",
                [self._seconds(timeout), self.make_and_validate_key(key, version)],
            )
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("delete from identity_remembered where key = %s", [self.make_and_validate_key(key, version)])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("delete from identity_remembered")

    def _write(self, key: str, value: Any, timeout: Any, version: int | None, condition: str) -> bool:
        values = [self.make_and_validate_key(key, version), json.dumps(value), self._seconds(timeout)]
        with connection.cursor() as cursor:
            cursor.execute(_ADD + condition, values)
            written = bool(cursor.rowcount)
            cursor.execute(_SWEEP, [_SWEPT])
        return written

    def _seconds(self, timeout: Any) -> float | None:
        given = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if given is None else float(given)
