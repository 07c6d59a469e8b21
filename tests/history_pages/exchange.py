"""Seats asked of others, queues and student groups, with their history."""

import datetime as dt
from uuid import uuid4

from randa.exchange.loader import load_exchange
from randa.exchange.models import SeatRequest
from randa.exchange.services.bidding import end_inquiry
from randa.exchange.services.groups import Occasion, make_group
from randa.exchange.services.queues.opening import agree_shares
from randa.exchange.services.queues.ruling import take_back_order
from randa.exchange.services.queues.waiting import take_out_of_queue
from randa.exchange.services.requests import ask_for_seats, withdraw_request
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.exchange.world import wanted
from tests.factories import (
    TODAY,
    EnrolmentFactory,
    LearnerKindFactory,
    OrderRuleFactory,
    OrganisationFactory,
    PlacementAreaFactory,
    PostFactory,
    ProgrammeFactory,
    QueuePlaceFactory,
    SeatQueueFactory,
)
from tests.history_pages.told import Told, page

LATER = TODAY + dt.timedelta(days=60)


@page("exchange.seatrequest")
def seat_request(actor: User, region: Organisation) -> Told:
    made = _asked(actor, region)
    withdraw_request(actor=actor, request=made, reason="Färre studenter", today=TODAY)
    return Told(
        made.get_absolute_url(), ("Förfrågan om 2 platser skickades", "Förfrågan togs tillbaka", "Färre studenter")
    )


@page("exchange.orderrule")
def order_rule(actor: User, region: Organisation) -> Told:
    healthcare_region = SeatQueueFactory.create(keeper=region).healthcare_region
    rule = OrderRuleFactory.create(healthcare_region=healthcare_region, valid_from=LATER)
    take_back_order(actor=actor, rule=rule, reason="Nämnden tar om beslutet", today=TODAY)
    return Told(rule.get_absolute_url(), ("Ordningen för köerna togs tillbaka", "Nämnden tar om beslutet"))


@page("exchange.seatqueue")
def seat_queue(actor: User, region: Organisation) -> Told:
    queue = SeatQueueFactory.create(keeper=region)
    load_exchange()
    agree_shares(actor=actor, queue=queue, parts={region: 3}, source="Protokoll 7")
    return Told(
        queue.get_absolute_url(), ("Regionernas andelar ändrades", f"<ins>{region.code}: 3</ins>", "Protokoll 7")
    )


@page("exchange.queueplace")
def queue_place(actor: User, region: Organisation) -> Told:
    post = PostFactory.create(programme=ProgrammeFactory.create(region=region))
    place = QueuePlaceFactory.create(
        queue__keeper=region, organisation=region, enrolment=EnrolmentFactory.create(post=post)
    )
    load_exchange()
    take_out_of_queue(actor=actor, place=place, reason="Fick plats hemma")
    return Told(place.get_absolute_url(), ("lämnade kön", "Fick plats hemma", "<ins>har lämnat kön</ins>"))


@page("exchange.studentgroup")
def student_group(actor: User, region: Organisation) -> Told:
    occasion = Occasion(
        LearnerKindFactory.create(code="MED"), "Läkarprogrammet", PlacementAreaFactory.create(), "Psykiatri", "VT 2027",
        dt.date(2027, 3, 1), 4,
    )  # fmt: skip
    made = make_group(actor=actor, organisation=region, occasion=occasion, today=TODAY)
    return Told(made.get_absolute_url(), ("Kurstillfället lades till",))


@page("exchange.inquiry")
def seat_inquiry(actor: User, region: Organisation) -> Told:
    inquiry = _asked(actor, region).inquiries.get()
    end_inquiry(actor=actor, inquiry=inquiry, reason="Behövs inte", today=TODAY)
    said = ("Frågan om platser skickades", "Frågan togs tillbaka", "<del>väntar på svar</del> → <ins>återtagen</ins>")
    return Told(inquiry.get_absolute_url(), said)


def _asked(actor: User, region: Organisation) -> SeatRequest:
    others = [OrganisationFactory.create()]
    return ask_for_seats(actor=actor, asker=region, recipients=others, wanted=wanted(), today=TODAY, key=uuid4())
