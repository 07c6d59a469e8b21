"""Where the person in front of the database has a permission today."""

from django.db import migrations

# The function reads roles as the system, because the policies of roles ask the function. It puts the mode back itself; if it fails,
# the statement that asked fails with it. A function clause `set randa.mode` would do the same, but takes a superuser to write.
PATHS = """
create function randa_paths(variadic wanted text[]) returns text[] language plpgsql stable as $$
declare
  before text := randa_mode();
  found text[];
begin
  if randa_actor() is null then
    return '{}';
  end if;
  perform set_config('randa.mode', 'system', true);
  select coalesce(array_agg(distinct place.path::text), '{}') into found
  from people_roleassignment held
  join core_access_role role on role.code = held.role_id
  join organisations_organisation place on place.id = held.organisation_id
  where held.user_id = randa_actor() and role.permissions::text[] && wanted
    and held.starts_on <= randa_today() and (held.ends_before is null or held.ends_before > randa_today());
  perform set_config('randa.mode', before, true);
  return found;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_identity_numbers"), ("core_access", "0002_row_security")]

    operations = [migrations.RunSQL(PATHS, "drop function randa_paths(text[])")]
