"""A small region with two psychiatric and two other units and doctors to place: enough to plan in a second."""

import datetime as dt

from randa.organisations.models import Organisation
from randa.training.models import Enrolment, Unit
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PlacementAreaFactory,
    PostFactory,
    ProgrammeBlockFactory,
    ProgrammeFactory,
    SeatPeriodFactory,
    SupervisorFactory,
    UnitFactory,
)

START = dt.date(2027, 2, 1)
PERMISSIONS = ("placements.view", "placements.plan", "placements.publish", "capacity.edit")


def region_with(doctors: int, *, psychiatry_seats: int = 1) -> Organisation:
    """Return a region whose programme is 8 weeks of psychiatry and 12 of acute care, with that many doctors."""
    region = OrganisationFactory.create()
    programme = ProgrammeFactory.create(region=region, standard_weeks=20)
    for area, weeks in (("PSY", 8), ("AKU", 12)):
        PlacementAreaFactory.create(code=area)
        ProgrammeBlockFactory.create(
            programme=programme, area_id=area, weeks_min=weeks, weeks_nominal=weeks, weeks_max=weeks
        )
    add_unit(region, "PSY", psychiatry_seats)
    add_unit(region, "AKU", doctors)
    for _number in range(doctors):
        EnrolmentFactory.create(post=PostFactory.create(programme=programme, starts_on=START))
    return region


def add_unit(region: Organisation, area: str, seats: int) -> Unit:
    unit = UnitFactory.create(region=region, area=PlacementAreaFactory.create(code=area))
    SeatPeriodFactory.create(unit=unit, seats=seats)
    SupervisorFactory.create_batch(seats, unit=unit)
    return unit


def enrolments(region: Organisation) -> list[Enrolment]:
    return list(Enrolment.objects.filter(post__region=region).order_by("post__number"))
