"""Officers of privacy and of identity numbers lock the person they work with; what is written must still pass the check."""

from django.db import migrations

GIVES_ROLES = (
    "'roles.grant', 'roles.delegate', 'people.invite', 'people.import', 'people.merge', 'people.edit', 'identity.manage'"
)
LOCKS = f"{GIVES_ROLES}, 'privacy.manage', 'people.identity'"
POLICY = """
alter policy people_user_update on people_user using (
  (select randa_is_system()) or people_user.id = (select randa_actor()) or (select randa_signs_in())
  or cardinality((select randa_paths({}))) > 0
)
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_technical_accounts")]

    operations = [migrations.RunSQL(POLICY.format(LOCKS), POLICY.format(GIVES_ROLES))]
