"""Learners of a draft planned anew by the engine: what was asked and what can be chosen (ADR 0021)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from randa.core.access.row_security import ProtectRows

PLANNED = (
    "exists (select 1 from placements_plan_regions part join organisations_organisation region on region.id = part.organisation_id"
    " where part.plan_id = placements_rearrangement.plan_id"
    " and region.path ^@ any((select randa_paths('placements.plan'))::text[]))"
)
KINDS = [("select", "valda läkare"), ("mend", "det som inte längre stämmer")]


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0007_late_changes"),
        ("core_jobs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rearrangement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("asked", models.JSONField(default=dict)),
                ("made_after", models.PositiveIntegerField(default=0)),
                ("answers", models.JSONField(null=True)),
                ("laid_in", models.PositiveIntegerField(null=True)),
                ("laid_answer", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rearrangement", to="core_jobs.job",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rearrangements", to="placements.plan"
                    ),
                ),
            ],
            options={"ordering": ["-created_at", "pk"]},
        ),
        ProtectRows("placements_rearrangement", using=PLANNED),
    ]  # fmt: skip
