"""A region of a journey's own in the demo world: its units have names, and heads and learners whom one can sign in as."""

from dataclasses import dataclass

from django.db.models import Subquery

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supervisors.models import AllowedSpeciality
from randa.training.models import Enrolment, Unit
from tests.browser.people import somebody
from tests.factories import RoleAssignmentFactory
from tests.placements.world import add_unit, enrolments, region_with


@dataclass(frozen=True, slots=True)
class OwnRegion:
    """The region, who plans it, its units and their heads by the unit's name, and its doctors in the order of their posts."""

    region: Organisation
    planner: User
    units: dict[str, Unit]
    heads: dict[str, User]
    doctors: list[Enrolment]

    @property
    def learners(self) -> list[User]:
        return [one.learner for one in self.doctors]


def own_region(name: str, *, doctors: int, units: dict[str, tuple[str, int]]) -> OwnRegion:
    """Return a region with so many doctors to place, and these units: area and seats by name."""
    seats = dict(reversed(units.values()))  # the first unit of each area is the one the region comes with
    region = region_with(doctors, psychiatry_seats=seats["PSY"])
    Organisation.objects.filter(pk=region.pk).update(name=name)
    made: dict[str, Unit] = {}
    for title, (area, count) in units.items():
        first = {one.area_id for one in made.values()}
        made[title] = add_unit(region, area, count) if area in first else Unit.objects.get(region=region, area_id=area)
        Organisation.objects.filter(pk=made[title].pk).update(name=title)
        allowed = AllowedSpeciality.objects.filter(area=area).values("speciality")[:1]
        made[title].supervisors.update(speciality=Subquery(allowed))
        made[title].refresh_from_db()
    people = enrolments(region)
    for one in people:
        User.objects.filter(pk=one.learner_id).update(is_demo=True)
        RoleAssignmentFactory.create(user=one.learner, organisation=region, role_id="learner")
    heads = {title: somebody("Chef", "unit_head", unit.organisation.code) for title, unit in made.items()}
    return OwnRegion(region, somebody("Planerare", "training_manager", region.code), made, heads, people)
