"""Two learners change places in a published plan: proposed, answered, decided by a planner, and told to everybody whom it concerns."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.core.notifications.waiting import Task
from randa.people.models import User
from randa.placements.errors import LateChangeError
from randa.placements.errors_swaps import (
    BlockNotSwappableError,
    SameBlockError,
    SwapAskedAlreadyError,
    SwapBreaksRulesError,
    SwapDoneError,
    SwapPartnerError,
    SwapRefusalReasonError,
    SwapStaleError,
)
from randa.placements.models import LateChange, PlanEdit, Swap
from randa.placements.my_day import swaps_to_answer, swaps_waiting_for_planner
from randa.placements.queries.swaps import open_swaps, swap_for, verdict_on
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plans import publish_plan
from randa.placements.services.swaps import (
    accept_swap,
    approve_swap,
    decline_swap,
    expire_swaps,
    propose_swap,
    refuse_swap,
    withdraw_swap,
)
from tests.factories import SwapFactory, UserFactory, person_with
from tests.placements.swapping import Pair, published_pair

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)
WHY = "Båda har barn i närheten"


@pytest.fixture
def pair() -> Pair:
    return published_pair()


def agreed(pair: Pair) -> Swap:
    made = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
    return accept_swap(actor=pair.person(1), swap=made)


def told(kind: str, person: User) -> list[str]:
    return list(Notification.objects.filter(kind=kind, recipient=person).order_by("pk").values_list("title", flat=True))


def tasks(person: User) -> list[Task]:
    with as_person(person.pk):
        return [*swaps_to_answer(person, TODAY), *swaps_waiting_for_planner(person, TODAY)]


def test_what_two_agree_on_and_the_planner_approves_is_what_counts_and_everybody_is_told(pair: Pair) -> None:
    head = person_with("placements.view", "capacity.edit", at=pair.far.organisation)
    swap = agreed(pair)
    Notification.objects.filter(kind__in=("placements.own", "placements.unit")).delete()

    approve_swap(actor=pair.planner, swap=swap)

    assert [pair.block(number).unit for number in (0, 1)] == [pair.far, pair.near]
    assert all(pair.block(number).is_published for number in (0, 1))
    for number in (0, 1):
        assert told("placements.own", pair.person(number)) == ["Bytet är godkänt: dina placeringar har ändrats"]
    assert told("placements.unit", head) == ["Två läkare har bytt placering, och det berör din enhet"]
    assert pair.plan.edits.get().kind == PlanEdit.Kind.SWAP
    assert AuditEvent.objects.filter(action="swap.approved", object_id=str(swap.pk)).exists()
    assert not LateChange.objects.exists(), "twelve weeks and more are enough"
    with pytest.raises(SwapDoneError):  # the second click
        approve_swap(actor=pair.planner, swap=swap)
    assert pair.block(0).unit == pair.far


def test_nothing_counts_before_the_planner_has_approved(pair: Pair) -> None:
    agreed(pair)

    assert [pair.block(number).unit for number in (0, 1)] == [pair.near, pair.far]


def test_a_late_swap_takes_a_reason_that_is_kept_for_both_units_and_told_also_when_they_swap_back() -> None:
    pair = published_pair(starts=0)
    swap = agreed(pair)
    with pytest.raises(LateChangeError, match="2 läkare"):
        approve_swap(actor=pair.planner, swap=swap, reason=" ")
    assert pair.block(0).unit == pair.near

    approve_swap(actor=pair.planner, swap=swap, reason=WHY)
    again = accept_swap(
        actor=pair.person(1),
        swap=propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email),
    )
    approve_swap(actor=pair.planner, swap=again, reason=WHY)
    third = agreed(pair)
    approve_swap(actor=pair.planner, swap=third, reason="En tredje gång")

    assert LateChange.objects.filter(unit=pair.near).count() == 3
    assert {one.reason for one in LateChange.objects.all()} == {WHY, "En tredje gång"}
    assert {one.cause for one in LateChange.objects.all()} == {LateChange.Cause.LEARNER}
    assert Notification.objects.filter(recipient=pair.person(0), kind="placements.own", body=WHY).count() == 2


def test_an_open_proposal_shows_place_and_weeks_and_no_name_until_both_have_said_yes(pair: Pair) -> None:
    swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk)
    assert told("placements.swap", pair.person(1)) == ["Någon vill byta en placering i ett område där du har en"]
    assert Notification.objects.get(kind="placements.swap", recipient=pair.person(1)).actor is None

    (seen,) = open_swaps(pair.person(1))
    assert (seen.gets and seen.gets.unit, seen.other, seen.may_accept) == (pair.near, "", True)
    accept_swap(actor=pair.person(1), swap=swap)

    for number in (0, 1):
        hidden = swap_for(pair.person(number), str(swap.pk))
        assert hidden is not None
        assert hidden.other == ""
    assert tasks(pair.planner) == [], "the one who proposed has not said yes to this block"
    (waiting,) = tasks(pair.person(0))
    assert waiting.url == swap.get_absolute_url()

    accept_swap(actor=pair.person(0), swap=swap)

    for number in (0, 1):
        shown = swap_for(pair.person(number), str(swap.pk))
        assert shown is not None
        assert shown.other == str(pair.person(1 - number))
    assert [one.title for one in tasks(pair.planner)] == [f"Två läkare vill byta placering, {swap.area}"]


def test_a_no_ends_a_named_proposal_with_its_reason_and_lets_an_open_one_go_on(pair: Pair) -> None:
    named = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
    assert [one.url for one in tasks(pair.person(1))] == [named.get_absolute_url()]
    decline_swap(actor=pair.person(1), swap=named, reason="Jag har redan bostad")
    named.refresh_from_db()
    assert (named.state, named.answer_reason) == (Swap.State.DECLINED, "Jag har redan bostad")
    assert told("placements.swap", pair.person(0)) == ["Den andra läkaren vill inte byta placering"]

    open_one = propose_swap(actor=pair.person(0), block=pair.block(0).pk)
    accept_swap(actor=pair.person(1), swap=open_one)
    decline_swap(actor=pair.person(0), swap=open_one)
    open_one.refresh_from_db()

    assert (open_one.state, open_one.partner) == (Swap.State.PROPOSED, None)
    with pytest.raises(SwapDoneError):
        decline_swap(actor=pair.person(1), swap=open_one)


def test_whoever_proposed_may_take_it_back_until_it_is_decided_and_nobody_else(pair: Pair) -> None:
    swap = agreed(pair)
    with pytest.raises(SwapDoneError):
        withdraw_swap(actor=pair.person(1), swap=swap)

    withdraw_swap(actor=pair.person(0), swap=swap)

    with pytest.raises(SwapDoneError):
        approve_swap(actor=pair.planner, swap=swap)
    assert tasks(pair.planner) == []
    assert pair.block(0).unit == pair.near


def test_the_planners_no_needs_a_reason_and_both_read_it(pair: Pair) -> None:
    swap = agreed(pair)
    with pytest.raises(SwapRefusalReasonError):
        refuse_swap(actor=pair.planner, swap=swap, reason="  ")

    refuse_swap(actor=pair.planner, swap=swap, reason="Enheten har bett om just den läkaren")

    swap.refresh_from_db()
    assert (swap.state, swap.decided_by) == (Swap.State.REFUSED, pair.planner)
    for number in (0, 1):
        assert "Bytet av placering godkändes inte" in told("placements.swap", pair.person(number))


def test_whoever_does_not_publish_the_plan_decides_nothing(pair: Pair) -> None:
    swap = agreed(pair)
    for actor in (pair.person(0), person_with("placements.plan", at=pair.region), UserFactory.create()):
        with pytest.raises(PermissionDenied):
            approve_swap(actor=actor, swap=swap)
        with pytest.raises(PermissionDenied):
            refuse_swap(actor=actor, swap=swap, reason=WHY)


def test_a_swap_goes_on_in_the_plan_that_replaces_its_own_and_is_refused_when_a_block_is_another(pair: Pair) -> None:
    swap = agreed(pair)
    same = publish_plan(actor=pair.planner, plan=copy_plan(actor=pair.planner, plan=pair.plan))
    swap.refresh_from_db()
    assert swap.plan == same

    changed = copy_plan(actor=pair.planner, plan=same)
    changed.placements.filter(enrolment=pair.learners[0], area="PSY").update(unit=pair.far)
    changed.placements.filter(enrolment=pair.learners[1], area="PSY").update(unit=pair.near)
    publish_plan(actor=pair.planner, plan=changed)
    swap.refresh_from_db()

    with pytest.raises(SwapStaleError):
        approve_swap(actor=pair.planner, swap=swap)
    assert verdict_on(swap).exchange is None
    swap.refresh_from_db()
    assert swap.state == Swap.State.AGREED, "the planner says no with a reason; nothing is lost in silence"


def test_a_swap_that_breaks_a_programme_is_not_proposed_and_one_that_came_to_break_it_is_not_approved() -> None:
    pair = published_pair()
    late = pair.block(1)
    early = pair.block(1, "AKU")
    week = dt.timedelta(weeks=1)
    pair.plan.placements.filter(pk__in=[late.pk, early.pk]).update(is_published=False)
    late.starts_on, late.ends_before = early.starts_on, early.starts_on + 8 * week
    early.starts_on, early.ends_before = late.ends_before, late.ends_before + 12 * week
    for one in (late, early):
        one.save()

    with pytest.raises(SwapBreaksRulesError):
        propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)

    assert not Swap.objects.exists()


def test_a_block_that_was_locked_after_the_two_agreed_is_not_swapped(pair: Pair) -> None:
    swap = agreed(pair)
    pair.plan.placements.filter(pk=pair.block(1).pk).update(is_locked=True)

    with pytest.raises(SwapStaleError):
        approve_swap(actor=pair.planner, swap=swap)


def test_only_a_block_to_come_that_is_ones_own_and_not_locked_can_be_swapped(pair: Pair) -> None:
    block = pair.block(0)
    with pytest.raises(BlockNotSwappableError):
        propose_swap(actor=pair.person(1), block=block.pk)
    block.is_locked = True
    block.save()
    with pytest.raises(BlockNotSwappableError):
        propose_swap(actor=pair.person(0), block=block.pk)


def test_a_colleague_without_such_a_block_oneself_and_a_second_proposal_are_refused(pair: Pair) -> None:
    stranger = UserFactory.create()
    for address in (stranger.email, pair.person(0).email, "ingen@exempel.se"):
        with pytest.raises(SwapPartnerError):
            propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=address)
    propose_swap(actor=pair.person(0), block=pair.block(0).pk)

    with pytest.raises(SwapAskedAlreadyError):
        propose_swap(actor=pair.person(0), block=pair.block(0).pk)


def test_the_same_unit_and_weeks_are_nothing_to_swap() -> None:
    pair = published_pair(learners=3)

    with pytest.raises(SameBlockError):
        propose_swap(actor=pair.person(1), block=pair.block(1).pk, partner=pair.person(2).email)

    assert open_swaps(pair.person(2)) == []


def test_an_unanswered_proposal_ends_after_its_last_day_and_an_agreed_one_when_a_block_begins(pair: Pair) -> None:
    swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
    assert swap.answer_by == TODAY + dt.timedelta(days=14)
    assert expire_swaps(swap.answer_by) == 0

    assert expire_swaps(swap.answer_by + dt.timedelta(days=1)) == 1

    with pytest.raises(SwapDoneError):
        accept_swap(actor=pair.person(1), swap=swap)
    late = agreed(pair)
    assert expire_swaps(late.answer_by + dt.timedelta(days=1)) == 0
    assert expire_swaps(late.starts_on) == 1


def test_the_database_shows_a_swap_to_the_two_whoever_may_answer_and_the_planners_of_the_plan(pair: Pair) -> None:
    propose_swap(actor=pair.person(0), block=pair.block(0).pk)

    seen = []
    for person in (
        pair.person(0),
        pair.person(1),
        pair.planner,
        UserFactory.create(),
        person_with("placements.view", at=pair.region),
    ):
        with as_person(person.pk):
            seen.append(Swap.objects.count())

    assert seen == [1, 1, 1, 0, 0]


def test_the_database_knows_no_agreement_without_a_partner() -> None:
    with pytest.raises(IntegrityError, match="swap_agreed_has_two"), transaction.atomic():
        SwapFactory.create(state="agreed")
