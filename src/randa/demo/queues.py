"""A queue for psychiatry in Mellansverige in which doctors of several regions wait: put in as their planners would, over half a year."""

import datetime as dt
from collections.abc import Sequence

from randa.core.clock import today
from randa.core.periods import monday_of
from randa.demo.chance import fixed_id
from randa.demo.exchange import DALARNA, GAVLEBORG, SORMLAND, UPPSALA, VARMLAND, manager_of
from randa.exchange.models import SeatQueue
from randa.exchange.services.queues.opening import About, agree_shares, open_queue
from randa.exchange.services.queues.ruling import Order, propose_order
from randa.exchange.services.queues.waiting import Wish, put_in_queue
from randa.organisations.models import Organisation, Population
from randa.people.models import RoleAssignment, User
from randa.training.models import Enrolment, LearnerKind, PlacementArea

WEEK = dt.timedelta(weeks=1)
OPENED_AGO = 30  # weeks
SOURCE = "Påhittat protokoll 2026:3 § 12, efter folkmängd"
PROPOSED_IN = "Påhittad tjänsteskrivelse 2026:9"
# Waiting goes first, and what a region has had of its share comes before the last week to begin.
PROPOSED = Order(dt.date(2027, 4, 1), ("waiting", "account", "deadline"), 16, 8, 104, 10, 2)
# Region, weeks since its learner was put in, weeks until they wish to begin, and until they must have begun.
WAITING = ((VARMLAND, 26, 10, 60), (GAVLEBORG, 19, 14, 24), (SORMLAND, 11, 20, 70), (DALARNA, 9, 20, 40))


def make_queues() -> None:
    """Open the queue, write down shares by population, put one learner of each region in it, and propose an order of the region's own."""
    queue = _opened()
    regions = list(Organisation.objects.in_mellansverige())
    parts = {region: _thousands(region) for region in regions}
    agree_shares(actor=manager_of(UPPSALA), queue=queue, parts=parts, source=SOURCE)
    for code, put_in_ago, first, last in WAITING:
        _put_in(queue, code, put_in_ago, first, last)
    propose_order(
        actor=manager_of(UPPSALA), healthcare_region=queue.healthcare_region, order=PROPOSED, source=PROPOSED_IN, today=today()
    )  # fmt: skip


def _opened() -> SeatQueue:
    keeper = Organisation.objects.get(code=UPPSALA)
    about = About(
        Organisation.objects.get(code="SR-MEL"), "Psykiatri, sidotjänstgöring", PlacementArea.objects.get(pk="PSY"), 12
    )
    day = today() - OPENED_AGO * WEEK
    return open_queue(
        actor=manager_of(UPPSALA), keeper=keeper, about=about, today=day, key=fixed_id("seat queue", "psychiatry")
    )


def _put_in(queue: SeatQueue, code: str, ago: int, first: int, last: int) -> None:
    monday = monday_of(today())
    put_in_queue(
        actor=manager_of(code), queue=queue, organisation=Organisation.objects.get(code=code), enrolment=_learner(code),
        kind=LearnerKind.objects.get(pk="BT"), wish=Wish(12, monday + first * WEEK, monday + last * WEEK),
        today=today() - ago * WEEK,
    )  # fmt: skip


def _learner(code: str) -> Enrolment:
    """Return whom a visitor tries Randa as, when that is somebody of the region; else the region's last to begin."""
    rows = Enrolment.objects.filter(post__region__code=code).select_related("learner", "post__region", "post__base")
    titled = rows.filter(learner__in=_titled()).first()
    found = titled or rows.order_by("-post__starts_on", "-post__number").first()
    if found is None:
        raise LookupError(f"no learner in {code}")
    return found


def _titled() -> Sequence[User]:
    held = RoleAssignment.objects.filter(role="learner", user__title__gt="").select_related("user")
    return [one.user for one in held]


def _thousands(region: Organisation) -> int:
    newest = Population.objects.filter(organisation=region).order_by("-as_of").first()
    return round(newest.inhabitants / 1000) if newest else 0
