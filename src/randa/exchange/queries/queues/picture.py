"""A queue as it stands today: the order by its rule, the accounts of the regions, the seats that are known, and what to expect.

Counted for everybody as the system, and shown without names: who sees a name is asked for where it is shown.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.exchange.accounts import Account, Stay, accounts_of
from randa.exchange.models import Inquiry, OrderRule, QueueOffer, QueuePlace, QueueShare, SeatQueue, root_of
from randa.exchange.queries.free import Week, free_weeks
from randa.exchange.queue_order import Order, Ranked, Step, Waiting, ranked
from randa.exchange.waits import History, Wait, expected_wait
from randa.organisations.models import HealthcareRegionMembership, Organisation
from randa.training.models import Unit

WEEK = dt.timedelta(weeks=1)
AHEAD = 26  # weeks in which free seats are looked for
HISTORY_WEEKS = 52
State = QueuePlace.State


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in the queue. `position` and `wait` are None for whoever has an offer to answer."""

    place: QueuePlace
    position: int | None
    behind_by: Step | None
    wait: Wait | None
    waited_weeks: int


@dataclass(frozen=True, slots=True)
class FreeSeat:
    """A seat that is free for the queue's usual length, and not left to the queue yet."""

    starts_on: dt.date
    unit: Unit


@dataclass(frozen=True, slots=True)
class Picture:
    """All of one queue. `for_next`: what somebody who is put in today must expect."""

    queue: SeatQueue
    rule: OrderRule
    standings: Sequence[Standing]
    regions: Mapping[str, Organisation]
    accounts: Sequence[Account]
    has_shares: bool
    free: Sequence[FreeSeat]
    history: History
    for_next: Wait

    @property
    def waiting(self) -> int:
        return sum(one.position is not None for one in self.standings)

    @property
    def longest_wait(self) -> int:
        """Whole weeks; 0 when nobody waits."""
        return max((one.waited_weeks for one in self.standings), default=0)

    def standing_of(self, place: QueuePlace) -> Standing | None:
        return next((one for one in self.standings if one.place.pk == place.pk), None)


def order_rules(today: dt.date) -> tuple[dict[int, OrderRule], OrderRule]:
    """Return the rule of each healthcare region that has made one, and the common one: the latest that hold today.

    Raises:
        OrderRule.DoesNotExist: the reference data are not loaded.
    """
    rows = list(OrderRule.objects.decided().filter(valid_from__lte=today).order_by("valid_from"))
    own = {one.healthcare_region_id: one for one in rows if one.healthcare_region_id}
    common = [one for one in rows if one.healthcare_region_id is None]
    if not common:
        raise OrderRule.DoesNotExist
    return own, common[-1]


def picture_of(queue: SeatQueue, today: dt.date) -> Picture:
    """Return one queue as it stands; `queue` with its names selected."""
    return pictures([queue], today)[0]


def rule_of(healthcare_region_id: int, today: dt.date) -> OrderRule:
    """Return the rule by which a healthcare region chooses today."""
    own, common = order_rules(today)
    return own.get(healthcare_region_id, common)


def pictures(queues: Sequence[SeatQueue], today: dt.date, *, tried: OrderRule | None = None) -> list[Picture]:
    """Return each queue as it stands, or would by the rule that is `tried`, in the order given: a constant number of queries."""
    if not queues:
        return []
    own, common = order_rules(today)
    rules = {one.pk: tried or own.get(one.healthcare_region_id, common) for one in queues}
    with as_system("a queue's order counts everybody in it, and every seat it was given"):
        places = _places(queues)
        offers = _confirmed(queues)
        free = _free(queues, today)
        shares = list(QueueShare.objects.filter(queue__in=queues).select_related("region"))
        members = _members({one.healthcare_region_id for one in queues})
    return [
        _picture(
            one, rules[one.pk], [place for place in places if place.queue_id == one.pk],
            [offer for offer in offers if offer.place.queue_id == one.pk],
            [share for share in shares if share.queue_id == one.pk], free[one.pk], members[one.healthcare_region_id], today,
        )
        for one in queues
    ]  # fmt: skip


