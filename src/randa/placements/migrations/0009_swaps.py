"""Two learners change places, and who sees it: the two, whoever may answer an open proposal, and those who publish the plan."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from randa.core.access.row_security import ProtectRows


def own(column: str) -> str:
    return (
        f"exists (select 1 from training_enrolment enrolment where enrolment.id = placements_swap.{column}"
        " and enrolment.learner_id = (select randa_actor()))"
    )


# Whoever has a block of the area in the plan may answer an open proposal; whose it is lies in tables that they cannot read.
MAY_ANSWER = (
    "is_open and state = 'proposed' and exists (select 1 from placements_placement mine"
    " join training_enrolment enrolment on enrolment.id = mine.enrolment_id where mine.is_published and mine.plan_id = placements_swap.plan_id"
    " and mine.area_id = placements_swap.area_id and enrolment.learner_id = (select randa_actor()))"
)
OF_PLAN = (
    "exists (select 1 from placements_plan_regions part join organisations_organisation region on region.id = part.organisation_id"
    " where part.plan_id = placements_swap.plan_id and region.path ^@ any((select randa_paths('placements.publish'))::text[]))"
)
OF_TWO = f"{own('proposer_id')} or {own('partner_id')} or {OF_PLAN}"


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0008_rearrangements'),
        ('training', '0007_learnerkind_seatclaim'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_on', models.DateField()),
                ('ends_before', models.DateField()),
                ('is_open', models.BooleanField(default=False)),
                ('partner_starts_on', models.DateField(blank=True, null=True)),
                ('partner_ends_before', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('proposed', 'väntar på svar'), ('offered', 'någon vill byta'), ('agreed', 'väntar på godkännande'), ('approved', 'godkänt'), ('declined', 'nej till bytet'), ('refused', 'inte godkänt'), ('withdrawn', 'tillbakadraget'), ('expired', 'tiden gick ut')], default='proposed', max_length=9)),
                ('answer_by', models.DateField()),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('answer_reason', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-proposed_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='latechange',
            name='late_change_once_per_plan',
        ),
        migrations.AddField(
            model_name='latechange',
            name='edit_number',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='planedit',
            name='kind',
            field=models.CharField(choices=[('move', 'flyttat'), ('resize', 'ändrad längd'), ('split', 'delat'), ('copy', 'kopierat'), ('remove', 'borttaget'), ('unit', 'bytt enhet'), ('lock', 'låst'), ('unlock', 'upplåst'), ('comment', 'kommenterat'), ('change', 'ändrat'), ('arrange', 'omlagt'), ('paste', 'inklistrat'), ('swap', 'bytt mellan två'), ('undo', 'ångrat'), ('redo', 'gjort om')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='latechange',
            constraint=models.UniqueConstraint(fields=('plan', 'enrolment', 'unit', 'first_day', 'edit_number'), name='late_change_once_per_plan', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='swap',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.placementarea'),
        ),
        migrations.AddField(
            model_name='swap',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='swap',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='swaps_answered', to='training.enrolment'),
        ),
        migrations.AddField(
            model_name='swap',
            name='partner_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.unit'),
        ),
        migrations.AddField(
            model_name='swap',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='placements.plan'),
        ),
        migrations.AddField(
            model_name='swap',
            name='proposer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swaps_proposed', to='training.enrolment'),
        ),
        migrations.AddField(
            model_name='swap',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.unit'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('ends_before__gt', models.F('starts_on'))), name='swap_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('proposer', models.F('partner')), _negated=True), name='swap_is_between_two'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('partner', None), ('partner_ends_before', None), ('partner_starts_on', None), ('partner_unit', None)), models.Q(('partner__isnull', False), ('partner_ends_before__gt', models.F('partner_starts_on')), ('partner_starts_on__isnull', False), ('partner_unit__isnull', False)), _connector='OR'), name='swap_knows_both_blocks'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('partner', None), ('state__in', ('offered', 'agreed', 'approved')), _negated=True), name='swap_agreed_has_two'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'offered', 'agreed'))), fields=('proposer', 'area'), name='swap_once_at_a_time'),
        ),
        ProtectRows("placements_swap", using=f"{OF_TWO} or {MAY_ANSWER}", check=OF_TWO, delete="false"),
    ]
