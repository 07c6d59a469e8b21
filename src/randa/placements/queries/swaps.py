"""Reads of swaps: what a learner may propose and answer, what waits for a planner, and what a swap changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.people.models import User
from randa.placements.models import OUTSIDE, Offered, Placement, Plan, Swap, SwapQuerySet
from randa.placements.permissions import can_publish_plan
from randa.placements.queries.board import Told, told_of
from randa.placements.queries.comparison import Comparison, compared
from randa.placements.swapping import Exchange, block_as_offered, exchange_of

State = Swap.State
PARTIES_KNOWN = (State.AGREED, State.APPROVED, State.REFUSED)


@dataclass(frozen=True, slots=True)
class SwapSeen:
    """A swap as one learner sees it.

    Attributes:
        gives, gets: the learner's own block and the other one; None where nobody has offered one yet.
        other: the other learner's name; empty while an open proposal keeps it.
        is_mine: the learner proposed it.
        may_accept, may_decline, may_withdraw: what the learner can do now.
    """

    swap: Swap
    gives: Offered | None
    gets: Offered | None
    other: str
    is_mine: bool
    may_accept: bool
    may_decline: bool
    may_withdraw: bool

    @property
    def state(self) -> str:
        """Where the swap stands, said to the learner; empty for what others propose to anybody, which the heading says."""
        if not self.may_accept:
            return str(self.swap.get_state_display())
        return _("väntar på ditt svar") if self.is_mine or self.other else ""

    @property
    def tone(self) -> str:
        return "warning" if self.may_accept else "neutral"


def may_be_swapped(block: Placement) -> bool:
    """Tell whether a block is the learners' to change: published, not begun, not locked, and in a plan of their own region's."""
    return (
        block.is_published
        and block.unit_id is not None
        and block.starts_on > today()
        and not block.is_locked
        and block.plan.start_year != OUTSIDE
    )


def swap_blocks(swap: Swap) -> tuple[Placement | None, Placement | None]:
    """Return the proposer's and the partner's block, None for one that the plan has no longer as it was: one query."""
    rows = Placement.objects.filter(plan=swap.plan_id, area=swap.area_id, is_published=True)
    found = rows.filter(enrolment__in=[swap.proposer_id, swap.partner_id])
    blocks = list(
        found.select_related("plan", "area", "enrolment__learner", "enrolment__post__region", "unit__organisation")
    )
    own, other = (block_as_offered(swap, blocks, of_partner=side) for side in (False, True))
    return own, other


def changes_of(exchange: Exchange) -> Comparison:
    """Return what a swap changes for the two learners and their units, held against the notice period."""
    before = {one.enrolment_id: [one] for one in exchange.blocks}
    after = {one.enrolment_id: [one] for one in exchange.as_they_will_be}
    return compared(before, after, exchange.plan)


def own_swaps(actor: User) -> list[SwapSeen]:
    """Return the swaps in which the person is one of the two, the latest first: two queries."""
    with as_system("a swap is shown to its two learners, who do not see each other's records"):
        rows = Swap.objects.of(actor).with_blocks().select_related("proposer__learner", "partner__learner")
        return [_seen(one, actor, None) for one in rows[:20]]


def open_swaps(actor: User) -> list[SwapSeen]:
    """Return what others propose without names that the person has a block to answer with: two queries."""
    own = _blocks_of(actor)
    by_area = {(one.plan_id, one.area_id): one for one in own if may_be_swapped(one)}
    rows = Swap.objects.filter(_open_to(own), answer_by__gte=today()).with_blocks().order_by("starts_on", "pk")
    seen = [_seen(one, actor, by_area.get((one.plan_id, one.area_id))) for one in rows]
    return [
        one
        for one in seen
        if one.gives and (one.gives.unit.pk, one.gives.starts_on) != (one.swap.unit_id, one.swap.starts_on)
    ]


def swap_for(actor: User, key: str) -> SwapSeen | None:
    """Return one swap as the learner sees it, None when it is not theirs to see."""
    with as_system("a swap is shown to its two learners, who do not see each other's records"):
        own = (
            Swap.objects.of(actor).filter(pk=key).with_blocks().select_related("proposer__learner", "partner__learner")
        )
        found = own.first()
        if found is not None:
            return _seen(found, actor, None)
    return next((one for one in open_swaps(actor) if str(one.swap.pk) == str(key)), None)


def swaps_to_decide(actor: User) -> SwapQuerySet:
    """Return what two learners have agreed on and the person decides, soonest first."""
    plans = Plan.objects.visible_to(actor).filter(state=Plan.State.PUBLISHED).prefetch_related("regions")
    mine = [one.pk for one in plans if can_publish_plan(actor, one)] if actor.has("placements.publish") else []
    rows = Swap.objects.filter(plan__in=mine, state=State.AGREED).with_blocks()
    return rows.select_related("proposer__learner", "partner__learner").order_by("starts_on", "pk")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What approving a swap does. `exchange` is None when the plan has changed, so that it cannot be approved."""

    exchange: Exchange | None
    told: Told | None
    changes: Comparison | None


