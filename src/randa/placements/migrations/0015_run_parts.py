"""Regions of a planning run, for any worker to plan. Seen by whoever started the run, written by the worker alone."""

import django.db.models.deletion
from django.db import migrations, models

from randa.core.access.row_security import ProtectRows


class Migration(migrations.Migration):

    dependencies = [
        ('core_jobs', '0002_row_security'),
        ('organisations', '0002_search_marks'),
        ('placements', '0014_joined_blocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='RunPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('learners', models.PositiveIntegerField()),
                ('seed', models.BigIntegerField()),
                ('problem', models.BinaryField()),
                ('ends_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('unplaced_weeks', models.PositiveIntegerField(null=True)),
                ('plan', models.BinaryField(null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='run_parts', to='core_jobs.job')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['job_id', '-learners', 'number'],
                'constraints': [models.UniqueConstraint(fields=('job', 'number'), name='one_part_of_a_number')],
            },
        ),
        ProtectRows(
            "placements_runpart",
            using="exists (select 1 from core_jobs_job job where job.id = placements_runpart.job_id)",
            check="false",
        ),
    ]
