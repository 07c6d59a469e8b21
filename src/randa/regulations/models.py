"""Rules as data: regulations with objectives, and rule sets of organisations, each value with binding, source and provenance."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField, GuardedTextField
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations import guards


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


class RuleKey(models.Model):
    """A rule that a region may decide for itself, and what it takes; every other rule is the nation's or the healthcare region's alone."""

    class Kind(models.TextChoices):  # no labels: a page shows the field, not the word
        NUMBER = "number"
        NUMBERS = "numbers"
        SHARE = "share"
        FLAG = "flag"
        CHOICE = "choice"
        CHOICES = "choices"
        AREAS = "areas"

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.CharField(max_length=30, blank=True)
    minimum = models.IntegerField(null=True, blank=True)
    maximum = models.IntegerField(null=True, blank=True)
    options = models.JSONField(default=list, blank=True)
    at_least = models.CharField(max_length=80, blank=True)  # another key: never below its value
    at_most = models.CharField(max_length=80, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.key


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def published(self) -> Self:
        return self.filter(state=RuleSet.State.PUBLISHED)

    def visible_to(self, actor: User) -> Self:
        """Return what anybody may read, and the drafts of regions whose rules `actor` writes."""
        seen = ~Q(state=RuleSet.State.DRAFT)
        for path in actor.paths_with("rules.edit"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)


class RuleSet(models.Model):
    """One version of the rules of an organisation; None as organisation means the nation.

    A version is whole: it holds until the next one of the same name begins, also for what the next one leaves out. Those that people
    have written are never changed once they are published; those of the reference data follow it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        PUBLISHED = "published", _("publicerad")
        WITHDRAWN = "withdrawn", _("återtagen")

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="rule_sets"
    )
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PUBLISHED)
    is_reference = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)  # of a draft: how often it has been saved
    decided_by = GuardedCharField(max_length=120, blank=True)  # the board or meeting
    source = GuardedCharField(max_length=200, blank=True)  # the decision as a person would cite it
    paragraph = GuardedCharField(max_length=120, blank=True)
    link = models.URLField(max_length=300, blank=True)
    reason = GuardedCharField(max_length=300, blank=True)  # of taking it back

    objects = RuleSetQuerySet.as_manager()

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
            models.UniqueConstraint(name="rule_set_one_draft", fields=["organisation"], condition=Q(state="draft")),
            models.UniqueConstraint(
                name="rule_set_begins_once_a_day",
                fields=["organisation", "valid_from"],
                condition=Q(state="published", is_reference=False),
            ),
            models.CheckConstraint(
                name="rule_set_of_people_is_a_regions",
                condition=Q(is_reference=True, state="published") | Q(is_reference=False, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_set_is_decided_somewhere",
                condition=Q(is_reference=True) | Q(state="draft") | (~Q(decided_by="") & ~Q(source="")),
            ),
            models.CheckConstraint(
                name="rule_set_is_taken_back_for_a_reason", condition=~Q(state="withdrawn") | ~Q(reason="")
            ),
        ]
        triggers = guards.OF_RULE_SETS

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("regulations:detail", args=[self.pk])


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
    valid_from = models.DateField(null=True, blank=True)  # of the value itself; None: it begins with the rule set
    valid_before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rule_set", "key"]
        constraints = [models.UniqueConstraint(name="rule_once_per_set", fields=["rule_set", "key"])]
        triggers = guards.OF_RULES

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
