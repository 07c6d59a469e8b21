"""Two roles of the database: one owns the tables and changes them, the other is what web and worker are (ADR 19).

Without DATABASE_OWNER_URL there is one role for both, as in the private database.
"""

import os
from urllib.parse import unquote, urlsplit

from randa.settings import environment

_TABLES_OF_THE_OWNER = ("django_migrations",)


def become_owner() -> str:
    """Let this process, before settings are read, connect as the owner of the tables; return the role that web and worker are, or "".

    Web server and worker are other processes, which never hear of the owner (`without_owner`).
    """
    owner = environment.text("DATABASE_OWNER_URL")
    if not owner:
        return ""
    role = unquote(urlsplit(environment.text("DATABASE_URL")).username or "")
    os.environ["DATABASE_URL"] = owner
    os.environ.pop("DATABASE_URL_FILE", None)
    return role


def without_owner() -> dict[str, str]:
    """Return the environment of web server and worker: all but the way in as the owner."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_OWNER_URL")}


def let_in(role: str) -> None:
    """Give a role what web and worker need, in every table that there is: rows, and nothing about the tables themselves.

    Repeating it changes nothing. Row-level security goes on holding for the role, whatever it may do.
    """
    from django.db import connection, transaction  # settings may not have been read when this module is

    schema, name = "current_schema()", connection.ops.quote_name(role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select quote_ident({schema})")
        (schema,) = cursor.fetchone()
        cursor.execute(f"grant usage on schema {schema} to {name}")
        cursor.execute(f"revoke create on schema {schema} from {name}, public")
        cursor.execute(f"grant select, insert, update, delete on all tables in schema {schema} to {name}")
        cursor.execute(f"grant usage, select on all sequences in schema {schema} to {name}")
        for table in _TABLES_OF_THE_OWNER:
            cursor.execute(f"revoke insert, update, delete on {table} from {name}")


def owns_tables() -> bool:
    """Tell whether the role of this connection owns a table of Randa's, or may become a role that does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')"
            " and pg_has_role(current_user, relowner, 'member'))"
        )
        return bool(cursor.fetchone()[0])
