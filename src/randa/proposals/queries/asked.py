"""What the units that one keeps are asked, proposal by proposal."""

from dataclasses import dataclass

from django.db.models import Count, Q

from randa.core.access.row_security import as_system
from randa.people.models import User
from randa.proposals.answering import Answer
from randa.proposals.models import Proposal, ProposedBlock
from randa.training.models import Unit

SHOWN = 200


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """One proposal as one unit sees it; `waiting` counts what it can answer now."""

    proposal: Proposal
    unit: Unit
    blocks: int
    waiting: int


def asked_units(actor: User) -> list[AskedUnit]:
    """Return what the person's units are or were asked, what waits first and soonest, then the latest: three queries."""
    with as_system("whether a block still is as proposed is told by a draft that its unit may not read"):
        rows = list(
            ProposedBlock.objects.asked_of(actor)
            .exclude(proposal__state=Proposal.State.REPLACED)
            .as_drafted()
            .values("proposal", "unit")
            .annotate(
                blocks=Count("pk"),
                waiting=Count("pk", filter=Q(proposal__state="open", answer=Answer.WAITING, is_as_drafted=True)),
            )
            .order_by("-proposal__answer_by", "unit")[:SHOWN]
        )
        proposals = Proposal.objects.select_related("plan").in_bulk({row["proposal"] for row in rows})
        units = Unit.objects.select_related("organisation").in_bulk({row["unit"] for row in rows})
    found = [AskedUnit(proposals[row["proposal"]], units[row["unit"]], row["blocks"], row["waiting"]) for row in rows]
    waiting = sorted((one for one in found if one.waiting), key=lambda one: one.proposal.answer_by)
    return waiting + [one for one in found if not one.waiting]
