"""Learners who change places, one in each state: proposed, answered, decided and over, between blocks of the same weeks in Dalarna."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from randa.core.clock import today
from randa.demo.exchange import DALARNA
from randa.demo.plans import planner
from randa.demo.story import WARD_CODE
from randa.placements.models import Placement, Plan, Swap
from randa.placements.services.swaps import (
    accept_swap,
    approve_swap,
    decline_swap,
    expire_swaps,
    propose_swap,
    refuse_swap,
    withdraw_swap,
)

VISITOR = "BT-20-2027-001"
State = Swap.State
Pair = tuple[Placement, Placement]
REASON = "Läkarna har ordnat barnomsorg efter bytet, och enheterna har sagt ja."


def make_swaps() -> None:
    """Make the swaps. The visitor has one to answer, one that somebody wants, and one without names to say yes to."""
    plan = Plan.objects.get(state=Plan.State.PUBLISHED, start_year=2027)
    pairs = list(_pairs(plan))
    of_visitor = _of_visitor(pairs)
    others = _apart(pairs, {VISITOR} | {other.enrolment.post.number for _own, other in of_visitor})
    # With two partners only, the one who wants the visitor's block is also the one without names.
    for swap, pair in zip((_asked, _answered, _open), of_visitor + of_visitor[1:2], strict=False):
        swap(*pair)
    for _number in range(2):
        _agreed(next(others))
    decider = planner()
    approve_swap(actor=decider, swap=_agreed(next(others)), reason=REASON)
    refuse_swap(
        actor=decider, swap=_agreed(next(others)), reason="Enheten har lovat handledaren samma läkare hela våren."
    )
    first, second = next(others)
    decline_swap(
        actor=second.enrolment.learner, swap=_propose(first, second), reason="Jag har redan ordnat boende där."
    )
    first, second = next(others)
    withdraw_swap(actor=first.enrolment.learner, swap=_propose(first, second))
    late = _propose(*next(others))
    Swap.objects.filter(pk=late.pk).update(answer_by=today() - dt.timedelta(days=1))
    expire_swaps(today())


def _pairs(plan: Plan) -> Iterator[Pair]:
    """Give two blocks of one area and the same weeks at two units of Dalarna, by post: changing them breaks nothing."""
    rows = Placement.objects.filter(
        plan=plan, enrolment__post__region__code=DALARNA, unit__region__code=DALARNA, starts_on__gt=today()
    )
    rows = rows.exclude(unit__organisation__code=WARD_CODE).select_related("enrolment__learner", "enrolment__post")
    alike: dict[tuple[str, dt.date, dt.date], list[Placement]] = defaultdict(list)
    for row in rows.order_by("starts_on", "enrolment__post__number"):
        alike[row.area_id, row.starts_on, row.ends_before].append(row)
    for there in alike.values():
        yield from ((one, other) for one, other in combinations(there, 2) if one.unit_id != other.unit_id)


def _of_visitor(pairs: list[Pair]) -> list[Pair]:
    """Return up to three pairs with the visitor's blocks first, in as many areas as the kept plan allows."""
    own = [pair for pair in pairs if pair[0].enrolment.post.number == VISITOR]
    one_an_area = list({pair[0].area_id: pair for pair in own}.values())
    return [*one_an_area, *(pair for pair in own if pair not in one_an_area)][:3]


def _apart(pairs: list[Pair], taken: set[str]) -> Iterator[Pair]:
    """Give pairs without those whose posts are taken, each learner in one of them only."""
    used = set(taken)
    for one, other in pairs:
        numbers = {one.enrolment.post.number, other.enrolment.post.number}
        if not numbers & used:
            used |= numbers
            yield one, other


def _propose(own: Placement, other: Placement | None = None) -> Swap:
    """Propose to the other learner, or to anybody."""
    partner = other.enrolment.learner.email if other is not None else ""
    return propose_swap(actor=own.enrolment.learner, block=own.pk, partner=partner)


def _accept(swap: Swap, own: Placement) -> Swap:
    return accept_swap(actor=own.enrolment.learner, swap=swap)


def _asked(visitors: Placement, others: Placement) -> None:
    """The visitor has one to answer."""
    _propose(others, visitors)


def _answered(visitors: Placement, others: Placement) -> None:
    """Somebody wants what the visitor gives away."""
    _accept(_propose(visitors), others)


def _open(_visitors: Placement, others: Placement) -> None:
    """One without names, for the visitor to say yes to."""
    _propose(others)


def _agreed(pair: Pair) -> Swap:
    return _accept(_propose(*pair), pair[1])
