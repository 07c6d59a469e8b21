"""A queue from opening to a confirmed seat: offers go in the published order, a no sends the seat on, an agreement covers the place."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.core.notifications.models import Notification
from randa.exchange.errors import SeatsTakenError
from randa.exchange.errors_queues import (
    InQueueAlreadyError,
    NobodyForSeatError,
    OfferWaitsError,
    PlannedAtHomeError,
    QueueClosedError,
    QueueExistsError,
    QueueOutsideError,
    StartsPassedError,
)
from randa.exchange.models import Inquiry, QueueOffer, QueuePlace, QueueSeat, SeatQueue, SeatRequest
from randa.exchange.queries.queues.picture import picture_of, pictures
from randa.exchange.services.bidding import end_inquiry
from randa.exchange.services.queues.following import pass_on_unanswered
from randa.exchange.services.queues.opening import About, agree_shares, close_queue, open_queue
from randa.exchange.services.queues.waiting import Wish, change_wish, take_out_of_queue
from randa.exchange.services.requests import withdraw_request
from randa.placements.models import Placement
from tests.exchange.queues import (
    LAST,
    WEEK,
    Home,
    confirmed,
    learner_of,
    left,
    offer_to,
    opened,
    put_in,
    queue_world,
)
from tests.exchange.world import START, TODAY
from tests.factories import (
    FrameworkAgreementFactory,
    OrderRuleFactory,
    OrganisationFactory,
    PlacementAreaFactory,
    person_with,
)
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db
State = QueuePlace.State
TOO_LATE = TODAY + dt.timedelta(days=15)  # the rule promises an offer for 14 days


def _say_no(home: Home, place: QueuePlace, day: dt.date = TODAY) -> Inquiry:
    return end_inquiry(actor=home.planner, inquiry=offer_to(place), reason="Är på kurs", today=day)


def _fresh(place: QueuePlace) -> QueuePlace:
    return QueuePlace.objects.get(pk=place.pk)


def test_a_seat_goes_to_the_first_and_a_confirmed_one_is_a_placement_covered_by_the_framework_agreement() -> None:
    world = queue_world()
    first, second = world.homes
    agreement = FrameworkAgreementFactory.create(home=first.region, host=world.giver, travel="host", reference="RD 12")
    urgent, patient = put_in(world, first, last=START + WEEK), put_in(world, second)

    seat = left(world)

    inquiry = offer_to(urgent)
    assert (inquiry.state, inquiry.unit, inquiry.seats, inquiry.weeks) == ("offered", world.unit, 1, 4)
    assert inquiry.promised_until == TODAY + dt.timedelta(days=14)
    assert [one.position for one in picture_of(world.queue, TODAY).standings] == [None, 1]
    confirmed(first, urgent)

    offer = QueueOffer.objects.get(inquiry=inquiry)
    assert (offer.agreement, offer.terms["travel"], offer.terms["reference"]) == (agreement, "host", "RD 12")
    placement = Placement.objects.get(enrolment=urgent.enrolment)
    assert (placement.unit, placement.starts_on, placement.is_published) == (world.unit, START, True)
    assert _fresh(urgent).state == State.PLACED
    assert QueueSeat.objects.get(pk=seat.pk).state == QueueSeat.State.TAKEN
    assert _fresh(patient).state == State.WAITING
    events = AuditEvent.objects.filter(object_type="exchange.queueplace").order_by("pk")
    assert [one.action for one in events] == [
        "queue_place.put_in", "queue_place.put_in", "queue_place.offered", "queue_place.placed",
    ]  # fmt: skip
    told = Notification.objects.filter(recipient=urgent.enrolment.learner, kind="exchange.queue")
    assert told.filter(title__startswith="Du har fått plats").exists()


def test_without_an_agreement_the_place_says_that_none_covers_it() -> None:
    world = queue_world()
    home = world.homes[0]
    FrameworkAgreementFactory.create(home=home.region, host=world.giver, ends_before=START + WEEK)  # ends meanwhile
    place = put_in(world, home)
    left(world)

    confirmed(home, place)

    offer = QueueOffer.objects.get(place=place)
    assert (offer.agreement, offer.terms) == (None, {})


def test_a_no_sends_the_seat_to_the_next_and_keeps_the_place_as_often_as_the_rule_says() -> None:
    world = queue_world()
    first, second = world.homes
    one, other = put_in(world, first, last=START + WEEK), put_in(world, second)
    left(world)

    _say_no(first, one)

    assert (_fresh(one).state, _fresh(one).refusals, _fresh(one).queued_on) == (State.WAITING, 1, TODAY)
    assert offer_to(other).state == "offered"
    assert offer_to(one).request.state == SeatRequest.State.WITHDRAWN
    later = TODAY + 3 * WEEK
    left(world, START + WEEK, day=later)
    _say_no(first, one, later)
    assert (_fresh(one).refusals, _fresh(one).queued_on) == (0, later), "one no too many: waiting begins anew"


def test_no_answer_sends_the_seat_on_the_day_after_the_promise_and_counts_as_a_no() -> None:
    world = queue_world()
    first, second = world.homes
    one, other = put_in(world, first, last=START + WEEK), put_in(world, second)
    left(world)

    assert pass_on_unanswered(TODAY + dt.timedelta(days=14)) == 0
    assert pass_on_unanswered(TOO_LATE) == 1
    assert pass_on_unanswered(TOO_LATE) == 0

    assert (offer_to(one).state, offer_to(other).state) == ("withdrawn", "offered")
    assert (_fresh(one).state, _fresh(one).refusals) == (State.WAITING, 1)
    assert Notification.objects.filter(recipient=first.planner, title__contains="besvarades inte i tid").exists()


def test_when_nobody_is_left_the_unit_is_told() -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)
    seat = left(world)

    _say_no(home, place)

    assert QueueSeat.objects.get(pk=seat.pk).state == QueueSeat.State.LEFT
    assert Notification.objects.filter(recipient=world.coordinator, title__contains="Ingen i kön").exists()


def test_a_unit_that_takes_its_offer_back_does_not_count_against_the_learner() -> None:
    world = queue_world()
    place = put_in(world, world.homes[0])
    seat = left(world)

    end_inquiry(actor=world.coordinator, inquiry=offer_to(place), reason="Handledaren blev sjuk", today=TODAY)

    assert (_fresh(place).state, _fresh(place).refusals) == (State.WAITING, 0)
    assert QueueSeat.objects.get(pk=seat.pk).state == QueueSeat.State.WITHDRAWN


def test_a_confirmed_seat_given_back_by_home_goes_on_to_the_next() -> None:
    world = queue_world()
    first, second = world.homes
    one, other = put_in(world, first, last=START + WEEK), put_in(world, second)
    left(world)
    confirmed(first, one)

    _say_no(first, one)

    assert (_fresh(one).state, _fresh(one).reason) == (State.LEFT, "Är på kurs")
    assert offer_to(other).state == "offered"
    assert not Placement.objects.filter(enrolment=one.enrolment).exists()


def test_a_request_taken_back_is_a_no() -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)
    left(world)

    withdraw_request(actor=home.planner, request=offer_to(place).request, reason="Ändrade planer", today=TODAY)

    assert (_fresh(place).state, _fresh(place).refusals) == (State.WAITING, 1)


def test_the_order_is_deadline_then_waiting_in_periods_then_the_account_then_who_came_first() -> None:
    world = queue_world(seats=9, homes=3)
    first, second, third = world.homes
    early = TODAY - 20 * WEEK
    world.queue.opened_on = early
    far = TODAY + 40 * WEEK
    served = put_in(world, first, day=early, last=START + WEEK)
    left(world, day=early)
    confirmed(first, served, early)
    received = put_in(world, first, day=TODAY - 2 * WEEK, last=far)
    behind = put_in(world, second, day=TODAY - WEEK, last=far)  # its region has had less
    long = put_in(world, third, day=TODAY - 9 * WEEK, last=far)
    near = put_in(world, third, day=TODAY, last=TODAY + 25 * WEEK)

    standings = picture_of(world.queue, TODAY).standings

    assert [one.place.pk for one in standings] == [near.pk, long.pk, behind.pk, received.pk]
    assert [one.behind_by for one in standings] == [None, "deadline", "waiting", "account"]


def test_an_own_rule_of_the_healthcare_region_holds_from_its_day() -> None:
    world = queue_world()
    OrderRuleFactory.create(healthcare_region=world.healthcare_region, valid_from=TODAY + WEEK)

    assert picture_of(world.queue, TODAY).rule.answer_days == 14
    assert picture_of(world.queue, TODAY + WEEK).rule.answer_days == 5


def test_accounts_say_what_each_region_gave_and_received_against_its_agreed_share() -> None:
    world = queue_world()
    first, second = world.homes
    agree_shares(
        actor=world.coordinator, queue=world.queue, parts={first.region: 1, second.region: 3}, source="Protokoll 7 § 3"
    )
    place = put_in(world, first)
    left(world)
    confirmed(first, place)

    accounts = {one.region: one for one in picture_of(world.queue, TODAY).accounts}

    assert (accounts[world.giver.path].given, accounts[world.giver.path].received) == (4, 0)
    assert (accounts[first.region.path].received, accounts[first.region.path].balance) == (4, 3)
    assert (accounts[second.region.path].due, accounts[second.region.path].balance) == (3, -3)


def test_the_known_seats_are_those_that_are_free_for_the_whole_stay() -> None:
    world = queue_world(seats=1)
    put_in(world, world.homes[0])

    before = picture_of(world.queue, TODAY)
    left(world)
    after = picture_of(world.queue, TODAY)

    assert before.free[0].starts_on == TODAY + WEEK
    assert len(before.free) > len(after.free)
    assert not [one for one in after.free if START - 4 * WEEK < one.starts_on < START + 4 * WEEK], (
        "promised to somebody"
    )


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Wish(4, START, START - WEEK), StartsPassedError),
        (Wish(4, TODAY - 9 * WEEK, TODAY - 8 * WEEK), StartsPassedError),
        (Wish(4, START, LAST, training_ends_on=START + 2 * WEEK), StartsPassedError),
        (Wish(0, START, LAST), InvalidInputError),
    ],
)
def test_weeks_that_cannot_be_are_refused(wish: Wish, refusal: type[Exception]) -> None:
    world = queue_world()
    place = put_in(world, world.homes[0])

    with pytest.raises(refusal):
        change_wish(actor=world.homes[0].planner, place=place, wish=wish, today=TODAY)


def test_the_end_of_training_moves_the_last_week_to_begin() -> None:
    world = queue_world()

    place = put_in(world, world.homes[0], ends=START + 6 * WEEK - dt.timedelta(days=1))

    assert place.last_start == START + 2 * WEEK


def test_changing_the_weeks_keeps_the_waiting_and_twice_changes_nothing() -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)

    for _time in range(2):
        change_wish(actor=home.planner, place=place, wish=Wish(3, START + WEEK, LAST), today=TODAY + WEEK)

    assert (_fresh(place).weeks, _fresh(place).queued_on) == (3, TODAY)
    assert AuditEvent.objects.filter(action="queue_place.changed").count() == 1


def test_one_place_in_a_queue_and_nobody_for_units_of_their_own() -> None:
    world = queue_world()
    home = world.homes[0]
    enrolment = learner_of(home)
    put_in(world, home, enrolment=enrolment)

    with pytest.raises(InQueueAlreadyError):
        put_in(world, home, enrolment=enrolment)
    own = add_unit(home.region, "PSY", 1)
    about = About(world.healthcare_region, "Vår enhet", own.area, 4, own)
    queue = open_queue(actor=world.coordinator, keeper=world.giver, about=about, today=TODAY, key=uuid4())
    with pytest.raises(PlannedAtHomeError):
        put_in(world, home, queue=queue)
    with pytest.raises(QueueOutsideError):
        put_in(world, home, enrolment=learner_of(world.homes[1]))


def test_taking_out_needs_a_reason_and_an_offer_is_answered_first() -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)
    with pytest.raises(InvalidInputError):
        take_out_of_queue(actor=home.planner, place=place, reason=" ")
    left(world)
    with pytest.raises(OfferWaitsError):
        take_out_of_queue(actor=home.planner, place=place, reason="Byter inriktning")
    _say_no(home, place)

    for _time in range(2):
        take_out_of_queue(actor=home.planner, place=place, reason="Byter inriktning")

    assert _fresh(place).state == State.LEFT
    assert AuditEvent.objects.filter(action="queue_place.left").count() == 1


def test_a_seat_that_suits_nobody_or_is_not_free_is_not_kept() -> None:
    world = queue_world(seats=1)
    put_in(world, world.homes[0])
    put_in(world, world.homes[1])
    with pytest.raises(NobodyForSeatError):
        left(world, LAST + 2 * WEEK)
    left(world)

    with pytest.raises(SeatsTakenError, match="är lovad 1"):
        left(world)

    assert QueueSeat.objects.count() == 1


def test_opening_twice_opens_once_and_a_name_is_taken_once() -> None:
    world = queue_world()
    key, about = uuid4(), About(world.healthcare_region, "Barnpsykiatri", PlacementAreaFactory.create(code="PSY"), 8)

    for _time in range(2):
        open_queue(actor=world.coordinator, keeper=world.giver, about=about, today=TODAY, key=key)

    assert SeatQueue.objects.filter(name="Barnpsykiatri").count() == 1
    with pytest.raises(QueueExistsError):
        opened(world)
    stranger = person_with("exchange.answer", at=OrganisationFactory.create())
    with pytest.raises(PermissionDenied):
        open_queue(actor=stranger, keeper=world.giver, about=about, today=TODAY, key=uuid4())


def test_a_queue_is_closed_when_nobody_waits() -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)
    with pytest.raises(InvalidInputError, match="1 står kvar"):
        close_queue(actor=world.coordinator, queue=world.queue, reason="Löst", today=TODAY)
    take_out_of_queue(actor=home.planner, place=place, reason="Fick plats hemma")

    close_queue(actor=world.coordinator, queue=world.queue, reason="Löst", today=TODAY)

    with pytest.raises(QueueClosedError):
        put_in(world, home)
    with pytest.raises(QueueClosedError):
        left(world)


def test_the_database_shows_places_to_home_and_learner_only() -> None:
    world = queue_world()
    first, second = world.homes
    place = put_in(world, first)
    left(world)

    def seen(person: object) -> tuple[int, int]:
        with as_person(person):
            return QueuePlace.objects.count(), QueueOffer.objects.count()

    assert seen(first.planner.pk) == (1, 1)
    assert seen(place.enrolment.learner.pk) == (1, 1)
    assert seen(second.planner.pk) == (0, 0)
    assert seen(world.coordinator.pk) == (0, 1), "its own offer, through the thread"


def test_the_picture_of_three_queues_costs_as_many_queries_as_of_one() -> None:
    world = queue_world(seats=5)
    more = [opened(world, name) for name in ("Andra", "Tredje")]
    counts = []
    for queues in ([world.queue], [world.queue, *more]):
        for home in world.homes:
            put_in(world, home)
        with CaptureQueriesContext(connection) as counted:
            pictures(queues, TODAY)
        counts.append(len(counted))

    assert counts[0] == counts[1]
