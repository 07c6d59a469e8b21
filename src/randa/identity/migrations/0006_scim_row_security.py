from django.db import migrations

from randa.core.access.row_security import ProtectRows

MANAGED = """
exists (
  select 1 from organisations_organisation place, unnest((select randa_paths('identity.manage'))) as managed
  where place.id = {organisation} and starts_with(place.path, managed)
)
"""
IN_GROUP = "exists (select 1 from identity_directorygroup own where own.id = {group})"
IN_ENTRY = "exists (select 1 from identity_directoryperson own where own.id = {entry})"


class Migration(migrations.Migration):
    """Directories are seen by whoever manages sign-in over their organisation; a person sees their own entries."""

    dependencies = [("core_access", "0002_row_security"), ("people", "0004_row_security"), ("identity", "0005_scim")]

    operations = [
        ProtectRows("identity_scimtoken", using=MANAGED.format(organisation="identity_scimtoken.organisation_id")),
        ProtectRows("identity_directorygroup", using=MANAGED.format(organisation="identity_directorygroup.organisation_id")),
        ProtectRows(
            "identity_directoryperson",
            using="person_id = (select randa_actor()) or "
            + MANAGED.format(organisation="identity_directoryperson.organisation_id"),
            check=MANAGED.format(organisation="identity_directoryperson.organisation_id"),
        ),
        ProtectRows("identity_directorygroup_members", using=IN_GROUP.format(group="directorygroup_id")),
        ProtectRows("identity_grouprole", using=IN_GROUP.format(group="group_id")),
        ProtectRows("identity_givenbygroup", using=IN_ENTRY.format(entry="entry_id")),
    ]
