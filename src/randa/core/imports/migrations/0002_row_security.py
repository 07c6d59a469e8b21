from django.db import migrations

from randa.core.access.row_security import ProtectRows

OWN = "started_by_id = (select randa_actor())"


class Migration(migrations.Migration):
    """A file on its way in is seen by whoever sent it, and so is what it changed."""

    dependencies = [("core_access", "0002_row_security"), ("core_imports", "0001_initial")]

    operations = [
        ProtectRows("core_imports_importrun", using=OWN),
        ProtectRows(
            "core_imports_importchange",
            using="exists (select 1 from core_imports_importrun own where own.id = core_imports_importchange.run_id)",
        ),
    ]
