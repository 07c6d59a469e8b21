"""Proposals: the planners of the draft, and the keepers of the units that are asked."""

from typing import TYPE_CHECKING, Any

from randa.placements.models import Plan
from tests.factories import ProposalFactory, ProposedBlockFactory

if TYPE_CHECKING:
    from tests.access.world import Objects

SIDES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}
LEADS_BACK = SIDES | {"training_manager": 302, "administrator": 302}

ROWS: dict[str, dict[str, int]] = {
    "proposals:index": SIDES | {"outsider": 200, "learner": 403},
    "proposals:plan": SIDES,
    "proposals:withdraw": LEADS_BACK,
    "proposals:remind": LEADS_BACK,
    "proposals:suggested": SIDES,
    "proposals:unit": SIDES,
    "proposals:accept": LEADS_BACK,
    "proposals:answer": SIDES | {"training_manager": 422, "administrator": 422},  # nothing is answered
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    """Make a proposal of the region's draft to its unit."""
    plan = Plan.objects.filter(regions=objects.region, state=Plan.State.DRAFT).order_by("created_at").first()
    proposal = ProposalFactory.create(plan=plan)
    block = ProposedBlockFactory.create(proposal=proposal, enrolment=objects.enrolment, unit=objects.unit)
    asked = {"pk": proposal.pk, "code": objects.unit.organisation.code}
    return {
        "proposals:unit": asked, "proposals:accept": asked, "proposals:answer": asked | {"block_pk": block.pk},
    }  # fmt: skip
