from django.db import migrations

from randa.core.access.row_security import ProtectRows


class Migration(migrations.Migration):
    """Links are one's own. At sign-in, before anybody is signed in, they are read to know who it is, and written by the system."""

    dependencies = [("core_access", "0002_row_security"), ("identity", "0003_providers")]

    operations = [
        ProtectRows(
            "identity_linkedidentity",
            using="user_id = (select randa_actor()) or (select randa_signs_in())",
            check="user_id = (select randa_actor())",
        )
    ]
