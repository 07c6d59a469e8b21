from django.db import migrations

from randa.core.access.row_security import ProtectRows

EDITS = (
    "exists (select 1 from people_roleassignment held join organisations_organisation place on place.id = held.organisation_id"
    " where held.user_id = identity_lastsignin.user_id and place.path ^@ any((select randa_paths('people.edit'))::text[]))"
)


class Migration(migrations.Migration):
    """When somebody last signed in is seen by them, and by whoever corrects their details; what is known already is taken over."""

    dependencies = [("identity", "0008_last_sign_in"), ("people", "0013_sharing_policies")]

    operations = [
        migrations.RunSQL(
            "insert into identity_lastsignin (user_id, at, how, device, before_how, before_device)"
            " select id, last_login, '', '', '', '' from people_user where last_login is not null",
            migrations.RunSQL.noop,
        ),
        ProtectRows(
            "identity_lastsignin",
            using=f"user_id = (select randa_actor()) or {EDITS}",
            check="false",  # written at sign-in, as the system
        ),
    ]
