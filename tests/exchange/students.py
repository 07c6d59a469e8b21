"""A university with a coordinator, a course occasion and a list of students."""

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from randa.core.imports.columns import guessed
from randa.core.imports.models import ImportRun
from randa.core.imports.services import choose_columns
from randa.core.imports.tables import Rows, read_upload
from randa.exchange.imports.fields import FIELDS
from randa.exchange.imports.services import check_list, start_list, store_list
from randa.exchange.models import StudentGroup
from randa.exchange.services.bidding import Bid, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.exchange.services.groups import Occasion, make_group
from randa.exchange.services.requests import Wanted, ask_for_seats
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Unit
from tests.exchange.world import ANSWERS, ASKS, START, TODAY
from tests.factories import LearnerKindFactory, OrganisationFactory, PlacementAreaFactory, RoleFactory, person_with
from tests.placements.world import add_unit

HEADINGS = ["Namn", "E-post", "Program", "Kurs", "Termin", "Grupp", "Hemkommun", "Studieform"]
PERMISSIONS = (*ASKS, "placements.plan")


@dataclass(frozen=True, slots=True)
class Course:
    """A university's course occasion and who keeps it."""

    university: Organisation
    coordinator: User
    group: StudentGroup


def course(**values: object) -> Course:
    university = OrganisationFactory.create(kind=Organisation.Kind.UNIVERSITY, name="Norrby universitet")
    coordinator = person_with(*PERMISSIONS, at=university)
    RoleFactory.create(code="learner")
    kind = LearnerKindFactory.create(code="MED", name_sv="Läkarstudenter", name_en="Medical students", level="basic")
    plain = {
        "kind": kind, "programme": "Läkarprogrammet", "area": PlacementAreaFactory.create(), "course": "Psykiatri",
        "term": "VT 2027", "starts_on": START, "weeks": 4, "wishes_until": dt.date(2027, 2, 1),
    }  # fmt: skip
    occasion = Occasion(**plain | values)  # type: ignore[arg-type]
    group = make_group(actor=coordinator, organisation=university, occasion=occasion, today=TODAY)
    return Course(university, coordinator, group)


def row(number: int, *, home: str = "Örebro", form: str = "campus", **values: str) -> list[str]:
    """Return a row of the list: the student with that number."""
    plain = {
        "name": f"Student{number} Påhittad", "email": f"student{number}@norrby.test", "programme": "Läkarprogrammet",
        "course": "Psykiatri", "term": "VT 2027", "label": "A", "home": home, "form": form,
    }  # fmt: skip
    return list((plain | values).values())


def checked(world: Course, rows: Rows, headings: list[str] | None = None) -> ImportRun:
    """Return the list as uploaded by the coordinator and checked."""
    text = "\n".join(";".join(one) for one in [headings or HEADINGS, *rows])
    file = SimpleUploadedFile("lista.csv", text.encode())
    run = start_list(actor=world.coordinator, group=world.group, name="lista.csv", rows=read_upload(file, "lista.csv"))
    choose_columns(run=run, columns=guessed(FIELDS, run.rows()[0], {}), options=run.options)
    return check_list(actor=world.coordinator, run=run)


def imported(world: Course, rows: Rows, headings: list[str] | None = None) -> ImportRun:
    """Return the list after it was stored."""
    return store_list(actor=world.coordinator, run=checked(world, rows, headings), today=TODAY)


def seats_at(world: Course, seats: int, name: str) -> Unit:
    """Let a region confirm that many seats for the group at a new unit."""
    region = OrganisationFactory.create(name=name)
    unit = add_unit(region, "PSY", seats)
    host = person_with(*ANSWERS, at=region)
    group = world.group
    wanted = Wanted(group.kind, group.area, seats, 4, START, dt.date(2027, 1, 25), group=group)
    request = ask_for_seats(
        actor=world.coordinator, asker=world.university, recipients=[region], wanted=wanted, today=TODAY, key=uuid4()
    )
    inquiry = offer_seats(
        actor=host, inquiry=request.inquiries.get(), unit=unit, bid=Bid(seats, START, 4), seen=0, today=TODAY
    )
    confirm_offer(actor=world.coordinator, inquiry=inquiry, seen=1, today=TODAY)
    return unit
