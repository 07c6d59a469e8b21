"""What was promised and changed late, and who sees it: the learner, whoever sees the learner's or the unit's placements, and planners."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from randa.core.access.row_security import ProtectRows

OWN = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = placements_latechange.enrolment_id"
    " and enrolment.learner_id = (select randa_actor()))"
)
PATHS = "(select randa_paths('placements.view', 'placements.plan'))::text[]"
AT_UNIT = (
    "exists (select 1 from organisations_organisation unit where unit.id = placements_latechange.unit_id"
    f" and unit.path ^@ any({PATHS}))"
)
OF_LEARNER = (
    "exists (select 1 from training_enrolment enrolment join training_post post on post.id = enrolment.post_id"
    " join organisations_organisation base on base.id = post.base_id join organisations_organisation region on region.id = post.region_id"
    f" where enrolment.id = placements_latechange.enrolment_id and (base.path ^@ any({PATHS}) or region.path ^@ any({PATHS})))"
)
OF_PLAN = (
    "exists (select 1 from placements_plan_regions part join organisations_organisation region on region.id = part.organisation_id"
    " where part.plan_id = placements_latechange.plan_id and region.path ^@ any((select randa_paths('placements.publish'))::text[]))"
)


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0006_edits'),
        ('training', '0005_sharing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LateChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('told_on', models.DateField()),
                ('notice_weeks', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_changes', to='training.enrolment')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_changes', to='placements.plan')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='late_changes', to='training.unit')),
            ],
            options={
                'ordering': ['-told_on', 'first_day', 'pk'],
                'indexes': [models.Index(fields=['unit', 'told_on'], name='late_change_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='late_change_has_a_reason'), models.UniqueConstraint(fields=('plan', 'enrolment', 'unit', 'first_day'), name='late_change_once_per_plan', nulls_distinct=False)],
            },
        ),
        ProtectRows("placements_latechange", using=f"{OWN} or {AT_UNIT} or {OF_LEARNER} or {OF_PLAN}", check=OF_PLAN),
    ]
