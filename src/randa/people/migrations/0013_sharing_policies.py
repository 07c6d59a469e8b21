"""Agreements on sharing count in the database too (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows, WidenRows

ROLES = """
  from people_roleassignment held
  join core_access_role role on role.code = held.role_id
  join organisations_organisation place on place.id = held.organisation_id
  cross join unnest(role.permissions) permission
  {join}
  where held.user_id = randa_actor() and (held.limited_to is null or permission = any(held.limited_to))
    and permission = any(wanted)
    and held.starts_on <= randa_today() and (held.ends_before is null or held.ends_before > randa_today())
"""
AGREED = """
  join organisations_organisation receiver on receiver.path ^@ place.path
  join people_sharingagreement agreed on agreed.receiver_id = receiver.id and permission = any(agreed.permissions)
    and agreed.state = 'accepted' and agreed.starts_on <= randa_today() and agreed.ends_before > randa_today()
  join organisations_organisation giver on giver.id = agreed.giver_id
"""
OWN = ROLES.format(join="")
SHARED = ROLES.format(join=AGREED)
FUNCTION = """
create or replace function {name}(variadic wanted text[]) returns {kind} language plpgsql stable as $$
declare
  before text := randa_mode();
  found {kind};
begin
  if randa_actor() is null then
    return '{{}}';
  end if;
  perform set_config('randa.mode', 'system', true);
  {read};
  perform set_config('randa.mode', before, true);
  return found;
end
$$
"""
COLLECT = "select coalesce(array_agg(distinct path), '{{}}') into found from (select place.path::text path {own}{more}) paths"
PATHS = FUNCTION.format(
    name="randa_paths",
    kind="text[]",
    read=COLLECT.format(own=OWN, more=f" union select giver.path::text {SHARED} and agreed.person_id is null").replace("{{}}", "{}"),
)
PATHS_BEFORE = FUNCTION.format(
    name="randa_paths", kind="text[]", read=COLLECT.format(own=OWN, more="").replace("{{}}", "{}")
)
PEOPLE = FUNCTION.format(
    name="randa_shared_people",
    kind="uuid[]",
    read=f"select coalesce(array_agg(distinct agreed.person_id), '{{}}') into found {SHARED} and agreed.person_id is not null",
)
ME = "(select randa_actor())"
MANAGED = (
    "exists (select 1 from organisations_organisation side where side.id in (giver_id, receiver_id)"
    " and side.path ^@ any((select randa_paths('sharing.manage'))::text[]))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0012_sharing")]

    operations = [
        migrations.RunSQL(PATHS, PATHS_BEFORE),
        migrations.RunSQL(PEOPLE, "drop function randa_shared_people(text[])"),
        # What organisations have agreed is open to their staff; that it concerns one person only to those it is about or for.
        ProtectRows(
            "people_sharingagreement",
            using=(
                f"person_id is null and {ME} is not null or person_id = {ME} or {MANAGED}"
                " or exists (select 1 from organisations_organisation side where side.id = receiver_id"
                " and side.path ^@ any((select randa_paths('people.view', 'placements.view'))::text[]))"
            ),
            check=MANAGED,
            delete="false",
        ),
        WidenRows(
            "people_user",
            "shared",
            using="people_user.id = any((select randa_shared_people('people.view', 'placements.view'))::uuid[])",
        ),
    ]
