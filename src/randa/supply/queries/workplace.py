"""Nobody is assessed by their own colleagues: who works, or has been, at a unit within the months that the rule says (N-P4)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from randa.core.access.row_security import as_system
from randa.people.models import RoleAssignment
from randa.placements.models import Placement
from randa.supply.models import WorkplaceException, WorkplaceRule
from randa.training.models import Enrolment, Unit

LEARNER = "learner"
DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class WorkplaceCheck:
    """What the rule says of a learner at a unit.

    Attributes:
        rule: None when nobody has made one.
        works_there, has_been_there: what it found.
        exception: a decision that they may all the same.
    """

    rule: WorkplaceRule | None
    works_there: bool = False
    has_been_there: bool = False
    exception: WorkplaceException | None = None

    @property
    def is_hit(self) -> bool:
        return self.rule is not None and (self.works_there or self.has_been_there)

    @property
    def is_refused(self) -> bool:
        """Tell whether the placement may not be: a `ska` rule is hit, and nobody has decided otherwise."""
        return self.is_hit and self.exception is None and self.rule is not None and self.rule.binding == "ska"


def rule_for(unit: Unit, day: dt.date) -> WorkplaceRule | None:
    """Return the rule that holds at the unit: of the nearest organisation above it, else the common one; one query."""
    return nearest_rule(WorkplaceRule.objects.select_related("organisation"), unit, day)


def nearest_rule(known: Iterable[WorkplaceRule], unit: Unit, day: dt.date) -> WorkplaceRule | None:
    """Return which of the rules holds at the unit on the day; their organisations and the unit's must be at hand."""
    path = unit.organisation.path
    held = [one for one in known if one.valid_from <= day]
    own = [one for one in held if one.organisation is None or path.startswith(one.organisation.path)]
    return max(
        own, key=lambda one: (len(one.organisation.path) if one.organisation else 0, one.valid_from), default=None
    )


def looks_back_to(rule: WorkplaceRule, starts_on: dt.date) -> dt.date:
    """Return the first day that counts before a stay that starts on `starts_on`."""
    return starts_on - dt.timedelta(days=round(rule.months_back * DAYS_A_MONTH))


def check_workplace(enrolment: Enrolment, unit: Unit, starts_on: dt.date) -> WorkplaceCheck:
    """Return whether the learner works at the unit, or has been placed there, within the rule's months before `starts_on`: four queries."""
    rule = rule_for(unit, starts_on)
    if rule is None:
        return WorkplaceCheck(None)
    since = looks_back_to(rule, starts_on)
    with as_system("whether somebody works where they are to be assessed is asked before anybody may see them there"):
        roles = RoleAssignment.objects.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=since),
            user=enrolment.learner_id,
            organisation=unit.organisation,
            starts_on__lt=starts_on,
        ).exclude(role=LEARNER)
        earlier = Placement.objects.filter(
            enrolment__learner=enrolment.learner_id,
            unit=unit,
            is_published=True,
            starts_on__lt=starts_on,
            ends_before__gt=since,
        ).exclude(enrolment=enrolment)
        exception = WorkplaceException.objects.filter(enrolment=enrolment, unit=unit).first()
        return WorkplaceCheck(rule, roles.exists(), earlier.exists(), exception)


def own_workplaces(
    learners: Collection[UUID], units: Collection[Unit], starts_on: dt.date
) -> tuple[set[tuple[UUID, int]], set[tuple[UUID, int]]]:
    """Return the learners with units that are their own workplace: those that a `ska` rule refuses, and those a `bör` rule advises against.

    A decided exception takes the pair away. Learners are people; a constant number of queries for each rule that holds.
    """
    refused: set[tuple[UUID, int]] = set()
    unwise: set[tuple[UUID, int]] = set()
    with as_system("whether somebody works where they are to be placed is asked before anybody may see them there"):
        rules = list(WorkplaceRule.objects.filter(valid_from__lte=starts_on).select_related("organisation"))
        excepted = set(
            WorkplaceException.objects.filter(enrolment__learner__in=learners, unit__in=units).values_list(
                "enrolment__learner", "unit"
            )
        )
        there = _there(learners, units, starts_on)
    for unit in units:
        rule = nearest_rule(rules, unit, starts_on)
        if rule is None:
            continue
        since = looks_back_to(rule, starts_on)
        found = refused if rule.binding == "ska" else unwise
        found.update((person, unit.pk) for person, place, until in there if place == unit.pk and until > since)
    return refused - excepted, unwise - excepted


def _there(learners: Collection[UUID], units: Collection[Unit], starts_on: dt.date) -> list[tuple[UUID, int, dt.date]]:
    """Return who works, or has been placed, at which unit, and until when."""
    roles = RoleAssignment.objects.filter(
        user__in=learners, organisation__unit__in=units, starts_on__lt=starts_on
    ).exclude(role=LEARNER)
    found = [
        (person, unit, until or dt.date.max)
        for person, unit, until in roles.values_list("user", "organisation", "ends_before")
    ]
    earlier = Placement.objects.filter(
        enrolment__learner__in=learners, unit__in=units, is_published=True, starts_on__lt=starts_on
    )
    return found + [
        (person, unit or 0, until)
        for person, unit, until in earlier.values_list("enrolment__learner", "unit", "ends_before")
    ]
