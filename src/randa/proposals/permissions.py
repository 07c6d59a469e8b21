"""Who proposes a plan to units, and who answers for a unit."""

from randa.people.models import User
from randa.placements.models import Plan
from randa.placements.permissions import can_edit_plan
from randa.proposals.models import ANSWER
from randa.training.models import Unit


def can_propose_plan(actor: User, plan: Plan) -> bool:
    """Whoever changes the draft asks the units about it."""
    return can_edit_plan(actor, plan)


def can_answer_for_unit(actor: User, unit: Unit) -> bool:
    """The unit's head, and whoever has capacity as a task in the region: those who keep its seats true."""
    return actor.has(ANSWER, unit.organisation)
