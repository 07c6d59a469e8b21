"""What marks a person's entry in the search index, and who may read entries."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows
from randa.core.search.marking import MarkStale

# All that the actor has today as "permission:path", in the form in which entries say who may find them.
SCOPES = """
create function randa_scopes() returns text[] language plpgsql stable as $$
declare
  before text := randa_mode();
  found text[];
begin
  if randa_actor() is null then
    return '{}';
  end if;
  perform set_config('randa.mode', 'system', true);
  select coalesce(array_agg(distinct permission || ':' || place.path), '{}') into found
  from people_roleassignment held
  join core_access_role role on role.code = held.role_id
  join organisations_organisation place on place.id = held.organisation_id
  cross join unnest(role.permissions) permission
  where held.user_id = randa_actor()
    and held.starts_on <= randa_today() and (held.ends_before is null or held.ends_before > randa_today());
  perform set_config('randa.mode', before, true);
  return found;
end
$$
"""
FINDS = """
    is_open and randa_actor() is not null or owner_id = randa_actor()
    or exists (select 1 from unnest(scopes) scope where scope ^@ any((select randa_scopes())::text[]))
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_row_security"), ("core_search", "0001_index")]

    operations = [
        MarkStale(
            "people_user",
            "person",
            "id",
            ("given_name", "family_name", "title", "email", "hsa_id", "merged_into_id", "restricted_at"),
        ),
        MarkStale("people_roleassignment", "person", "user_id", all_rows=False),
        migrations.RunSQL(SCOPES, "drop function randa_scopes()"),
        ProtectRows("core_search_searchentry", using=FINDS, check="false"),
        ProtectRows("core_search_searchword", using="randa_actor() is not null", check="false"),
    ]
