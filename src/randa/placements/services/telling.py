"""Telling people what a publication changes for them, and keeping what came late."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.notifications.services import notify_all
from randa.people.models import User
from randa.people.queries.holders import people_at
from randa.placements.kinds import OWN_PLACEMENTS, UNIT_PLACEMENTS
from randa.placements.models import LateChange, Plan
from randa.placements.queries.comparison import Comparison, LearnerChange


def tell_of_publication(actor: User, plan: Plan, changes: Comparison, reason: str) -> None:
    """Tell every learner and unit for whom something becomes another; nobody is told what they did themselves."""
    own = reverse("placements:mine")
    for people, title, body in (
        (_learners(changes.first), _first, ""),
        (_learners(one for one in changes.changed if not one.late), _changed, ""),
        (_learners(changes.late), _changed, reason),
    ):  # fmt: skip
        notify_all(people, OWN_PLACEMENTS.key, title, body, own, actor=actor, dedupe=str(plan.pk))
    heads = people_at("capacity.edit", [unit.organisation for unit in changes.units], changes.notice.day)
    notify_all(
        [head for head in heads if head.pk != actor.pk], UNIT_PLACEMENTS.key, _at_unit, str(plan),
        reverse("placements:plan_units", args=[plan.pk]), actor=actor, dedupe=str(plan.pk),
    )  # fmt: skip


def keep_late_changes(actor: User, plan: Plan, changes: Comparison, cause: LateChange.Cause, reason: str) -> None:
    """Write down what was promised and becomes another inside the notice period, one row per learner, unit and day."""
    rows = {
        (learner.enrolment.pk, promised.unit_id, change.first_day): LateChange(
            plan=plan,
            enrolment=learner.enrolment,
            unit_id=promised.unit_id,
            first_day=change.first_day,
            told_on=changes.notice.day,
            notice_weeks=changes.notice.weeks,
            cause=cause,
            reason=reason,
            recorded_by=actor,
            edit_number=plan.edit_number,
        )
        for learner in changes.late
        for change in learner.late
        if (promised := change.before) is not None and promised.unit_id is not None
    }
    LateChange.objects.bulk_create(rows.values())


def _learners(changes: Iterable[LearnerChange]) -> list[User]:
    return [one.enrolment.learner for one in changes]


def _first() -> str:
    return _("Dina placeringar är bestämda")


def _changed() -> str:
    return _("Dina placeringar har ändrats")


def _at_unit() -> str:
    return _("En plan med läkare som kommer till din enhet har publicerats")
