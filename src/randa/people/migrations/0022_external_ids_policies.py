"""Who may see what other systems call a person: oneself, and those who read in people where the person has a role."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

ME = "(select randa_actor())"
READ_IN_HERE = (
    "exists (select 1 from people_roleassignment held join organisations_organisation place on place.id = held.organisation_id"
    " where held.user_id = people_externalid.user_id and place.path ^@ any((select randa_paths('people.import'))::text[]))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0021_external_ids")]

    operations = [
        ProtectRows(
            "people_externalid",
            using=f"user_id = {ME} or {READ_IN_HERE}",
            check="false",  # written by an import alone, as the system
        ),
    ]
