"""What the audit log says about proposals to units, and where they belong."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.organisations.audit_words import organisation_names
from randa.proposals.models import NoReason, Proposal, ProposedBlock

PROPOSAL, BLOCK = "proposals.proposal", "proposals.proposedblock"


def _of_proposal(proposal: Proposal) -> list[str]:
    return [region.path for region in proposal.plan.regions.all()]


def _of_block(block: ProposedBlock) -> list[str]:
    return [block.unit.organisation.path, *(region.path for region in block.plan.regions.all())]


def _reason_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in NoReason.objects.filter(pk__in=keys)}


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place(PROPOSAL, _of_proposal)
    places.register_place(BLOCK, _of_block)
    wording.register_type(PROPOSAL, _("Förslag till enheter"))
    wording.register_type(BLOCK, _("Block i ett förslag till en enhet"))
    wording.register(
        "proposal.sent", _("Ett förslag med %(after_blocks)s block skickades till %(after_units)s enheter")
    )
    wording.register("proposal.withdrawn", _("Förslaget till enheterna drogs tillbaka"))
    wording.register("proposal.reminded", _("%(after_units)s enheter påmindes om att svara"))
    wording.register("proposal.answered", _("En enhet svarade på ett block: %(after_answer)s"))
    wording.register("proposal.accepted", _("En enhet sade ja till %(after_blocks)s block"))
    wording.register_field("number", _("Nummer"), of=PROPOSAL)
    wording.register_field("units", _("Enheter"), of=PROPOSAL)
    wording.register_field("unit", _("Enhet"), names=organisation_names, of=PROPOSAL)
    wording.register_field("answer_by", _("Svar senast"), of=PROPOSAL)
    wording.register_field("answer", _("Svar"), show=wording.chosen(ProposedBlock.Answer), of=BLOCK)
    wording.register_field("no_reason", _("Skäl för nej"), names=_reason_names, of=BLOCK)
