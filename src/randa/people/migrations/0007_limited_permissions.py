"""The database counts only those permissions of a stand-in that were lent."""

from django.db import migrations

_READ = """
create or replace function {name} returns text[] language plpgsql stable as $$
declare
  before text := randa_mode();
  found text[];
begin
  if randa_actor() is null then
    return '{{}}';
  end if;
  perform set_config('randa.mode', 'system', true);
  select coalesce(array_agg(distinct {found}), '{{}}') into found
  from people_roleassignment held
  join core_access_role role on role.code = held.role_id
  join organisations_organisation place on place.id = held.organisation_id
  {more}
    and held.starts_on <= randa_today() and (held.ends_before is null or held.ends_before > randa_today());
  perform set_config('randa.mode', before, true);
  return found;
end
$$
"""
_PATHS = ("randa_paths(variadic wanted text[])", "place.path::text")
_SCOPES = ("randa_scopes()", "permission || ':' || place.path")
_EACH = "cross join unnest(role.permissions) permission where held.user_id = randa_actor()"
_ANY = "where held.user_id = randa_actor() and role.permissions::text[] && wanted"
_LENT = """cross join unnest(role.permissions) permission
  where held.user_id = randa_actor() and (held.limited_to is null or permission = any(held.limited_to))"""


def _sql(function: tuple[str, str], more: str) -> str:
    return _READ.format(name=function[0], found=function[1], more=more)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_ways_in_and_out")]

    operations = [
        migrations.RunSQL(_sql(_PATHS, f"{_LENT} and permission = any(wanted)"), _sql(_PATHS, _ANY)),
        migrations.RunSQL(_sql(_SCOPES, _LENT), _sql(_SCOPES, _EACH)),
    ]
