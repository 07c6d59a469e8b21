"""The draft of Dalarna lies with its units: every other one has said yes, one has said no, and the visitor's ward has yet to answer."""

import datetime as dt

from randa.core.clock import today
from randa.demo.exchange import DALARNA, speaker_of
from randa.demo.plans import DRAFTED_AT
from randa.demo.story import WARD_CODE
from randa.placements.models import Plan
from randa.proposals.answering import Answer, Said
from randa.proposals.models import NoReason, Proposal
from randa.proposals.services.answering import accept_all, answer_block
from randa.proposals.services.sending import send_proposal
from randa.training.models import Unit

SENT_AT = DRAFTED_AT + dt.timedelta(minutes=25)
DAYS_TO_ANSWER = 21
LETTER = "Planen utgår från de platser ni har anmält. Säg till om något har ändrats, så flyttar vi hellre nu än efter publiceringen."


def make_proposal() -> None:
    """Send the draft, and answer for some of the units as who leads the region's training would after a telephone call."""
    manager = speaker_of(DALARNA)
    draft = Plan.objects.get(state=Plan.State.DRAFT)
    day = today() + dt.timedelta(days=DAYS_TO_ANSWER)
    proposal = send_proposal(actor=manager, plan=draft, answer_by=day, letter=LETTER)
    Proposal.objects.filter(pk=proposal.pk).update(sent_at=SENT_AT)
    asked = Unit.objects.filter(pk__in=proposal.blocks.values("unit")).exclude(organisation__code=WARD_CODE)
    refusing, *others = asked.order_by("organisation__code")
    for unit in others[::2]:
        accept_all(actor=manager, proposal=proposal, unit=unit)
    block = proposal.blocks.filter(unit=refusing).order_by("starts_on", "pk")[0]
    no = Said(answer=Answer.NO, reason=NoReason.objects.get(pk="supervision"))
    answer_block(actor=manager, block=block, said=no, seen=block.answers)
