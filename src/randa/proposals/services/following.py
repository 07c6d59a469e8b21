"""What publishing a plan makes of the units' answers."""

from randa.people.models import User
from randa.placements.models import Plan
from randa.proposals.answering import Answer
from randa.proposals.models import Proposal, ProposedBlock
from randa.proposals.services import telling as tell
from randa.proposals.services.sending import end_proposal, units_of
from randa.supply.services.supervision import keep_promise


def follow_published(actor: User, plan: Plan) -> None:
    """Close the plan's proposal, and let the supervisors whom units have named have their learners; in the publishing transaction.

    Who can no longer is passed by: the head sees a learner without a supervisor, and chooses another.
    """
    _end_other_versions(actor, plan)
    proposal = plan.proposals.filter(state=Proposal.State.OPEN).first()
    if proposal is None:
        return
    blocks = list(ProposedBlock.objects.filter(proposal=proposal).with_names().as_drafted())
    proposal.state = Proposal.State.PUBLISHED
    proposal.save(update_fields=["state"])
    tell.settle_units(proposal, units_of(blocks))
    placements = (
        plan.placements.filter(is_published=True)
        .select_related("enrolment__learner")
        .in_bulk([one.placement for one in blocks if one.is_as_drafted])
    )
    for block in blocks:
        placement = placements.get(block.placement)
        if block.answer == Answer.YES and block.supervisor is not None and placement is not None:
            keep_promise(actor=actor, placement=placement, supervisor=block.supervisor)


def _end_other_versions(actor: User, plan: Plan) -> None:
    """Take back what units are asked about other versions of the plan: one of them counts now, and nobody need answer about the rest."""
    same = Proposal.objects.filter(
        state=Proposal.State.OPEN, plan__name=plan.name, plan__start_year=plan.start_year
    ).exclude(plan=plan)
    for proposal in same.select_related("plan").order_by("pk"):
        end_proposal(actor, proposal)
