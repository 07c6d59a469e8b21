"""People are found in the log by the names they have now: their words stand beside those of the log, and go when a name does.

And what belongs to no organisation is read by whoever covers every region as an auditor, also when it is an opening.
"""

from django.db import migrations

from randa.core.access.row_security import WidenRows

FUNCTION = """
create function randa_people_names() returns trigger language plpgsql set search_path from current as $body$
declare
  mode_before text := coalesce(current_setting('randa.mode', true), '');
begin
  perform set_config('randa.mode', 'system', true);
  perform pg_advisory_xact_lock(1380011076, 7);
  delete from core_audit_nameword where object_type = 'people.user' and object_id = new.id::text;
  insert into core_audit_nameword (word, object_type, object_id)
  select word, 'people.user', new.id::text from randa_name_words(new.given_name || ' ' || new.family_name) on conflict do nothing;
  perform set_config('randa.mode', mode_before, true);
  return null;
end
$body$;

insert into core_audit_nameword (word, object_type, object_id)
select word, 'people.user', id::text from people_user, randa_name_words(given_name || ' ' || family_name) on conflict do nothing;
"""
TRIGGERS = """
create constraint trigger people_names_begin after insert on people_user
  deferrable initially deferred for each row execute function randa_people_names();
create constraint trigger people_names_change after update on people_user
  deferrable initially deferred for each row
  when (old.given_name is distinct from new.given_name or old.family_name is distinct from new.family_name)
  execute function randa_people_names();
"""
UNDO = """
drop trigger people_names_begin on people_user;
drop trigger people_names_change on people_user;
drop function randa_people_names();
"""
COVERS_ALL = """
cardinality(scopes) = 0 and cardinality((select randa_paths('audit.view'))) > 0 and not exists (
  select 1 from organisations_organisation region
  where region.kind = 'region' and not region.path ^@ any((select randa_paths('audit.view'))::text[]))
"""


class Migration(migrations.Migration):
    dependencies = [("core_audit", "0005_name_words"), ("people", "0011_more_policies")]

    operations = [
        migrations.RunSQL(FUNCTION, UNDO),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        WidenRows("core_audit_auditevent", "of_nobody", using=COVERS_ALL),
    ]
