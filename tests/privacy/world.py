"""Small worlds of people with rows in every table that is about them."""

import datetime as dt
from dataclasses import dataclass

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.privacy.loader import load_retention_classes
from tests.factories import (
    EnrolmentFactory,
    JobFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    PlanRevisionFactory,
    PostFactory,
    ProgrammeFactory,
    RoleAssignmentFactory,
    ScenarioFactory,
    SupervisorFactory,
    UnitFactory,
    UserFactory,
    person_with,
)

TODAY = dt.date(2027, 1, 11)
LONG_AGO = dt.date(2010, 1, 4)


@dataclass(frozen=True, slots=True)
class World:
    """A region with an officer, an approver and a person who has left."""

    region: Organisation
    officer: User
    approver: User
    person: User


def world() -> World:
    load_periods()
    region = OrganisationFactory.create()
    return World(
        region,
        person_with("privacy.manage", at=region, code="officer"),
        person_with("retention.approve", at=region, code="approver"),
        former(region),
    )


def former(region: Organisation, *, ended: dt.date = dt.date(2026, 6, 1), **fields: object) -> User:
    """Return a person whose only role, in `region`, has ended."""
    fields = {
        "hsa_id": f"SE5566778899-{User.objects.count() + 1000}",
        "title": "Underläkare",
        "work_phone": f"08-{User.objects.count() + 100000}",
        **fields,
    }
    person: User = UserFactory.create(is_active=False, **fields)
    RoleAssignmentFactory.create(user=person, organisation=region, starts_on=LONG_AGO, ends_before=ended)
    return person


def trained(person: User, region: Organisation, *, starts_on: dt.date = dt.date(2011, 1, 10)) -> object:
    """Give the person an enrolment with one placement of eight weeks and return the placement."""
    post = PostFactory.create(programme=ProgrammeFactory.create(region=region), starts_on=starts_on)
    enrolment = EnrolmentFactory.create(learner=person, post=post, starts_on=starts_on, home_x_km=12.5, home_y_km=3)
    return PlacementFactory.create(
        enrolment=enrolment, plan=PlanFactory.create(regions=[region]), unit=UnitFactory.create(region=region),
        starts_on=starts_on, ends_before=starts_on + dt.timedelta(weeks=8),
    )  # fmt: skip


def busy(person: User, region: Organisation) -> None:
    """Give the person rows of most kinds."""
    trained(person, region)
    SupervisorFactory.create(user=person, unit=UnitFactory.create(region=region))
    JobFactory.create(started_by=person, title=f"Plan av {person}")
    PlanRevisionFactory.create(saved_by=person, comment=f"{person} bad om det")
    ScenarioFactory.create(region=region, created_by=person)


def load_periods() -> None:
    """Load the reference periods; a class that another part needs is there too."""
    load_retention_classes()
