"""Planned posts per region, year and type with their revisions; national need; scenarios of the forecast."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation


class PostType(models.TextChoices):
    """The four post types of the plan table."""

    BT_FREE = "BTF", _("BT, fristående")
    BT_INTEGRATED = "BTI", _("BT, integrerad")
    AT = "AT", _("AT")
    ST = "ST", _("ST")


class PlannedPosts(Sourced):
    """How many posts of a type a region plans to start in a year: one cell of the plan table, as it stands now."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("utkast")
        DECIDED = "decided", _("beslutad")

    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="planned_posts")
    year = models.PositiveSmallIntegerField()
    post_type = models.CharField(max_length=3, choices=PostType)
    posts = models.PositiveIntegerField()  # heads that start in the year
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    comment = GuardedCharField(max_length=500, blank=True)

    class Meta:
        ordering = ["region__sort_name", "year", "post_type"]
        constraints = [
            models.UniqueConstraint(name="planned_posts_once", fields=["region", "year", "post_type"]),
            models.CheckConstraint(name="planned_posts_year_is_plausible", condition=Q(year__gte=2015, year__lte=2060)),
            models.CheckConstraint(name="planned_posts_are_plausible", condition=Q(posts__lte=5000)),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year} {self.post_type}: {self.posts}"


class PlanRevision(models.Model):
    """One saved change of the plan table: who, when, why, and every cell it touched. Numbers grow by one."""

    number = models.PositiveIntegerField(unique=True)
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    comment = GuardedCharField(max_length=300, blank=True)
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Revision {self.number}"


class PlanChange(models.Model):
    """One cell's change in a revision; None as `posts_before` means the cell was empty, as `posts_after` that it was emptied."""

    revision = models.ForeignKey(PlanRevision, on_delete=models.CASCADE, related_name="changes")
    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    post_type = models.CharField(max_length=3, choices=PostType)
    posts_before = models.PositiveIntegerField(null=True)
    posts_after = models.PositiveIntegerField(null=True)
    status_before = models.CharField(max_length=8, blank=True)
    status_after = models.CharField(max_length=8, blank=True)
    source_after = GuardedCharField(max_length=300, blank=True)
    comment_after = GuardedCharField(max_length=500, blank=True)
    provenance_after = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["revision", "region", "year", "post_type"]
        constraints = [
            models.UniqueConstraint(name="change_once_per_cell", fields=["revision", "region", "year", "post_type"])
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.region} {self.year} {self.post_type}"


class PlanInput(models.Model):
    """Rows that somebody pasted, uploaded or typed and that wait for a yes: kept as written, so that nothing is typed twice."""

    class Origin(models.TextChoices):
        GRID = "grid", _("skrivet i tabellen")
        PASTED = "pasted", _("inklistrat")
        FILE = "file", _("fil")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    origin = models.CharField(max_length=6, choices=Origin)
    name = models.CharField(max_length=200, blank=True)
    comment = GuardedCharField(max_length=300, blank=True)
    seen = models.PositiveIntegerField()  # latest revision when the rows were written
    rows = models.JSONField()
    overwrite = models.JSONField(
        default=list
    )  # keys of cells where the person wants their value in spite of a colleague's
    saved_as = models.ForeignKey(PlanRevision, null=True, blank=True, on_delete=models.PROTECT, related_name="inputs")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_origin_display()} {self.made_at:%Y-%m-%d %H:%M}"


class NationalNeed(Sourced):
    """The nation's published need of a post type in a year, e.g. AT by 004 Tabell 3 or BT 2 400 a year."""

    year = models.PositiveSmallIntegerField()
    post_type = models.CharField(max_length=3, choices=[("AT", "AT"), ("BT", "BT"), ("ST", "ST")])
    from_swedish_degrees = models.PositiveIntegerField(null=True, blank=True)
    from_other_degrees = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField()
    note = GuardedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["post_type", "year"]
        constraints = [models.UniqueConstraint(name="national_need_once", fields=["year", "post_type"])]

    def __str__(self) -> str:
        return f"{self.post_type} {self.year}: {self.total}"


class Scenario(models.Model):
    """A named set of changed assumptions; the base scenario changes none."""

    name = GuardedCharField(max_length=80)
    description = GuardedCharField(max_length=400, blank=True)
    is_base = models.BooleanField(default=False)
    region = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="scenarios")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-is_base", "name"]
        constraints = [models.UniqueConstraint(name="one_base_scenario", fields=["is_base"], condition=Q(is_base=True))]

    def __str__(self) -> str:
        return self.name


class AssumptionValue(Sourced):
    """A changed assumption of a scenario; the key is defined, with unit, default and source, in `assumptions.py`."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="values")
    key = models.CharField(max_length=80)
    region = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField()
    comment = GuardedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["scenario", "key"]
        constraints = [
            models.UniqueConstraint(name="assumption_once", fields=["scenario", "key", "region"], nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
