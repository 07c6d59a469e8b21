"""A person whom an agreement shares alone is found by search too, while it holds (ADR 0006, 0014)."""

from importlib import import_module

from django.db import migrations

before = import_module("randa.people.migrations.0018_shared_scopes")
ALONE = "select permission || ':@' || agreed.person_id" + before.HELD.format(
    join=before.AGREED.replace("agreed.person_id is null", "agreed.person_id is not null")
)
WHOLE = f"{before.OWN} union {before.SHARED}"


class Migration(migrations.Migration):
    dependencies = [("people", "0018_shared_scopes"), ("core_search", "0001_index")]

    operations = [
        migrations.RunSQL(
            before.SCOPES.replace("FROM_WHERE", f"{WHOLE} union {ALONE}"), before.SCOPES.replace("FROM_WHERE", WHOLE)
        ),
        # Every person's entry gets the scope of the person alone; the worker makes them anew.
        migrations.RunSQL(
            "insert into core_search_staleentry (kind, object_id) select 'person', id::text from people_user",
            migrations.RunSQL.noop,
        ),
    ]
