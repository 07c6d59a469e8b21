"""A queue for psychiatry in Mellansverige in which doctors of several regions wait, and some have had their seat: half a year of it."""

import datetime as dt
from collections.abc import Sequence

from randa.core.clock import today
from randa.core.periods import monday_of
from randa.demo.chance import fixed_id
from randa.demo.exchange import (
    DALARNA,
    GAVLEBORG,
    OREBRO,
    SORMLAND,
    UPPSALA,
    VARMLAND,
    VASTMANLAND,
    confirm,
    speaker_of,
)
from randa.exchange.models import Inquiry, SeatQueue
from randa.exchange.queries.free import fewest_free, free_weeks
from randa.exchange.queries.queues.picture import units_of
from randa.exchange.services.queues.freeing import leave_seat_to_queue
from randa.exchange.services.queues.opening import About, agree_shares, open_queue
from randa.exchange.services.queues.ruling import Order, propose_order
from randa.exchange.services.queues.waiting import Wish, put_in_queue
from randa.organisations.models import Organisation, Population
from randa.people.models import RoleAssignment, User
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Unit

WEEK = dt.timedelta(weeks=1)
CONFIRMED_AFTER = dt.timedelta(days=3)
OPENED_AGO = 30  # weeks
SOURCE = "Påhittat protokoll 2026:3 § 12, efter folkmängd"
PROPOSED_IN = "Påhittad tjänsteskrivelse 2026:9"
# Waiting goes first, and what a region has had of its share comes before the last week to begin.
PROPOSED = Order(dt.date(2027, 4, 1), ("waiting", "account", "deadline"), 16, 8, 104, 10, 2)
# Region, weeks since its learner was put in, weeks since a unit left a seat that the learner could take, and weeks from then to the first.
SERVED = (
    (GAVLEBORG, 29, 27, 6),
    (DALARNA, 28, 22, 5),
    (SORMLAND, 25, 16, 7),
    (VASTMANLAND, 21, 12, 5),
    (OREBRO, 17, 7, 6),
)
STAY = 8  # weeks that they had
# Region, weeks since its learner was put in, weeks until they wish to begin, and until they must have begun.
WAITING = ((VARMLAND, 26, 10, 60), (GAVLEBORG, 19, 14, 24), (SORMLAND, 11, 20, 70), (DALARNA, 9, 20, 40))


def make_queues() -> None:
    """Open the queue, write down shares by population, put one learner of each region in it, and propose an order of the region's own."""
    queue = _opened()
    regions = list(Organisation.objects.in_mellansverige())
    parts = {region: _thousands(region) for region in regions}
    agree_shares(actor=speaker_of(UPPSALA), queue=queue, parts=parts, source=SOURCE)
    for code, put_in_ago, left_ago, begins_after in SERVED:
        _serve(queue, code, put_in_ago, left_ago, begins_after)
    for code, put_in_ago, first, last in WAITING:
        _put_in(queue, code, put_in_ago, first, last)
    propose_order(
        actor=speaker_of(UPPSALA), healthcare_region=queue.healthcare_region, order=PROPOSED, source=PROPOSED_IN, today=today()
    )  # fmt: skip


def _opened() -> SeatQueue:
    keeper = Organisation.objects.get(code=UPPSALA)
    about = About(
        Organisation.objects.get(code="SR-MEL"), "Psykiatri, sidotjänstgöring", PlacementArea.objects.get(pk="PSY"), 12
    )
    day = today() - OPENED_AGO * WEEK
    return open_queue(
        actor=speaker_of(UPPSALA), keeper=keeper, about=about, today=day, key=fixed_id("seat queue", "psychiatry")
    )


def _put_in(queue: SeatQueue, code: str, ago: int, first: int, last: int) -> None:
    monday = monday_of(today())
    put_in_queue(
        actor=speaker_of(code), queue=queue, organisation=Organisation.objects.get(code=code), enrolment=_learner(code),
        kind=LearnerKind.objects.get(pk="BT"), wish=Wish(12, monday + first * WEEK, monday + last * WEEK),
        today=today() - ago * WEEK,
    )  # fmt: skip


def _serve(queue: SeatQueue, code: str, put_in_ago: int, left_ago: int, begins_after: int) -> None:
    """Let a doctor who began in 2026 be put in the queue, and have the seat that a unit of another region left to it: on those days."""
    day, monday = today() - left_ago * WEEK, monday_of(today() - left_ago * WEEK)
    first = monday + begins_after * WEEK
    put_in_queue(
        actor=speaker_of(code), queue=queue, organisation=Organisation.objects.get(code=code), enrolment=_of_2026(code),
        kind=LearnerKind.objects.get(pk="BT"), wish=Wish(STAY, first, first + 4 * WEEK), today=today() - put_in_ago * WEEK,
    )  # fmt: skip
    unit = _with_room(queue, code, first)
    seat = leave_seat_to_queue(
        actor=speaker_of(unit.region.code), queue=queue, unit=unit, starts_on=first, weeks=STAY, today=day
    )
    inquiry = confirm(Inquiry.objects.get(queue_offer__seat=seat), day + CONFIRMED_AFTER)
    at = dt.datetime.combine(day + CONFIRMED_AFTER, dt.time(10, 20), dt.UTC)
    Inquiry.objects.filter(pk=inquiry.pk).update(confirmed_at=at, changed_at=at)


def _with_room(queue: SeatQueue, code: str, first: dt.date) -> Unit:
    """Return the first unit of another region with a seat free for the stay."""
    units = [one for one in units_of([queue])[queue.pk] if one.region.code != code]
    free = free_weeks(units, first, STAY, day=first)
    found = next((one for one in units if fewest_free(free[one.pk]) >= 1), None)
    if found is None:
        raise LookupError(f"no room in psychiatry from {first}: choose another week")
    return found


def _of_2026(code: str) -> Enrolment:
    rows = Enrolment.objects.filter(post__number__startswith=f"BT-{code[4:]}-2026").select_related(
        "learner", "post__region", "post__base"
    )
    return rows.order_by("post__number")[0]


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
