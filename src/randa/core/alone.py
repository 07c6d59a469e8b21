"""One process at a time, for work that is too long for a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(subject: int, key: int) -> Iterator[bool]:
    """Tell whether nobody else is at work on this, and keep others away until the block ends.

    PostgreSQL gives it back by itself when the process dies: nothing is left behind that somebody has to clear.

    Args:
        subject: a number of the work's own, so that keys of different work never meet.
        key: what is worked on; 31 bits.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [subject, key])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [subject, key])
