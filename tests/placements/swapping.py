"""A published plan in which two learners could change places: the same weeks of psychiatry at two units."""

from dataclasses import dataclass

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.services.plans import publish_plan
from randa.training.models import Enrolment, Unit
from tests.factories import RoleAssignmentFactory, RoleFactory, RuleFactory, RuleSetFactory, person_with
from tests.placements.test_comparison import plan_with
from tests.placements.world import PERMISSIONS, add_unit, enrolments, region_with


@dataclass(frozen=True, slots=True)
class Pair:
    """Two learners at `near` and `far`, and whoever publishes their plan."""

    region: Organisation
    planner: User
    plan: Plan
    learners: list[Enrolment]
    near: Unit
    far: Unit

    def block(self, number: int, area: str = "PSY") -> Placement:
        found: Placement = self.plan.placements.get(enrolment=self.learners[number], area=area)
        return found

    def person(self, number: int) -> User:
        found: User = self.learners[number].learner
        return found


def published_pair(*, starts: int = 20, learners: int = 2, notice_weeks: int = 12) -> Pair:
    """Return a pair whose psychiatry begins `starts` weeks after the first Monday; every learner but the first is at `far`."""
    region = region_with(learners, psychiatry_seats=1)
    rules = RuleSetFactory.create(organisation=region)
    RuleFactory.create(rule_set=rules, key="placement.notice_weeks", value=notice_weeks, unit="weeks")
    near, far = Unit.objects.get(region=region, area_id="PSY"), add_unit(region, "PSY", learners - 1)
    acute = Unit.objects.get(region=region, area_id="AKU")
    people = enrolments(region)
    blocks = []
    for number, one in enumerate(people):
        unit = far if number else near
        order = [(one, unit, 0, 8), (one, acute, 8, 12)] if not starts else [(one, acute, 0, 12), (one, unit, 12, 8)]
        blocks += order
        RoleAssignmentFactory.create(
            user=one.learner, organisation=region, role=RoleFactory.create(permissions=["placements.view_own"])
        )
    planner = person_with(*PERMISSIONS, at=region)
    return Pair(region, planner, publish_plan(actor=planner, plan=plan_with(region, *blocks)), people, near, far)
