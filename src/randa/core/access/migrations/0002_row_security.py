"""For whom the database answers, as SQL functions that policies read."""

from django.db import migrations

MODE = """
create function randa_mode() returns text language sql stable parallel safe as
$$ select coalesce(current_setting('randa.mode', true), '') $$
"""
IS_SYSTEM = """
create function randa_is_system() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('randa.mode', true), '') = 'system' $$
"""
SIGNS_IN = """
create function randa_signs_in() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('randa.mode', true), '') = 'sign_in' $$
"""
ACTOR = """
create function randa_actor() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('randa.user', true), '')::uuid $$
"""
TODAY = """
create function randa_today() returns date language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('randa.today', true), '')::date, current_date) $$
"""


class Migration(migrations.Migration):
    dependencies = [("core_access", "0001_initial")]

    operations = [
        migrations.RunSQL(MODE, "drop function randa_mode()"),
        migrations.RunSQL(IS_SYSTEM, "drop function randa_is_system()"),
        migrations.RunSQL(SIGNS_IN, "drop function randa_signs_in()"),
        migrations.RunSQL(ACTOR, "drop function randa_actor()"),
        migrations.RunSQL(TODAY, "drop function randa_today()"),
    ]
