"""A unit's late changes, as an indicator of its quality (N-P7)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from randa.people.models import User
from randa.placements.models import LateChange, Placement
from randa.regulations.effective import rule_for
from randa.regulations.models import Rule
from randa.supply.late import YEAR, Change, Figures, figures, first_day_of_quarters
from randa.supply.permissions import can_follow_up
from randa.training.models import Enrolment, Unit

SMALLEST_GROUP = "quality.smallest_group"


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late change with its reason. `learner` is empty when the viewer no longer sees them."""

    change: LateChange
    learner: str


@dataclass(frozen=True, slots=True)
class LateChanges:
    """What the page of late changes shows.

    Attributes:
        rows: of the last twelve months with reasons, for those who follow the unit up; else empty.
        rule: where the smallest group comes from; None where nobody has said, and then all figures about anybody are withheld.
    """

    figures: Figures
    rows: Sequence[LateRow]
    rule: Rule | None
    follows_up: bool


def late_changes_at(viewer: User, unit: Unit, day: dt.date) -> LateChanges:
    """Return the unit's late changes: a constant number of queries. Whoever sees the unit's placements sees all of them counted."""
    follows_up = can_follow_up(viewer, unit)
    rule = rule_for(unit.organisation, SMALLEST_GROUP, day)
    found = list(
        LateChange.objects.filter(unit=unit, told_on__gte=first_day_of_quarters(day), told_on__lte=day).order_by(
            "-told_on", "first_day", "pk"
        )
    )
    stays = Placement.objects.filter(unit=unit, is_published=True, starts_on__lte=day, ends_before__gt=day - YEAR)
    placed = set(stays.values_list("enrolment", flat=True))
    nobody_says = len(placed) + len(found) + 1  # more than anybody could be
    counted = figures(
        [Change(one.enrolment_id, one.cause, one.told_on, one.weeks_before) for one in found],
        placed,
        day,
        smallest=0 if follows_up else int(rule.value) if rule else nobody_says,
        causes=LateChange.Cause.values,
    )
    rows = _named([one for one in found if one.told_on > day - YEAR]) if follows_up else []
    return LateChanges(counted, rows, rule, follows_up)


def _named(changes: Sequence[LateChange]) -> list[LateRow]:
    # Not joined: the database leaves out the row of a learner who no longer comes here, and with it the change.
    people = Enrolment.objects.filter(pk__in=[one.enrolment_id for one in changes], learner__restricted_at=None)
    names = {one.pk: str(one.learner) for one in people.select_related("learner")}
    return [LateRow(one, names.get(one.enrolment_id, "")) for one in changes]