def verdict_on(swap: Swap) -> Verdict:
    """Return what approving does to rules, seats, cost and promises: the same judge as for edits, two dozen queries at any size."""
    with as_system("a swap is judged by everybody's blocks; the page is for those who publish the plan"):
        own, other = swap_blocks(swap)
        if own is None or other is None:
            return Verdict(None, None, None)
        exchange = exchange_of(swap.plan, own, other)
        return Verdict(exchange, told_of(swap.plan, exchange.before, exchange.after), changes_of(exchange))


def swappable_keys(placements: Iterable[Placement], swaps: Iterable[SwapSeen]) -> set[object]:
    """Return the keys of own blocks that a swap can be proposed for now: what waits already is left out."""
    waiting = {(one.swap.proposer_id, one.swap.area_id) for one in swaps if one.is_mine and one.may_withdraw}
    return {one.pk for one in placements if may_be_swapped(one) and (one.enrolment_id, one.area_id) not in waiting}


def _blocks_of(actor: User) -> list[Placement]:
    rows = Placement.objects.filter(enrolment__learner=actor, is_published=True, plan__state=Plan.State.PUBLISHED)
    return list(rows.select_related("plan", "unit__organisation"))


def _open_to(own: Iterable[Placement]) -> Q:
    found = Q(pk__in=[])
    for one in own:
        found |= Q(plan=one.plan_id, area=one.area_id) & ~Q(proposer=one.enrolment_id)
    return found & Q(is_open=True, state=State.PROPOSED, starts_on__gt=today())


def _seen(swap: Swap, actor: User, own: Placement | None) -> SwapSeen:
    """Return the swap from the actor's side; `own` is the block that they would answer an open proposal with."""
    offered = Offered(swap.unit, swap.starts_on, swap.ends_before)
    answered = swap.partner_block if swap.partner_id is not None else None
    in_time = swap.answer_by >= today()
    if own is not None and own.unit is not None:
        mine = Offered(own.unit, own.starts_on, own.ends_before)
        return SwapSeen(swap, mine, offered, "", False, in_time, False, False)
    is_mine = swap.proposer.learner_id == actor.pk
    known = not swap.is_open or swap.state in PARTIES_KNOWN
    other = swap.partner if is_mine else swap.proposer
    waits_for_me = swap.state == (State.OFFERED if is_mine else State.PROPOSED)
    return SwapSeen(
        swap,
        gives=offered if is_mine else answered,
        gets=answered if is_mine else offered,
        other=str(other.learner) if known and other is not None else "",
        is_mine=is_mine,
        may_accept=waits_for_me and in_time,
        may_decline=waits_for_me or (not is_mine and swap.state in Swap.STILL_OPEN),
        may_withdraw=is_mine and swap.state in Swap.STILL_OPEN,
    )
