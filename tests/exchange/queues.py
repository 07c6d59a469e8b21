"""Three regions of a healthcare region: two whose learners wait, one whose unit has seats, and a queue that the third keeps."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import uuid4

from randa.exchange.loader import load_exchange
from randa.exchange.models import Inquiry, QueueOffer, QueuePlace, QueueSeat, SeatQueue
from randa.exchange.services.confirming import confirm_offer
from randa.exchange.services.queues.freeing import leave_seat_to_queue
from randa.exchange.services.queues.opening import About, open_queue
from randa.exchange.services.queues.waiting import Wish, put_in_queue
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Enrolment, LearnerKind, Unit
from tests.exchange.world import ANSWERS, ASKS, START, TODAY
from tests.factories import (
    EnrolmentFactory,
    LearnerKindFactory,
    MembershipFactory,
    OrganisationFactory,
    PlacementAreaFactory,
    PostFactory,
    ProgrammeFactory,
    person_with,
)
from tests.placements.world import add_unit

WEEK = dt.timedelta(weeks=1)
LAST = START + 20 * WEEK


@dataclass(slots=True)
class Home:
    """A region that puts its learners in queues."""

    region: Organisation
    planner: User


@dataclass(slots=True)
class QueueWorld:
    healthcare_region: Organisation
    giver: Organisation
    coordinator: User
    unit: Unit
    homes: list[Home] = field(default_factory=list)
    queue: SeatQueue = field(init=False)


def queue_world(seats: int = 2, *, homes: int = 2) -> QueueWorld:
    """Return the world with an open queue for four weeks of psychiatry."""
    load_exchange()
    LearnerKindFactory.create(code="ST", name_sv="ST-läkare", name_en="ST doctors")
    healthcare_region = OrganisationFactory.create(
        kind=Organisation.Kind.HEALTHCARE_REGION, name="Provets sjukvårdsregion"
    )
    giver = OrganisationFactory.create(name="Region Givarlän")
    coordinator = person_with(*ANSWERS, at=giver)
    unit = add_unit(giver, "PSY", seats)
    world = QueueWorld(healthcare_region, giver, coordinator, unit)
    for number in range(homes):
        region = OrganisationFactory.create(name=f"Region Hemlän {number + 1}")
        world.homes.append(Home(region, person_with(*ASKS, at=region)))
    for region in (giver, *(home.region for home in world.homes)):
        MembershipFactory.create(region=region, healthcare_region=healthcare_region)
    world.queue = opened(world)
    return world


def opened(world: QueueWorld, name: str = "Psykiatri, sidotjänstgöring", day: dt.date = TODAY) -> SeatQueue:
    about = About(world.healthcare_region, name, PlacementAreaFactory.create(code="PSY"), 4)
    return open_queue(actor=world.coordinator, keeper=world.giver, about=about, today=day, key=uuid4())


def learner_of(home: Home) -> Enrolment:
    programme = ProgrammeFactory.create(region=home.region, kind="ST")
    return EnrolmentFactory.create(post=PostFactory.create(programme=programme))


def put_in(
    world: QueueWorld, home: Home, *, last: dt.date = LAST, day: dt.date = TODAY, queue: SeatQueue | None = None,
    enrolment: Enrolment | None = None, first: dt.date = START, ends: dt.date | None = None,
) -> QueuePlace:  # fmt: skip
    return put_in_queue(
        actor=home.planner, queue=queue or world.queue, organisation=home.region, enrolment=enrolment or learner_of(home),
        kind=LearnerKind.objects.get(pk="ST"),
        wish=Wish(4, first, last, ends), today=day,
    )  # fmt: skip


def left(
    world: QueueWorld, start: dt.date = START, *, day: dt.date = TODAY, queue: SeatQueue | None = None
) -> QueueSeat:
    return leave_seat_to_queue(
        actor=world.coordinator, queue=queue or world.queue, unit=world.unit, starts_on=start, weeks=4, today=day
    )


def offer_to(place: QueuePlace) -> Inquiry:
    return QueueOffer.objects.filter(place=place).latest("pk").inquiry


def confirmed(home: Home, place: QueuePlace, day: dt.date = TODAY) -> Inquiry:
    inquiry = offer_to(place)
    return confirm_offer(actor=home.planner, inquiry=inquiry, seen=inquiry.bids, today=day)
