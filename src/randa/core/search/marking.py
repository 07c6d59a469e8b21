"""A migration's way to say: when this table changes, that entry of the search index is stale."""

from typing import Any

from django.db.migrations.operations import RunSQL

_FUNCTION = """
create or replace function randa_mark_stale() returns trigger language plpgsql as $$
begin
    -- TG_ARGV: kind of the entry, column that names the thing. An insert has no OLD row, a delete no NEW one.
    if TG_OP <> 'DELETE' then
        insert into core_search_staleentry (kind, object_id) select TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[1]
        where to_jsonb(NEW) ->> TG_ARGV[1] is not null;
    end if;
    if TG_OP <> 'INSERT' and (TG_OP = 'DELETE' or to_jsonb(OLD) ->> TG_ARGV[1] is distinct from to_jsonb(NEW) ->> TG_ARGV[1]) then
        insert into core_search_staleentry (kind, object_id) select TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1]
        where to_jsonb(OLD) ->> TG_ARGV[1] is not null;
    end if;
    return null;
end $$
"""


class StaleFunction(RunSQL):
    """Make the function that all marking triggers call."""

    def __init__(self) -> None:
        super().__init__(_FUNCTION, "drop function randa_mark_stale()")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}


class MarkStale(RunSQL):
    """Mark the entry `kind` of the thing that `column` names whenever a row of `table` is added, changed or removed.

    Args:
        only: columns whose change matters; every column when empty.
        all_rows: mark also what the table holds already, so that the index fills itself after the migration.
    """

    def __init__(
        self, table: str, kind: str, column: str, only: tuple[str, ...] = (), *, all_rows: bool = True
    ) -> None:
        self.arguments = (table, kind, column, only)
        name = f"search_stale_{kind}_{column}"
        watched = f" of {', '.join(only)}" if only else ""
        make = (
            f"create trigger {name} after insert or delete or update{watched} on {table} "
            f"for each row execute function randa_mark_stale('{kind}', '{column}');"
        )
        if all_rows:
            make += f"insert into core_search_staleentry (kind, object_id) select distinct '{kind}', {column}::text from {table}"  # noqa: S608 - names from a migration
        super().__init__(make, f"drop trigger {name} on {table}")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, list(self.arguments), {}
