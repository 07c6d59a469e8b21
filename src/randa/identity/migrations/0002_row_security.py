from django.db import migrations

from randa.core.access.row_security import ProtectRows

OWN = "user_id = (select randa_actor())"


class Migration(migrations.Migration):
    """Where one is signed in and what one has written are one's own: no role opens them."""

    dependencies = [("core_access", "0002_row_security"), ("identity", "0001_sign_in")]

    operations = [
        ProtectRows("identity_keptform", using=OWN),
        ProtectRows("identity_signedin", using=OWN),
        ProtectRows("identity_knowndevice", using=OWN),
    ]
