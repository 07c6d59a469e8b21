"""Changing a draft by hand: locks, comments, and the edits that can be undone (ADR 0021)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from randa.core.access.row_security import ProtectRows

PLANNED = (
    "exists (select 1 from placements_plan_regions part join organisations_organisation region on region.id = part.organisation_id"
    " where part.plan_id = placements_planedit.plan_id"
    " and region.path ^@ any((select randa_paths('placements.plan', 'placements.publish'))::text[]))"
)
KINDS = [
    ("move", "flyttat"), ("resize", "ändrad längd"), ("split", "delat"), ("copy", "kopierat"), ("remove", "borttaget"),
    ("unit", "bytt enhet"), ("lock", "låst"), ("unlock", "upplåst"), ("comment", "kommenterat"), ("change", "ändrat"),
    ("arrange", "omlagt"),     ("paste", "inklistrat"), ("undo", "ångrat"), ("redo", "gjort om"),
]  # fmt: skip
STATES = [("done", "gäller"), ("undone", "ångrad"), ("dropped", "ångrad, och något annat gjordes i stället")]
EDIT = "placements.planedit"


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0005_left_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("plan", "edit_number", models.PositiveIntegerField(default=0)),
        migrations.AddField("placement", "is_locked", models.BooleanField(default=False)),
        migrations.AddField("placement", "comment", models.CharField(blank=True, max_length=300)),
        migrations.AddField("placement", "edited_in", models.PositiveIntegerField(default=0)),
        migrations.AddConstraint(
            "placement", models.CheckConstraint(name="placement_holds_a_week", condition=Q(working_weeks__gte=1))
        ),
        migrations.CreateModel(
            name="PlanEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("state", models.CharField(choices=STATES, default="done", max_length=8)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("price", models.IntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="placements.plan"
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=EDIT
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "-number"],
                "constraints": [
                    models.UniqueConstraint(name="edit_number_once_per_plan", fields=["plan", "number"]),
                    models.CheckConstraint(name="edit_numbers_count_from_one", condition=Q(number__gte=1)),
                ],
            },
        ),
        ProtectRows("placements_planedit", using=PLANNED),
    ]  # fmt: skip
