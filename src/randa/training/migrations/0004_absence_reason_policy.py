"""The reason of an absence is seen by nobody who does not see the absence (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("training", "0003_row_security")]

    operations = [
        ProtectRows(
            "training_absencereason",
            using="exists (select 1 from training_absence absence where absence.id = absence_id)",
        )
    ]
