"""An agreement about one learner shows what is published of their placements (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import WidenRows


class Migration(migrations.Migration):
    dependencies = [("placements", "0003_row_security"), ("training", "0005_sharing")]

    operations = [
        WidenRows(
            "placements_placement",
            "shared",
            using=(
                "is_published and exists (select 1 from training_enrolment enrolment where enrolment.id = enrolment_id"
                " and enrolment.learner_id = any((select randa_shared_people('placements.view'))::uuid[]))"
            ),
        )
    ]
