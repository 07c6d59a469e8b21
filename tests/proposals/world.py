"""A draft of two learners at two psychiatric units, its planner, and the units' heads."""

import datetime as dt
from dataclasses import dataclass

from randa.core.notifications.models import Notification
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Plan
from randa.placements.services.blocks import move_blocks
from randa.proposals.answering import Answer, Said
from randa.proposals.models import NoReason, Proposal, ProposedBlock
from randa.proposals.services.sending import send_proposal
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment, Unit
from tests.factories import CapacityMethodFactory, NoReasonFactory, person_with
from tests.placements.editing import seen
from tests.placements.test_comparison import plan_with
from tests.placements.world import PERMISSIONS, add_unit, enrolments, region_with

TODAY = dt.date(2027, 1, 11)
BY = dt.date(2027, 1, 25)
YES = Said(Answer.YES)


@dataclass(frozen=True, slots=True)
class Asked:
    """The draft and everybody around it. Learner 0 is at `near`, learner 1 at `far`; both then at `acute`, which has no head."""

    region: Organisation
    planner: User
    plan: Plan
    learners: list[Enrolment]
    near: Unit
    far: Unit
    head: User
    far_head: User
    full: NoReason

    def send(self, *, letter: str = "", by: dt.date = BY) -> Proposal:
        return send_proposal(actor=self.planner, plan=self.plan, answer_by=by, letter=letter)

    def block(self, unit: Unit) -> ProposedBlock:
        rows = ProposedBlock.objects.select_related("unit__organisation", "proposal__plan")
        return rows.get(proposal__plan=self.plan, proposal__state="open", unit=unit)

    def supervisor(self, unit: Unit) -> Supervisor:
        return Supervisor.objects.get(unit=unit)

    def move(self, unit: Unit, weeks: int = 1) -> None:
        """Let the planner move the unit's block by some weeks."""
        row = self.plan.placements.get(unit=unit)
        self.plan.refresh_from_db()
        move_blocks(actor=self.planner, plan=self.plan, seen=seen(row), weeks=weeks)


def make_asked(*, starts: int = 0) -> Asked:
    """Return a draft that has not been sent; each psychiatric unit has one seat and one supervisor with two hours."""
    CapacityMethodFactory.create(code="one", learners_per_supervisor=1, is_default=True)
    region = region_with(2, psychiatry_seats=1)
    near, far = Unit.objects.get(region=region, area_id="PSY"), add_unit(region, "PSY", 1)
    acute = Unit.objects.get(region=region, area_id="AKU")
    people = enrolments(region)
    blocks = [(people[0], near, starts, 8), (people[1], far, starts, 8)]
    blocks += [(one, acute, starts + 8, 12) for one in people]
    return Asked(
        region=region,
        planner=person_with(*PERMISSIONS, at=region),
        plan=plan_with(region, *blocks),
        learners=people,
        near=near,
        far=far,
        head=person_with("placements.view", "capacity.edit", at=near.organisation),
        far_head=person_with("placements.view", "capacity.edit", at=far.organisation),
        full=NoReasonFactory.create(code="full", name_sv="För många samtidigt"),
    )


def told(kind: str, person: User) -> list[str]:
    """Return the titles of what the person was told and has not dealt with."""
    rows = Notification.objects.filter(kind=kind, recipient=person, done_at=None).order_by("created_at", "pk")
    return list(rows.values_list("title", flat=True))
