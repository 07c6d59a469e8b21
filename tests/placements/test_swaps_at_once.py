"""Planners who decide about the same swap at the same moment: one decision counts, and the other planner hears so."""

import pytest

from randa.placements.models import PlanEdit, Swap
from randa.placements.services.swaps import accept_swap, approve_swap, propose_swap, refuse_swap, withdraw_swap
from tests.at_once import at_once
from tests.factories import person_with
from tests.placements.swapping import Pair, published_pair
from tests.placements.world import PERMISSIONS

pytestmark = pytest.mark.django_db(transaction=True)


def agreed(pair: Pair) -> Swap:
    made = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
    return accept_swap(actor=pair.person(1), swap=made)


def test_of_two_planners_who_approve_at_once_one_changes_the_plan_once() -> None:
    pair = published_pair()
    swap, colleague = agreed(pair), person_with(*PERMISSIONS, at=pair.region)

    said = at_once(
        lambda: approve_swap(actor=pair.planner, swap=Swap.objects.get(pk=swap.pk)),
        lambda: approve_swap(actor=colleague, swap=Swap.objects.get(pk=swap.pk)),
    )

    assert sorted(said) == ["", "swap_not_waiting"]
    assert [pair.block(number).unit for number in (0, 1)] == [pair.far, pair.near]
    assert pair.plan.edits.filter(kind=PlanEdit.Kind.SWAP).count() == 1


def test_a_yes_and_a_no_at_once_leave_one_of_them() -> None:
    pair = published_pair()
    swap, colleague = agreed(pair), person_with(*PERMISSIONS, at=pair.region)

    said = at_once(
        lambda: approve_swap(actor=pair.planner, swap=Swap.objects.get(pk=swap.pk)),
        lambda: refuse_swap(actor=colleague, swap=Swap.objects.get(pk=swap.pk), reason="Enheten behöver henne"),
    )

    swap.refresh_from_db()
    is_approved = said[0] == ""
    assert sorted(said) == ["", "swap_not_waiting"]
    assert swap.state == (Swap.State.APPROVED if is_approved else Swap.State.REFUSED)
    assert pair.block(0).unit == (pair.far if is_approved else pair.near)


def test_a_proposal_taken_back_while_the_other_says_yes_is_either_and_not_both() -> None:
    pair = published_pair()
    swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)

    said = at_once(
        lambda: accept_swap(actor=pair.person(1), swap=Swap.objects.get(pk=swap.pk)),
        lambda: withdraw_swap(actor=pair.person(0), swap=Swap.objects.get(pk=swap.pk)),
    )

    swap.refresh_from_db()
    # Whoever proposed may take an agreed swap back too: then both were done, the yes first.
    assert said in (["", ""], ["swap_not_waiting", ""])
    assert (swap.state, pair.block(0).unit) == (Swap.State.WITHDRAWN, pair.near)
