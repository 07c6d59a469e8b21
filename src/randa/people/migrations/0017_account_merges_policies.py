"""Who sees merges and the accounts that they ended, in the database itself (ADR 0006, 0017)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows, WidenRows

ME = "(select randa_actor())"
SEES_ROLES = (
    "'people.view', 'people.edit', 'people.invite', 'people.import', 'people.merge', 'roles.grant', 'roles.delegate',"
    " 'identity.manage', 'privacy.manage', 'placements.view', 'placements.plan'"
)


def has_role_under(permissions: str, person: str) -> str:
    return (
        "exists (select 1 from people_roleassignment held join organisations_organisation place on place.id = held.organisation_id"
        f" where held.user_id = {person} and place.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0016_account_merges"), ("core_audit", "0004_exports")]

    operations = [
        # Merges are written by the system, whose service has asked for the permission over both accounts.
        ProtectRows(
            "people_accountmerge", using=has_role_under("'people.merge'", "people_accountmerge.survivor_id"), check="false"
        ),
        # A merged account is seen by whoever sees the one it lives on in: it has no roles of its own any more.
        WidenRows(
            "people_user",
            "merged",
            using=f"merged_into_id = {ME} or merged_into_id is not null and {has_role_under(SEES_ROLES, 'people_user.merged_into_id')}",
        ),
        # What was written about the merged account concerns the person who lives on.
        WidenRows(
            "core_audit_auditevent",
            "merged",
            using=f"subject_id in (select one.id from people_user one where one.merged_into_id = {ME})",
        ),
    ]
