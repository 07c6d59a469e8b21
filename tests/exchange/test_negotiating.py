"""Asking, offering, countering, confirming and saying no: each rule with its refusal, and the database behind it."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.core.notifications.models import Notification
from randa.exchange.errors import (
    ChangedMeanwhileError,
    MoreThanAskedError,
    NobodyAskedError,
    NotOnTheTableError,
    PlacedMeanwhileError,
    SeatsTakenError,
    UnitElsewhereError,
)
from randa.exchange.models import Inquiry, SeatRequest
from randa.exchange.queries.free import fewest_free, free_weeks
from randa.exchange.services.bidding import Bid, counter_offer, end_inquiry, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.exchange.services.deadlines import remind_of_deadlines
from randa.exchange.services.requests import ask_for_seats, withdraw_request
from randa.placements.models import Placement
from tests.exchange.world import START, TODAY, TwoRegions, asked, offered, two_regions, wanted
from tests.factories import EnrolmentFactory, OrganisationFactory, PlacementFactory, PostFactory, ProgrammeFactory
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db
State = Inquiry.State


def _confirm(world: TwoRegions, inquiry: Inquiry, day: dt.date = TODAY) -> Inquiry:
    return confirm_offer(actor=world.planner, inquiry=inquiry, seen=inquiry.bids, today=day)


def test_request_offer_counter_offer_and_confirmation_leave_a_trail_and_tell_the_other_side() -> None:
    world = two_regions()
    request = asked(world)
    inquiry = offered(world, of=request, start=START + dt.timedelta(weeks=4))
    counter_offer(
        actor=world.planner,
        inquiry=inquiry,
        bid=Bid(2, START + dt.timedelta(weeks=2), 4, "Kullen"),
        seen=1,
        today=TODAY,
    )
    inquiry = offer_seats(
        actor=world.coordinator,
        inquiry=inquiry,
        unit=world.unit,
        bid=Bid(2, START + dt.timedelta(weeks=2), 4),
        seen=2,
        today=TODAY,
    )

    inquiry = _confirm(world, inquiry)

    request.refresh_from_db()
    assert (inquiry.state, inquiry.starts_on, request.state) == (State.CONFIRMED, dt.date(2027, 3, 15), "filled")
    assert [offer.by_asker for offer in inquiry.offers.all()] == [False, True, False]
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [
        "seat_request.asked", "seat_inquiry.asked", "seat_inquiry.offered", "seat_inquiry.countered", "seat_inquiry.offered",
        "seat_inquiry.confirmed", "seat_request.filled",
    ]  # fmt: skip
    told = Notification.objects.filter(kind="exchange.turn").order_by("created_at")
    assert [row.recipient_id for row in told] == [
        world.coordinator.pk,
        world.planner.pk,
        world.coordinator.pk,
        world.planner.pk,
    ]
    assert all(row.done_at for row in told), "nobody is reminded of what is over"


def test_a_form_sent_twice_asks_once() -> None:
    world, key = two_regions(), uuid4()
    for _time in range(2):
        ask_for_seats(
            actor=world.planner, asker=world.asker, recipients=[world.recipient], wanted=wanted(), today=TODAY, key=key
        )

    assert (SeatRequest.objects.count(), Inquiry.objects.count()) == (1, 1)


def test_nobody_asks_themselves() -> None:
    world = two_regions()

    with pytest.raises(NobodyAskedError):
        ask_for_seats(
            actor=world.planner, asker=world.asker, recipients=[world.asker], wanted=wanted(), today=TODAY, key=uuid4()
        )


def test_only_the_side_whose_word_it_is_may_speak() -> None:
    world = two_regions()
    inquiry = asked(world).inquiries.get()

    with pytest.raises(PermissionDenied):
        offer_seats(actor=world.planner, inquiry=inquiry, unit=world.unit, bid=Bid(1, START, 4), seen=0, today=TODAY)
    inquiry = offered(world, of=inquiry.request)
    with pytest.raises(PermissionDenied):
        confirm_offer(actor=world.coordinator, inquiry=inquiry, seen=1, today=TODAY)


def test_what_is_offered_is_promised_and_what_is_confirmed_is_taken() -> None:
    world = two_regions(3)
    inquiry = offered(world, 2)
    week = free_weeks([world.unit], START, 1, day=TODAY)[world.unit.pk][0]
    assert (week.held, week.promised, week.free) == (0, 2, 1)

    _confirm(world, inquiry)

    week = free_weeks([world.unit], START, 1, day=TODAY)[world.unit.pk][0]
    assert (week.held, week.promised, week.free) == (2, 0, 1)


def test_a_promise_ends_with_its_day() -> None:
    world = two_regions(2)
    offered(world, 2)

    last_day, after = TODAY + dt.timedelta(days=14), TODAY + dt.timedelta(days=15)

    assert fewest_free(free_weeks([world.unit], START, 4, day=last_day)[world.unit.pk]) == 0
    assert fewest_free(free_weeks([world.unit], START, 4, day=after)[world.unit.pk]) == 2


def test_whoever_comes_second_is_told_who_has_the_seats_and_what_is_free() -> None:
    world = two_regions(2)
    _confirm(world, offered(world, 2))
    other = add_unit(world.recipient, "PSY", 2)
    inquiry = asked(world).inquiries.get()

    with pytest.raises(SeatsTakenError) as refusal:
        offer_seats(
            actor=world.coordinator, inquiry=inquiry, unit=world.unit, bid=Bid(2, START, 4), seen=0, today=TODAY
        )

    assert refusal.value.free == 0
    assert "Region Norrby har 2 bekräftade 2027v09–2027v12 sedan" in str(refusal.value)
    assert f"{other}, 2027v09–2027v12 (2)" in refusal.value.instead
    assert f"{world.unit}, 2027v13–2027v16 (2)" in refusal.value.instead


def test_a_run_out_promise_is_confirmed_only_while_there_is_room() -> None:
    world, later = two_regions(2), TODAY + dt.timedelta(days=15)
    first = offered(world, 2)
    second = asked(world, reply_by=later).inquiries.get()
    second = offer_seats(
        actor=world.coordinator, inquiry=second, unit=world.unit, bid=Bid(2, START, 4), seen=0, today=later
    )

    with pytest.raises(SeatsTakenError, match="lovad 2"):
        _confirm(world, first, later)
    assert _confirm(world, second, later).state == State.CONFIRMED


def test_an_offer_that_changed_while_the_page_was_open_is_read_first() -> None:
    world = two_regions()
    inquiry = offered(world)
    offer_seats(actor=world.coordinator, inquiry=inquiry, unit=world.unit, bid=Bid(1, START, 4), seen=1, today=TODAY)

    with pytest.raises(ChangedMeanwhileError):
        confirm_offer(actor=world.planner, inquiry=inquiry, seen=1, today=TODAY)


def test_doing_the_same_twice_changes_nothing() -> None:
    world = two_regions()
    inquiry = asked(world).inquiries.get()
    for _time in range(2):
        inquiry = offer_seats(
            actor=world.coordinator, inquiry=inquiry, unit=world.unit, bid=Bid(2, START, 4), seen=0, today=TODAY
        )
    assert inquiry.offers.count() == 1
    for _time in range(2):
        inquiry = confirm_offer(actor=world.planner, inquiry=inquiry, seen=1, today=TODAY)
    for _time in range(2):
        inquiry = end_inquiry(actor=world.planner, inquiry=inquiry, reason="Ändrad plan", today=TODAY)

    assert inquiry.state == State.RELEASED
    assert AuditEvent.objects.filter(action="seat_inquiry.released").count() == 1


def test_nobody_confirms_more_than_is_missing() -> None:
    world = two_regions(3)
    inquiry = offered(world, 3, of=asked(world, 2))

    with pytest.raises(MoreThanAskedError, match="bara 2 platser"):
        _confirm(world, inquiry)


def test_a_filled_request_ends_its_other_threads() -> None:
    world, third = two_regions(), OrganisationFactory.create()
    request = ask_for_seats(
        actor=world.planner,
        asker=world.asker,
        recipients=[world.recipient, third],
        wanted=wanted(),
        today=TODAY,
        key=uuid4(),
    )
    inquiry = request.inquiries.get(recipient=world.recipient)
    offer_seats(actor=world.coordinator, inquiry=inquiry, unit=world.unit, bid=Bid(2, START, 4), seen=0, today=TODAY)

    confirm_offer(actor=world.planner, inquiry=inquiry, seen=1, today=TODAY)

    assert request.inquiries.get(recipient=third).state == State.WITHDRAWN


def test_confirmed_seats_place_the_named_and_given_back_they_are_free_again() -> None:
    world = two_regions(2)
    programme = ProgrammeFactory.create(region=world.asker)
    enrolment = EnrolmentFactory.create(post=PostFactory.create(programme=programme))
    inquiry = _confirm(world, offered(world, 2, of=asked(world, learners=[enrolment])))

    placement = Placement.objects.get(enrolment=enrolment)
    assert (placement.unit, placement.starts_on, placement.is_published) == (world.unit, START, True)
    assert fewest_free(free_weeks([world.unit], START, 4, day=TODAY)[world.unit.pk]) == 0, "one placed, one held"

    end_inquiry(actor=world.coordinator, inquiry=inquiry, reason="Enheten stänger", today=TODAY)

    assert not Placement.objects.filter(enrolment=enrolment).exists()
    assert fewest_free(free_weeks([world.unit], START, 4, day=TODAY)[world.unit.pk]) == 2
    inquiry.request.refresh_from_db()
    assert inquiry.request.state == "open"


def test_nobody_is_placed_in_two_places_and_nothing_is_confirmed_then() -> None:
    world = two_regions()
    programme = ProgrammeFactory.create(region=world.asker)
    enrolment = EnrolmentFactory.create(post=PostFactory.create(programme=programme))
    PlacementFactory.create(
        enrolment=enrolment, starts_on=START, ends_before=START + dt.timedelta(weeks=2), is_published=True
    )
    inquiry = offered(world, of=asked(world, learners=[enrolment]))

    with pytest.raises(PlacedMeanwhileError, match=str(enrolment.learner)), transaction.atomic():
        _confirm(world, inquiry)
    inquiry.refresh_from_db()
    assert inquiry.state == State.OFFERED


def test_a_no_says_why_and_is_not_answered() -> None:
    world = two_regions()
    inquiry = asked(world).inquiries.get()
    with pytest.raises(InvalidInputError, match="Skriv varför"):
        end_inquiry(actor=world.coordinator, inquiry=inquiry, reason=" ", today=TODAY)

    inquiry = end_inquiry(actor=world.coordinator, inquiry=inquiry, reason="Renovering", today=TODAY)

    assert (inquiry.state, inquiry.reason) == (State.DECLINED, "Renovering")
    with pytest.raises(NotOnTheTableError):
        offer_seats(
            actor=world.coordinator, inquiry=inquiry, unit=world.unit, bid=Bid(2, START, 4), seen=0, today=TODAY
        )


def test_a_withdrawn_request_ends_what_waits_and_leaves_what_is_confirmed() -> None:
    world = two_regions()
    request = asked(world, 3)
    _confirm(world, offered(world, 2, of=request))

    withdraw_request(actor=world.planner, request=request, reason="Färre studenter", today=TODAY)

    request.refresh_from_db()
    assert (request.state, request.inquiries.get().state) == ("withdrawn", State.CONFIRMED)


def test_a_unit_of_somebody_else_cannot_be_offered() -> None:
    world = two_regions()
    inquiry = asked(world).inquiries.get()

    with pytest.raises(UnitElsewhereError):
        offer_seats(
            actor=world.coordinator,
            inquiry=inquiry,
            unit=add_unit(world.asker, "PSY", 2),
            bid=Bid(1, START, 4),
            seen=0,
            today=TODAY,
        )
    with pytest.raises(UnitElsewhereError):
        offer_seats(
            actor=world.coordinator,
            inquiry=inquiry,
            unit=add_unit(world.recipient, "AKU", 2),
            bid=Bid(1, START, 4),
            seen=0,
            today=TODAY,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "confirmed"},
        {"state": "declined", "reason": ""},
        {"state": "offered", "promised_until": None},
        {"state": "offered", "unit": None},
        {"state": "made up"},
    ],
)
def test_the_database_refuses_impossible_states(wrong: dict[str, object]) -> None:
    inquiry = offered(two_regions())

    with pytest.raises(DatabaseError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(**wrong)


def test_the_database_refuses_a_way_back_from_no() -> None:
    world = two_regions()
    inquiry = end_inquiry(actor=world.planner, inquiry=offered(world), reason="För långt", today=TODAY)
    assert inquiry.state == State.REFUSED

    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(state="offered")


def test_a_bid_is_never_changed() -> None:
    offer = offered(two_regions()).offers.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        type(offer).objects.filter(pk=offer.pk).update(seats=9)


def test_whoever_has_the_next_word_is_reminded_once_a_day() -> None:
    world = two_regions()
    asked(world)
    reply_by = dt.date(2027, 1, 25)

    for day in (reply_by - dt.timedelta(days=2), reply_by, reply_by):
        remind_of_deadlines(day)

    told = Notification.objects.filter(dedupe__startswith="deadline-")
    assert [row.recipient_id for row in told] == [world.coordinator.pk] * 2
