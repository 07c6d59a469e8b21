"""A small world in which every address of Randa leads somewhere, and the five kinds of people who try them."""

from dataclasses import dataclass
from typing import Any

from randa.core.access.models import Role
from randa.core.access.services import load_roles
from randa.core.jobs.models import Job
from randa.dimensioning.models import PlanInput
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Rearrangement
from randa.training.models import Enrolment, Unit
from tests.access import access_modules
from tests.factories import (
    EnrolmentFactory,
    JobFactory,
    MembershipFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanChangeFactory,
    PlanFactory,
    PlannedPostsFactory,
    PlanRevisionFactory,
    PostFactory,
    ProgrammeFactory,
    PublishedTableFactory,
    RoleAssignmentFactory,
    RuleSetFactory,
    ScenarioFactory,
    UnitFactory,
    UserFactory,
)


@dataclass(frozen=True, slots=True)
class Objects:
    """What the world holds. An app that needs more makes it in `arguments(objects)` of its own `tests/access/<app>.py`."""

    actors: dict[str, User | None]
    region: Organisation
    elsewhere: Organisation
    enrolment: Enrolment
    unit: Unit


@dataclass(frozen=True, slots=True)
class World:
    """The people who try, and what to fill addresses with: by route and argument, or by argument alone."""

    actors: dict[str, User | None]
    region: Organisation
    elsewhere: Organisation
    by_route: dict[str, dict[str, Any]]
    by_name: dict[str, Any]

    def arguments(self, route: str, names: list[str]) -> dict[str, Any]:
        own = self.by_route.get(route, {})
        return {name: own.get(name, self.by_name.get(name)) for name in names}


def make_world() -> World:
    """Everything belongs to one region; the outsider has the training manager's role in another one."""
    load_roles()
    region, elsewhere = (OrganisationFactory.create(name=name) for name in ("Region Provlän", "Region Annan"))
    actors: dict[str, User | None] = {
        "anonymous": None,
        "outsider": _person("training_manager", elsewhere),
        **{code: _person(code, region) for code in ("learner", "training_manager", "administrator")},
    }
    manager, learner = actors["training_manager"], actors["learner"]
    programme = ProgrammeFactory.create(region=region)
    enrolment = EnrolmentFactory.create(learner=learner, post=PostFactory.create(programme=programme))
    unit = UnitFactory.create(region=region)
    plan = PlanFactory.create(regions=[region], unplaced_weeks=1)
    block = PlacementFactory.create(plan=plan, enrolment=enrolment, unit=unit)
    anew = Rearrangement.objects.create(plan=plan, kind=Rearrangement.Kind.MENDING)
    cell = PlannedPostsFactory.create(region=region)
    revision = PlanRevisionFactory.create(saved_by=manager)
    PlanChangeFactory.create(revision=revision, region=region, posts_after=10)
    job = JobFactory.create(started_by=manager, state=Job.State.RUNNING)
    typed = PlanInput.objects.create(made_by=manager, origin="grid", seen=revision.number, rows=[])
    printed = PublishedTableFactory.create(columns=[{"name": "region", "kind": "printed", "measure": ""}])
    scenario = ScenarioFactory.create(region=region, created_by=manager)
    MembershipFactory.create(region=region, healthcare_region__code="SR-MEL")  # a region that is forecast for
    objects = Objects(actors, region, elsewhere, enrolment, unit)
    return World(
        actors,
        region,
        elsewhere,
        by_route={
            "home:try_as_start": {"pk": UserFactory.create(is_demo=True).pk},
            "jobs:detail": {"pk": job.pk},
            "jobs:cancel": {"pk": job.pk},
            "organisations:table": {"key": printed.key},
            "regulations:detail": {"pk": RuleSetFactory.create().pk},
        }
        | {f"dimensioning:plan_input{end}": {"pk": typed.pk} for end in ("", "_correct", "_save", "_reasons")}
        | _of_the_apps(objects),
        by_name={
            "code": region.code, "unit_code": unit.organisation.code, "region": region.code, "pk": plan.pk,
            "enrolment_pk": enrolment.pk, "block_pk": block.pk, "rearrangement_pk": anew.pk,
            "number": revision.number, "key": f"{region.code}:{cell.year}:{cell.post_type}",
            "file_format": "csv", "scenario_pk": scenario.pk, "uidb36": "1", "area": "PSY",
        },
    )  # fmt: skip


def _of_the_apps(objects: Objects) -> dict[str, dict[str, Any]]:
    """Return route -> arguments of the apps whose access module makes objects of its own."""
    found: dict[str, dict[str, Any]] = {}
    for module in access_modules():
        found |= getattr(module, "arguments", lambda _objects: {})(objects)
    return found


def _person(role: str, organisation: Organisation) -> User:
    given: User = RoleAssignmentFactory.create(role=Role.objects.get(code=role), organisation=organisation).user
    return given
