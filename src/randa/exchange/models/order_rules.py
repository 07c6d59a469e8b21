"""By what rule the next in a queue is chosen: versions that follow each other, each as it was decided."""

from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation

OWN = pgtrigger.Q(old__healthcare_region__isnull=False)  # the common rule follows the reference data
SAID = ("valid_from", "steps", "deadline_weeks", "waiting_weeks", "account_weeks", "answer_days", "refusals_kept")


def _changed(*fields: str) -> pgtrigger.Q:
    """Return the condition of a trigger that any of the fields changes."""
    return reduce(or_, (pgtrigger.Q(**{f"old__{one}__df": pgtrigger.F(f"new__{one}")}) for one in fields))


class OrderRuleQuerySet(models.QuerySet["OrderRule"]):
    def decided(self) -> "OrderRuleQuerySet":
        return self.filter(state=OrderRule.State.DECIDED)


class OrderRule(Sourced):
    """By what the next in a queue is chosen, from a day on; each step decides only between those whom the steps before leave equal.

    A version holds until the day from which the next one holds. What it says never changes; an offer names the one it was made under.
    """

    class Step(models.TextChoices):
        DEADLINE = "deadline", _("sista vecka att börja")
        WAITING = "waiting", _("väntetid")
        ACCOUNT = "account", _("regionernas andelar")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("föreslagen")
        DECIDED = "decided", _("beslutad")
        WITHDRAWN = "withdrawn", _("återtagen")

    healthcare_region = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # none: holds where nobody has decided
    valid_from = models.DateField()
    steps = ArrayField(models.CharField(max_length=8, choices=Step))
    deadline_weeks = models.PositiveSmallIntegerField()  # whose last week to begin is nearer than this go first
    waiting_weeks = models.PositiveSmallIntegerField()  # waiting is counted in whole periods of so many weeks
    account_weeks = models.PositiveSmallIntegerField()  # how far back given and received weeks are counted
    answer_days = models.PositiveSmallIntegerField()  # how long an offer is promised
    refusals_kept = models.PositiveSmallIntegerField()  # how often one may say no, or not answer, and keep the place
    state = models.CharField(max_length=9, choices=State, default=State.DECIDED)
    decided_by = GuardedCharField(max_length=120, blank=True)  # the board or meeting
    reason = GuardedCharField(max_length=300, blank=True)  # of taking it back

    objects = OrderRuleQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="order_rule_once_a_day",
                fields=["healthcare_region", "valid_from"],
                condition=Q(state="decided"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="order_rule_counts",
                condition=Q(deadline_weeks__gt=0, waiting_weeks__gt=0, account_weeks__gt=0, answer_days__gt=0),
            ),
            models.CheckConstraint(
                name="order_rule_is_decided_somewhere",
                condition=~Q(state="decided") | Q(healthcare_region__isnull=True) | (~Q(decided_by="") & ~Q(source="")),
            ),
            models.CheckConstraint(
                name="order_rule_is_taken_back_for_a_reason", condition=~Q(state="withdrawn") | ~Q(reason="")
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="order_rule_goes_allowed_ways",
                field="state",
                transitions=[("proposed", "decided"), ("proposed", "withdrawn"), ("decided", "withdrawn")],
            ),
            pgtrigger.Protect(
                name="order_rule_says_what_it_said",
                operation=pgtrigger.Update,
                condition=OWN & _changed("healthcare_region", *SAID),
            ),
            pgtrigger.Protect(
                name="order_rule_stands_as_decided",
                operation=pgtrigger.Update,
                condition=OWN & pgtrigger.Q(old__state="decided") & _changed("decided_by", "source", "provenance"),
            ),
            pgtrigger.Protect(name="order_rule_is_never_removed", operation=pgtrigger.Delete, condition=OWN),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}: {', '.join(self.steps)}"

    def get_absolute_url(self) -> str:
        """Return the page of a version that a healthcare region has made; the common one has none."""
        if self.healthcare_region is None:
            raise ValueError("the common rule has no page of its own")
        return reverse("exchange:order_rule", args=[self.healthcare_region.code, self.pk])
