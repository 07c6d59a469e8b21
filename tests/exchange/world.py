"""Two regions: one asks, the other has units with seats and supervisors."""

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from randa.exchange.models import Inquiry, SeatRequest
from randa.exchange.services.bidding import Bid, offer_seats
from randa.exchange.services.requests import Wanted, ask_for_seats
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Unit
from tests.factories import LearnerKindFactory, OrganisationFactory, PlacementAreaFactory, person_with
from tests.placements.world import add_unit

TODAY = dt.date(2027, 1, 11)
START = dt.date(2027, 3, 1)  # 2027v09
ASKS = ("exchange.view", "exchange.ask", "placements.view", "people.view")
ANSWERS = ("exchange.view", "exchange.answer", "placements.view")


@dataclass(frozen=True, slots=True)
class TwoRegions:
    """A region that asks with its planner, and one that answers with its coordinator and unit."""

    asker: Organisation
    planner: User
    recipient: Organisation
    coordinator: User
    unit: Unit


def two_regions(seats: int = 3) -> TwoRegions:
    asker, recipient = (
        OrganisationFactory.create(name="Region Norrby"),
        OrganisationFactory.create(name="Region Söderby"),
    )
    unit = add_unit(recipient, "PSY", seats)
    return TwoRegions(asker, person_with(*ASKS, at=asker), recipient, person_with(*ANSWERS, at=recipient), unit)


def wanted(seats: int = 2, **values: object) -> Wanted:
    plain = {
        "kind": LearnerKindFactory.create(code="BT", name_sv="BT-läkare", name_en="BT doctors"),
        "area": PlacementAreaFactory.create(),
        "seats": seats,
        "weeks": 4,
        "starts_on": START,
        "reply_by": dt.date(2027, 1, 25),
    }
    return Wanted(**plain | values)  # type: ignore[arg-type]


def asked(world: TwoRegions, seats: int = 2, **values: object) -> SeatRequest:
    return ask_for_seats(
        actor=world.planner, asker=world.asker, recipients=[world.recipient], wanted=wanted(seats, **values), today=TODAY,
        key=uuid4(),
    )  # fmt: skip


def offered(world: TwoRegions, seats: int = 2, *, of: SeatRequest | None = None, start: dt.date = START) -> Inquiry:
    inquiry = (of or asked(world, seats)).inquiries.get()
    return offer_seats(
        actor=world.coordinator,
        inquiry=inquiry,
        unit=world.unit,
        bid=Bid(seats, start, 4),
        seen=inquiry.bids,
        today=TODAY,
    )
