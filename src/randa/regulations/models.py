"""Rules as data: regulations with objectives, and rule sets of organisations, each value with binding, source and provenance."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedTextField
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation


class Regulation(Sourced):
    """One version of a national regulation, e.g. HSLF-FS 2021:8."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_before = models.DateField(null=True, blank=True)
    notes = GuardedTextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class RuleSet(models.Model):
    """One version of the rules of an organisation; None as organisation means the nation."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="rule_sets"
    )
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="rule_set_version_once", fields=["organisation", "name", "version"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="rule_set_ends_after_start",
                condition=Q(valid_before__isnull=True) | Q(valid_before__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Rule(Sourced):
    """One value of a rule set: `at.min_months` = 18 months, binding `ska`, from a paragraph of a regulation."""

    class Binding(models.TextChoices):
        MUST = "ska", "ska"
        SHOULD = "bör", "bör"
        PRACTICE = "praxis", "praxis"

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="rules")
    regulation = models.ForeignKey(Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="rules")
    key = models.CharField(max_length=80)
    value = models.JSONField()
    unit = models.CharField(max_length=30, blank=True)
    binding = models.CharField(max_length=8, choices=Binding)
    paragraph = models.CharField(max_length=120, blank=True)
    note = GuardedTextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)  # of the value itself; None follows the rule set
    valid_before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rule_set", "key"]
        constraints = [models.UniqueConstraint(name="rule_once_per_set", fields=["rule_set", "key"])]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class Objective(Sourced):
    """A goal (delmål) of a regulation: BT1-BT18, STa, STb."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField(max_length=12)
    heading = models.CharField(max_length=200)
    demand = GuardedTextField(blank=True)
    applies_to = models.CharField(max_length=120, blank=True)
    requirement_count = models.PositiveSmallIntegerField(null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["regulation", "sort_order"]
        constraints = [models.UniqueConstraint(name="objective_once", fields=["regulation", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"


class Speciality(Sourced):
    """A medical speciality: base, branch (gren) with its base, or additional (tillägg)."""

    class Kind(models.TextChoices):
        BASE = "bas", _("basspecialitet")
        BRANCH = "gren", _("grenspecialitet")
        ADDITIONAL = "tillägg", _("tilläggsspecialitet")

    name = models.CharField(max_length=120, unique=True)
    group = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="branches")
    base_provenance = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
