"""Who sees keys, in the database itself (ADR 0006). Whoever comes with a key is nobody yet when the key is looked up."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows, WidenRows

MANAGED = (
    "exists (select 1 from organisations_organisation place where place.id = integrations_apikey.organisation_id"
    " and place.path ^@ any((select randa_paths('api.manage'))::text[]))"
)
OWN = "owner_id = (select randa_actor())"


class Migration(migrations.Migration):
    dependencies = [("people", "0014_technical_accounts"), ("integrations", "0001_keys")]

    operations = [
        ProtectRows(
            "integrations_apikey",
            using=f"{OWN} or (select randa_signs_in()) or {MANAGED}",
            check=f"(organisation_id is null and {OWN}) or {MANAGED}",
        ),
        # Whoever sees a system's key sees which account it lets in.
        WidenRows(
            "people_user",
            "with_key",
            using="is_technical and exists (select 1 from integrations_apikey held where held.owner_id = people_user.id)",
        ),
    ]
