"""Who made a change come late; and a late change always has the unit that was promised.

What was kept before says not who: a swap is the learners' own, the rest counts as planning until somebody knows better.
"""

import django.db.models.deletion
from django.db import migrations, models

SWAPS = """
update placements_latechange set cause = 'learner'
where exists (select 1 from placements_planedit edit where edit.plan_id = placements_latechange.plan_id
  and edit.number = placements_latechange.edit_number and edit.kind = 'swap')
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0009_swaps")]

    operations = [
        migrations.RemoveConstraint("latechange", "late_change_once_per_plan"),
        migrations.AddField(
            "latechange",
            "cause",
            models.CharField(
                max_length=7,
                choices=[
                    ("unit", "enheten"),
                    ("plan", "planeringen"),
                    ("learner", "läkaren eller studenten"),
                    ("other", "annan"),
                ],
                default="plan",
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(SWAPS, migrations.RunSQL.noop),
        migrations.RunSQL("delete from placements_latechange where unit_id is null", migrations.RunSQL.noop),
        migrations.AlterField(
            "latechange",
            "unit",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="late_changes", to="training.unit"
            ),
        ),
        migrations.AddConstraint(
            "latechange",
            models.UniqueConstraint(
                fields=("plan", "enrolment", "unit", "first_day", "edit_number"), name="late_change_once_per_plan"
            ),
        ),
    ]
