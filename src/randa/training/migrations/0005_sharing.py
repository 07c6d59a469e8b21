"""An agreement about one learner shows the enrolment, never the absences (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import WidenRows


class Migration(migrations.Migration):
    dependencies = [("training", "0004_absence_reason_policy"), ("people", "0013_sharing_policies")]

    operations = [
        WidenRows(
            "training_enrolment",
            "shared",
            using="learner_id = any((select randa_shared_people('placements.view'))::uuid[])",
        )
    ]
