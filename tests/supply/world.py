"""A psychiatric unit with two supervisors and a learner who has one of them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.supervisors.models import Supervisor
from randa.supply.models import Supervision
from randa.training.models import Enrolment, Unit
from tests.factories import (
    CapacityMethodFactory,
    PlacementFactory,
    PlanFactory,
    SeatPeriodFactory,
    SupervisionFactory,
    SupervisorFactory,
    UnitFactory,
    person_with,
)

FIRST, LAST = dt.date(2027, 2, 1), dt.date(2027, 3, 29)  # of the placement, half-open
AWAY, BACK = dt.date(2027, 3, 1), dt.date(2027, 3, 15)


@dataclass(frozen=True, slots=True)
class SmallUnit:
    unit: Unit
    head: User
    supervisor: Supervisor
    colleague: Supervisor
    placement: Placement
    supervision: Supervision

    @property
    def enrolment(self) -> Enrolment:
        return self.placement.enrolment


def make_unit() -> SmallUnit:
    """Return a unit of two seats where each supervisor takes one learner, for one hour a week."""
    CapacityMethodFactory.create(
        code="one_to_one", learners_per_supervisor=1, hours_per_learner_week=Decimal("1.0"), is_default=True
    )
    unit = UnitFactory.create()
    SeatPeriodFactory.create(unit=unit, seats=2)
    first, second = SupervisorFactory.create_batch(2, unit=unit, supervision_hours_per_week=Decimal("1.0"))
    plan = PlanFactory.create(regions=[unit.region], state=Plan.State.PUBLISHED)
    placement = placed_at(unit, plan)
    return SmallUnit(
        unit=unit,
        head=person_with("placements.view", "capacity.edit", at=unit.organisation),
        supervisor=first,
        colleague=second,
        placement=placement,
        supervision=SupervisionFactory.create(enrolment=placement.enrolment, supervisor=first),
    )


def placed_at(unit: Unit, plan: Plan, **values: object) -> Placement:
    """Return eight published weeks of a learner of the unit's own region."""
    made: Placement = PlacementFactory.create(
        plan=plan, unit=unit, is_published=True, enrolment__post__programme__region=unit.region, **values
    )
    return made
