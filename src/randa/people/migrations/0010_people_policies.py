"""Who sees people, their roles and their accounts, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

# What kind of standing a person has ever had: '' none, 'learner' only as a learner, 'staff' also something else. A trigger keeps it, and
# no model knows the column, so that a person who is saved never writes an old value back.
STANDING = """
alter table people_user add column standing text not null default '' check (standing in ('', 'learner', 'staff'))
"""
KEEP_STANDING = """
create function randa_keep_standing() returns trigger language plpgsql as $$
declare
  before text := randa_mode();
begin
  perform set_config('randa.mode', 'system', true);
  update people_user person set standing = now_is.standing
  from (
    select concerned.id, case when bool_or(held.role_id <> 'learner') then 'staff' when count(held.id) > 0 then 'learner' else '' end standing
    from (select new.user_id id union select old.user_id) concerned
    left join people_roleassignment held on held.user_id = concerned.id
    group by concerned.id
  ) now_is
  where person.id = now_is.id and person.standing <> now_is.standing;
  perform set_config('randa.mode', before, true);
  return null;
end
$$
"""
TRIGGER = """
create trigger keep_standing after insert or delete or update of user_id, role_id on people_roleassignment
for each row execute function randa_keep_standing()
"""
FILL = """
update people_user person set standing = case when exists (
  select 1 from people_roleassignment held where held.user_id = person.id and held.role_id <> 'learner') then 'staff' else 'learner' end
where exists (select 1 from people_roleassignment held where held.user_id = person.id)
"""

SEES_ROLES = (
    "'people.view', 'people.edit', 'people.invite', 'people.import', 'people.merge', 'roles.grant', 'roles.delegate',"
    " 'identity.manage', 'privacy.manage', 'placements.view', 'placements.plan'"
)
KEEPS_ACCOUNTS = "'people.edit', 'people.invite', 'people.import', 'people.merge', 'roles.grant', 'identity.manage', 'privacy.manage'"
GIVES_ROLES = "'roles.grant', 'roles.delegate', 'people.invite', 'people.import', 'people.merge', 'people.edit', 'identity.manage'"


def under(permissions: str, path: str = "place.path") -> str:
    return f"{path} ^@ any((select randa_paths({permissions}))::text[])"


def anywhere(permissions: str) -> str:
    return f"cardinality((select randa_paths({permissions}))) > 0"


def has_role_under(permissions: str, person: str) -> str:
    return (
        "exists (select 1 from people_roleassignment held join organisations_organisation place on place.id = held.organisation_id"
        f" where held.user_id = {person} and {under(permissions)})"
    )


ME = "(select randa_actor())"
ROLE_PLACE = "exists (select 1 from organisations_organisation place where place.id = people_roleassignment.organisation_id and {})"
SIGNS_IN = "(select randa_signs_in())"


def own_or_kept(table: str) -> ProtectRows:
    """Rows of one's own account, seen by oneself, where one signs in, and by those who keep accounts where the person has a role."""
    return ProtectRows(table, using=f"user_id = {ME} or {SIGNS_IN} or {has_role_under(KEEPS_ACCOUNTS, f'{table}.user_id')}")


def through(table: str, column: str, parent: str) -> ProtectRows:
    """Rows that belong to a row of `parent`: seen with it."""
    return ProtectRows(table, using=f"exists (select 1 from {parent} parent where parent.id = {table}.{column})")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_limited_permissions"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RunSQL(STANDING, "alter table people_user drop column standing"),
        migrations.RunSQL(KEEP_STANDING, "drop function randa_keep_standing()"),
        migrations.RunSQL(TRIGGER, "drop trigger keep_standing on people_roleassignment"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        ProtectRows(
            "people_roleassignment",
            using=(
                f"user_id = {ME} or granted_by_id = {ME} or {SIGNS_IN} or {ROLE_PLACE.format(under(SEES_ROLES))}"
            ),
            check=ROLE_PLACE.format(under(GIVES_ROLES)),
        ),
        ProtectRows(
            "people_user",
            # Names of staff stand on decisions; learners are seen where they have a role. Apps above add their own reasons.
            using=(
                f"people_user.id = {ME} or {SIGNS_IN} or (standing = 'staff' and {ME} is not null)"
                f" or (standing = '' and {anywhere(KEEPS_ACCOUNTS)}) or {has_role_under(SEES_ROLES, 'people_user.id')}"
            ),
            check=(
                f"people_user.id = {ME} or {SIGNS_IN} or (standing = '' and {anywhere(KEEPS_ACCOUNTS)})"
                f" or {has_role_under(KEEPS_ACCOUNTS, 'people_user.id')}"
            ),
            # Giving a role locks the person, who may work elsewhere; what is written must still pass the check above.
            update=f"people_user.id = {ME} or {SIGNS_IN} or {anywhere(GIVES_ROLES)}",
            delete="false",
        ),
        own_or_kept("account_emailaddress"),
        own_or_kept("mfa_authenticator"),
        own_or_kept("socialaccount_socialaccount"),
        through("account_emailconfirmation", "email_address_id", "account_emailaddress"),
        through("socialaccount_socialtoken", "account_id", "socialaccount_socialaccount"),
    ]
