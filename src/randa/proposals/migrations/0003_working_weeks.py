from django.db import migrations, models

from randa.core.access.row_security import as_system


def count_weeks(apps, schema_editor):
    """Give each proposed block the weeks of service that the draft has there; where it is gone, its calendar weeks."""
    blocks, placements = apps.get_model("proposals", "ProposedBlock"), apps.get_model("placements", "Placement")
    with as_system("every proposed block is counted once, when the column comes"):
        there = dict(placements.objects.filter(pk__in=blocks.objects.values("placement")).values_list("pk", "working_weeks"))
        rows = list(blocks.objects.all())
        for row in rows:
            row.working_weeks = there.get(row.placement, (row.ends_before - row.starts_on).days // 7)
        blocks.objects.bulk_update(rows, ["working_weeks"], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0002_row_security'),
        ('placements', '0011_changed_area'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposedblock',
            name='working_weeks',
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(count_weeks, migrations.RunPython.noop),
    ]
