"""The rule about one's own workplace asked of many stays at once: an edit's, a swap's, or a whole plan's (N-P4)."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.people.models import RoleAssignment
from randa.placements.models import Placement
from randa.placements.objections import Objection, Stay
from randa.supply.models import WorkplaceException, WorkplaceRule
from randa.supply.queries.workplace import LEARNER, WorkplaceCheck, looks_back_to, nearest_rule
from randa.training.models import Enrolment, Unit


def workplace_objections(stays: Sequence[Stay]) -> list[Objection]:
    """Return the stays at one's own workplace that nobody has made an exception for: six queries at any number."""
    rules = list(WorkplaceRule.objects.select_related("organisation"))
    if not rules or not stays:
        return []
    with as_system("whether somebody works where they are to be assessed is asked before anybody may see them there"):
        found = _Facts(stays)
        checks = [(stay, found.check(stay, rules)) for stay in stays]
    return [
        Objection(stay, _words(check), check.is_refused)
        for stay, check in checks
        if check.is_hit and not check.exception
    ]


class _Facts:
    """Who has worked and been placed at the units of some stays."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        self.units = {
            one.pk: one
            for one in Unit.objects.filter(pk__in={stay.unit for stay in stays}).select_related("organisation")
        }
        enrolments = Enrolment.objects.filter(pk__in={stay.enrolment for stay in stays})
        self.learners = dict(enrolments.values_list("pk", "learner"))
        places = {one.organisation_id for one in self.units.values()}
        roles = RoleAssignment.objects.filter(user__in=set(self.learners.values()), organisation__in=places)
        self.roles: dict[tuple[UUID, int], list[RoleAssignment]] = defaultdict(list)
        for role in roles.exclude(role=LEARNER):
            self.roles[role.user_id, role.organisation_id].append(role)
        earlier = Placement.objects.filter(
            enrolment__learner__in=set(self.learners.values()), unit__in=list(self.units), is_published=True
        )
        self.earlier: dict[tuple[UUID, int | None], list[Placement]] = defaultdict(list)
        for block in earlier.select_related("enrolment"):
            self.earlier[block.enrolment.learner_id, block.unit_id].append(block)
        exceptions = WorkplaceException.objects.filter(enrolment__in=list(self.learners), unit__in=list(self.units))
        self.exceptions = {(one.enrolment_id, one.unit_id): one for one in exceptions}

    def check(self, stay: Stay, rules: Sequence[WorkplaceRule]) -> WorkplaceCheck:
        """Return what the nearest rule says of one stay; the same answer as `check_workplace` gives."""
        unit, learner = self.units.get(stay.unit), self.learners.get(stay.enrolment)
        rule = nearest_rule(rules, unit, stay.starts_on) if unit is not None else None
        if rule is None or unit is None or learner is None:
            return WorkplaceCheck(None)
        since = looks_back_to(rule, stay.starts_on)
        works = any(
            one.starts_on < stay.starts_on and (one.ends_before is None or one.ends_before > since)
            for one in self.roles[learner, unit.organisation_id]
        )
        been = any(
            one.enrolment_id != stay.enrolment and one.starts_on < stay.starts_on and one.ends_before > since
            for one in self.earlier[learner, unit.pk]
        )
        return WorkplaceCheck(rule, works, been, self.exceptions.get((stay.enrolment, stay.unit)))


def _words(check: WorkplaceCheck) -> str:
    if check.works_there:
        return _(
            "arbetar eller har arbetat på enheten. Välj en annan enhet, eller besluta om undantag på enhetens sida."
        )
    return _("har varit placerad på enheten förut. Välj en annan enhet, eller besluta om undantag på enhetens sida.")