def _picture(
    queue: SeatQueue, rule: OrderRule, places: Sequence[QueuePlace], offers: Sequence[QueueOffer],
    shares: Sequence[QueueShare], free: Sequence[FreeSeat], members: Sequence[Organisation], today: dt.date,
) -> Picture:  # fmt: skip
    accounts = _accounts(rule, offers, shares, members, today)
    order = _in_order(rule, places, {one.region: one.balance for one in accounts}, today)
    history = _history(queue, offers, today)
    days = [one.starts_on for one in free]
    positions = {one.key: one for one in order}

    def standing(place: QueuePlace) -> Standing:
        at = positions.get(str(place.pk))
        wait = expected_wait(at.position, place.first_start, history, days, today) if at else None
        waited = max(0, (today - place.queued_on).days // 7)
        return Standing(place, at.position if at else None, at.behind_by if at else None, wait, waited)

    standings = sorted((standing(one) for one in places), key=lambda one: (one.position or 0, str(one.place.pk)))
    return Picture(
        queue, rule, standings, {one.path: one for one in members}, accounts, bool(shares), free, history,
        expected_wait(len(order) + 1, today, history, days, today),
    )  # fmt: skip


def _in_order(
    rule: OrderRule, places: Sequence[QueuePlace], balances: Mapping[str, float], today: dt.date
) -> list[Ranked]:
    order = Order([Step(one) for one in rule.steps], rule.deadline_weeks, rule.waiting_weeks)
    waiting = [
        Waiting(str(one.pk), root_of(one.organisation.path), one.last_start, one.queued_on)
        for one in places
        if one.state == State.WAITING
    ]
    return ranked(waiting, order, balances, today)


def _accounts(
    rule: OrderRule, offers: Sequence[QueueOffer], shares: Sequence[QueueShare], members: Sequence[Organisation], today: dt.date
) -> list[Account]:  # fmt: skip
    since = today - dt.timedelta(weeks=rule.account_weeks)
    stays = [
        Stay(root_of(one.seat.unit.organisation.path), root_of(one.place.organisation.path), one.inquiry.weeks)
        for one in offers
        if one.inquiry.confirmed_at and one.inquiry.confirmed_at.date() >= since
    ]
    parts = {one.region.path: one.parts for one in shares}
    return accounts_of([one.path for one in members], parts, stays) if members else []


def _history(queue: SeatQueue, offers: Sequence[QueueOffer], today: dt.date) -> History:
    weeks = min(HISTORY_WEEKS, (today - queue.opened_on).days // 7)
    since = today - dt.timedelta(weeks=HISTORY_WEEKS)
    seats = sum(1 for one in offers if one.inquiry.confirmed_at and one.inquiry.confirmed_at.date() >= since)
    return History(seats, max(0, weeks))


def _places(queues: Sequence[SeatQueue]) -> list[QueuePlace]:
    rows = QueuePlace.objects.alive().filter(queue__in=queues)
    return list(rows.select_related("organisation", "kind").order_by("queued_on", "pk"))


def _confirmed(queues: Sequence[SeatQueue]) -> list[QueueOffer]:
    rows = QueueOffer.objects.filter(place__queue__in=queues, inquiry__state=Inquiry.State.CONFIRMED)
    return list(rows.select_related("inquiry", "place__organisation", "seat__unit__organisation"))


def _members(healthcare_regions: Collection[int]) -> dict[int, list[Organisation]]:
    found: dict[int, list[Organisation]] = {one: [] for one in healthcare_regions}
    rows = HealthcareRegionMembership.objects.filter(healthcare_region__in=healthcare_regions).select_related("region")
    for row in rows.order_by("region__sort_name", "region"):
        found[row.healthcare_region_id].append(row.region)
    return found


def units_of(queues: Sequence[SeatQueue]) -> dict[UUID, list[Unit]]:
    """Return, per queue, the units whose seats it is for, by name: one query."""
    memberships = HealthcareRegionMembership.objects.filter(
        healthcare_region__in={one.healthcare_region_id for one in queues}
    )
    pairs = set(memberships.values_list("healthcare_region", "region"))
    wanted = Q(pk__in=[one.unit_id for one in queues if one.unit_id])
    wanted |= Q(area__in={one.area_id for one in queues}, region__in={region for _one, region in pairs})
    units = list(
        Unit.objects.filter(wanted).select_related("organisation", "region").order_by("organisation__sort_name")
    )
    return {
        queue.pk: [
            unit for unit in units if (unit.pk == queue.unit_id if queue.unit_id else _suits(unit, queue, pairs))
        ]
        for queue in queues
    }


def _suits(unit: Unit, queue: SeatQueue, pairs: Collection[tuple[int, int]]) -> bool:
    return unit.area_id == queue.area_id and (queue.healthcare_region_id, unit.region_id) in pairs


def _free(queues: Sequence[SeatQueue], today: dt.date) -> dict[UUID, list[FreeSeat]]:
    units = units_of(queues)
    every = list({unit.pk: unit for some in units.values() for unit in some}.values())
    first = monday_of(today) + WEEK
    weeks = free_weeks(every, first, AHEAD + max(one.weeks for one in queues), day=today) if every else {}
    return {
        queue.pk: sorted(
            (seat for unit in units[queue.pk] for seat in _blocks(unit, weeks[unit.pk], first, queue.weeks)),
            key=lambda seat: (seat.starts_on, seat.unit.organisation.sort_name),
        )
        for queue in queues
    }


def _blocks(unit: Unit, weeks: Sequence[Week], first: dt.date, length: int) -> list[FreeSeat]:
    """Return the unit's free seats of `length` weeks one after another, so that none is counted twice."""
    left = [one.free for one in weeks]
    found: list[FreeSeat] = []
    for start in range(AHEAD):
        while min(left[start : start + length]) >= 1:
            found.append(FreeSeat(first + start * WEEK, unit))
            for week in range(start, start + length):
                left[week] -= 1
    return found
