"""Heads who answer at once, and a planner who edits meanwhile: one answer stands, and everybody hears the truth."""

import pytest

from randa.placements.services.blocks import move_blocks
from randa.proposals.answering import Answer, Said
from randa.proposals.models import ProposedBlock
from randa.proposals.services.answering import answer_block
from tests.at_once import Act, at_once
from tests.factories import person_with
from tests.placements.editing import seen
from tests.proposals.world import Asked, make_asked

pytestmark = pytest.mark.django_db(transaction=True)


def says(asked: Asked, block: ProposedBlock, said: Said) -> Act:
    head = person_with("capacity.edit", at=block.unit.organisation)
    return lambda: answer_block(actor=head, block=block, said=said, seen=0)


def test_of_two_heads_who_answer_differently_at_once_one_is_told_what_the_other_said() -> None:
    asked = make_asked()
    asked.send()
    block = asked.block(asked.near)

    said = at_once(says(asked, block, Said(Answer.YES)), says(asked, block, Said(Answer.NO, reason=asked.full)))

    assert sorted(said) == ["", "answered_meanwhile"]
    block.refresh_from_db()
    assert block.answer == ("yes" if said[0] == "" else "no")
    assert block.answers == 1


def test_one_supervisors_last_hour_is_promised_once() -> None:
    asked = make_asked()
    row = asked.plan.placements.get(unit=asked.far)
    row.unit = asked.near
    row.save()
    proposal = asked.send()
    blocks = list(proposal.blocks.filter(unit=asked.near).select_related("unit__organisation", "proposal__plan"))
    yes = Said(Answer.YES, supervisor=asked.supervisor(asked.near))

    said = at_once(*(says(asked, block, yes) for block in blocks))

    assert sorted(said) == ["", "supervisor_full"]


def test_an_answer_and_an_edit_at_once_leave_no_answer_about_a_block_that_is_gone() -> None:
    asked = make_asked()
    asked.send()
    block, row = asked.block(asked.near), asked.plan.placements.get(unit=asked.near)

    said = at_once(
        says(asked, block, Said(Answer.YES)),
        lambda: move_blocks(actor=asked.planner, plan=asked.plan, seen=seen(row), weeks=1),
    )

    assert said[1] == "", "the planner's edit is not held up"
    assert said[0] in {"", "proposed_block_changed"}
    kept = ProposedBlock.objects.as_drafted().get(pk=block.pk)
    assert not kept.is_as_drafted, "what was answered before the edit has fallen"
    assert kept.answer == ("yes" if said[0] == "" else "waiting")
