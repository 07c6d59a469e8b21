"""Who sees invitations, requests for accounts, and changes of several roles, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows


def _place(table: str, permissions: str) -> str:
    return (
        f"exists (select 1 from organisations_organisation place where place.id = {table}.organisation_id"
        f" and place.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


ME = "(select randa_actor())"
BATCH = f"made_by_id = {ME} or person_id = {ME} or " + _place("people_rolebatch", "'roles.grant'")


class Migration(migrations.Migration):
    dependencies = [("people", "0010_people_policies")]

    operations = [
        ProtectRows(
            "people_invitation",
            using=f"invited_by_id = {ME} or " + _place("people_invitation", "'people.invite'"),
            check=_place("people_invitation", "'people.invite'"),
        ),
        ProtectRows("people_registrationrequest", using=_place("people_registrationrequest", "'people.invite'")),
        ProtectRows("people_rolebatch", using=BATCH),
        ProtectRows(
            "people_rolebatchline",
            using="exists (select 1 from people_rolebatch batch where batch.id = people_rolebatchline.batch_id)",
        ),
    ]
