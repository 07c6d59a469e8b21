"""What others share is found by search too, while the agreement holds (ADR 0006)."""

from django.db import migrations

HELD = """
  from people_roleassignment held
  join core_access_role role on role.code = held.role_id
  join organisations_organisation place on place.id = held.organisation_id
  cross join unnest(role.permissions) permission
  {join}
  where held.user_id = randa_actor() and (held.limited_to is null or permission = any(held.limited_to))
    and held.starts_on <= randa_today() and (held.ends_before is null or held.ends_before > randa_today())
"""
AGREED = """
  join organisations_organisation receiver on receiver.path ^@ place.path
  join people_sharingagreement agreed on agreed.receiver_id = receiver.id and permission = any(agreed.permissions)
    and agreed.state = 'accepted' and agreed.starts_on <= randa_today() and agreed.ends_before > randa_today()
    and agreed.person_id is null
  join organisations_organisation giver on giver.id = agreed.giver_id
"""
OWN = "select permission || ':' || place.path scope" + HELD.format(join="")
SHARED = "select permission || ':' || giver.path" + HELD.format(join=AGREED)
SCOPES = """
create or replace function randa_scopes() returns text[] language plpgsql stable as $$
declare
  before text := randa_mode();
  found text[];
begin
  if randa_actor() is null then
    return '{}';
  end if;
  perform set_config('randa.mode', 'system', true);
  select coalesce(array_agg(distinct scope), '{}') into found from (FROM_WHERE) scopes;
  perform set_config('randa.mode', before, true);
  return found;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0017_account_merges_policies")]

    operations = [
        migrations.RunSQL(SCOPES.replace("FROM_WHERE", f"{OWN} union {SHARED}"), SCOPES.replace("FROM_WHERE", OWN)),
    ]
