"""The least valid object of each model; what matters to a test stands in the test."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.core.access.models import Role
from randa.core.jobs.models import Job
from randa.dimensioning.models import (
    AssumptionValue,
    NationalNeed,
    PlanChange,
    PlannedPosts,
    PlanRevision,
    PostType,
    Scenario,
)
from randa.organisations.models import (
    HealthcareRegionMembership,
    Organisation,
    Population,
    PublishedRow,
    PublishedTable,
)
from randa.people.models import RoleAssignment, User
from randa.placements.models import MandateChange, Placement, Plan, SeatPeriod
from randa.regulations.models import Objective, Regulation, Rule, RuleSet, Speciality
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.training.models import Absence, Enrolment, PlacementArea, Post, Programme, ProgrammeBlock, Unit

TODAY = dt.date(2027, 1, 11)
YEAR_BEFORE = dt.date(2026, 1, 5)
YEARS_AFTER = dt.date(2030, 1, 7)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A region at the root of the tree, unless `parent` is given; the path follows."""

    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"REG-T{n}")
    kind = Organisation.Kind.REGION
    name = factory.LazyAttribute(lambda made: f"Region {made.code}")
    parent = None
    path = factory.LazyAttribute(lambda made: f"{made.parent.path if made.parent else ''}{made.code}/")


class HospitalFactory(OrganisationFactory):
    code = factory.Sequence(lambda n: f"HSP-T{n}")
    kind = Organisation.Kind.HOSPITAL
    name = factory.LazyAttribute(lambda made: f"Sjukhus {made.code}")
    parent = factory.SubFactory(OrganisationFactory)


class MembershipFactory(DjangoModelFactory[HealthcareRegionMembership]):
    class Meta:
        model = HealthcareRegionMembership

    region = factory.SubFactory(OrganisationFactory)
    healthcare_region = factory.SubFactory(
        OrganisationFactory,
        code=factory.Sequence(lambda n: f"SR-T{n}"),
        kind=Organisation.Kind.HEALTHCARE_REGION,
    )


class PopulationFactory(DjangoModelFactory[Population]):
    class Meta:
        model = Population

    organisation = factory.SubFactory(OrganisationFactory)
    as_of = dt.date(2023, 12, 31)
    inhabitants = 300_000


class PublishedTableFactory(DjangoModelFactory[PublishedTable]):
    class Meta:
        model = PublishedTable

    key = factory.Sequence(lambda n: f"table-{n}")
    title = "En tabell"
    document = "004"
    place = "Tabell 2"


class PublishedRowFactory(DjangoModelFactory[PublishedRow]):
    class Meta:
        model = PublishedRow

    table = factory.SubFactory(PublishedTableFactory)
    row_no = factory.Sequence(lambda n: n)


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with no password: tests use `client.force_login`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@test.example")
    given_name = "Vide"
    family_name = factory.Sequence(lambda n: f"Provsson{n}")
    password = "!"


class RoleFactory(DjangoModelFactory[Role]):
    """A role with no permissions; give `permissions=[…]`."""

    class Meta:
        model = Role
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"role_{n}")
    name_sv = factory.LazyAttribute(lambda made: f"Roll {made.code}")
    name_en = factory.LazyAttribute(lambda made: f"Role {made.code}")
    sentence_sv = "Får göra det som står här."
    sentence_en = "May do what stands here."
    permissions = factory.LazyFunction(list)


class RoleAssignmentFactory(DjangoModelFactory[RoleAssignment]):
    """A role that holds today."""

    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = factory.SubFactory(RoleFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = YEAR_BEFORE


def person_with(*permissions: str, at: Organisation, code: str | None = None) -> User:
    """Return a new person who today has exactly `permissions` over `at` and all below it."""
    role = RoleFactory.create(permissions=list(permissions), **({"code": code} if code else {}))
    return RoleAssignmentFactory.create(role=role, organisation=at).user


class RegulationFactory(DjangoModelFactory[Regulation]):
    class Meta:
        model = Regulation

    code = factory.Sequence(lambda n: f"HSLF-FS T{n}")
    name = "En föreskrift"


class RuleSetFactory(DjangoModelFactory[RuleSet]):
    class Meta:
        model = RuleSet

    name = factory.Sequence(lambda n: f"Regler {n}")
    valid_from = dt.date(2021, 7, 1)


class RuleFactory(DjangoModelFactory[Rule]):
    class Meta:
        model = Rule

    rule_set = factory.SubFactory(RuleSetFactory)
    key = factory.Sequence(lambda n: f"rule_{n}")
    value = 1
    binding = Rule.Binding.PRACTICE


class ObjectiveFactory(DjangoModelFactory[Objective]):
    class Meta:
        model = Objective

    regulation = factory.SubFactory(RegulationFactory)
    code = factory.Sequence(lambda n: f"BT{n}")
    heading = "Ett delmål"


class SpecialityFactory(DjangoModelFactory[Speciality]):
    class Meta:
        model = Speciality

    name = factory.Sequence(lambda n: f"Specialitet {n}")
    group = "En grupp"
    kind = Speciality.Kind.BASE


class PlacementAreaFactory(DjangoModelFactory[PlacementArea]):
    """Psychiatry, unless another code is given; one row per code."""

    class Meta:
        model = PlacementArea
        django_get_or_create = ("code",)

    code = "PSY"
    name_sv = factory.LazyAttribute(lambda made: f"Område {made.code}")
    name_en = factory.LazyAttribute(lambda made: f"Area {made.code}")


class UnitFactory(DjangoModelFactory[Unit]):
    """A psychiatric unit at a hospital of a region; give `region` and `area__code` to choose."""

    class Meta:
        model = Unit

    region = factory.SubFactory(OrganisationFactory)
    organisation = factory.SubFactory(
        OrganisationFactory,
        code=factory.Sequence(lambda n: f"ENH-T{n}"),
        kind=Organisation.Kind.UNIT,
        name=factory.Sequence(lambda n: f"Enhet {n}"),
        parent=factory.SelfAttribute("..region"),
    )
    area = factory.SubFactory(PlacementAreaFactory)
    site = "Sjukhuset"


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    region = factory.SubFactory(OrganisationFactory)
    kind = Programme.Kind.BT_FREE
    name = factory.Sequence(lambda n: f"BT fristående {n}")
    standard_weeks = 46


class ProgrammeBlockFactory(DjangoModelFactory[ProgrammeBlock]):
    class Meta:
        model = ProgrammeBlock

    programme = factory.SubFactory(ProgrammeFactory)
    area = factory.SubFactory(PlacementAreaFactory)
    weeks_min = 8
    weeks_nominal = 10
    weeks_max = 13


class PostFactory(DjangoModelFactory[Post]):
    """A post of 2027's spring start in the programme's region."""

    class Meta:
        model = Post

    programme = factory.SubFactory(ProgrammeFactory)
    region = factory.SelfAttribute("programme.region")
    base = factory.SelfAttribute("region")
    number = factory.Sequence(lambda n: f"BT-T-{n:03}")
    starts_on = dt.date(2027, 2, 1)


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    learner = factory.SubFactory(UserFactory)
    post = factory.SubFactory(PostFactory)
    starts_on = factory.SelfAttribute("post.starts_on")


class AbsenceFactory(DjangoModelFactory[Absence]):
    """Four weeks of vacation in July 2027."""

    class Meta:
        model = Absence

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = Absence.Kind.VACATION
    starts_on = dt.date(2027, 7, 5)
    ends_before = dt.date(2027, 8, 2)


class SupervisorFactory(DjangoModelFactory[Supervisor]):
    """A trained supervisor who takes one learner."""

    class Meta:
        model = Supervisor

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    trained_on = dt.date(2024, 3, 4)


class SupervisorAbsenceFactory(DjangoModelFactory[SupervisorAbsence]):
    class Meta:
        model = SupervisorAbsence

    supervisor = factory.SubFactory(SupervisorFactory)
    starts_on = dt.date(2027, 4, 5)
    ends_before = dt.date(2027, 5, 3)


class SeatPeriodFactory(DjangoModelFactory[SeatPeriod]):
    """Two seats from 2026 to 2030, none of them reserved."""

    class Meta:
        model = SeatPeriod

    unit = factory.SubFactory(UnitFactory)
    starts_on = YEAR_BEFORE
    ends_before = YEARS_AFTER
    seats = 2


class MandateChangeFactory(DjangoModelFactory[MandateChange]):
    class Meta:
        model = MandateChange

    unit = factory.SubFactory(UnitFactory)
    effective_on = dt.date(2027, 5, 3)
    seats_before = 4
    seats_after = 2
    reason = "Färre vårdplatser"


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Plan {n}")
    start_year = 2027
    horizon_starts_on = dt.date(2027, 1, 11)
    horizon_weeks = 110

    @factory.post_generation
    def regions(self: Plan, create: bool, extracted: list[Organisation] | None) -> None:
        if create and extracted:
            self.regions.set(extracted)


class PlacementFactory(DjangoModelFactory[Placement]):
    """Eight weeks at a unit in a draft plan."""

    class Meta:
        model = Placement

    plan = factory.SubFactory(PlanFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    unit = factory.SubFactory(UnitFactory)
    area = factory.SelfAttribute("unit.area")
    starts_on = dt.date(2027, 2, 1)
    ends_before = dt.date(2027, 3, 29)
    working_weeks = 8


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = "test.job"
    title = "Ett arbete"
    started_by = factory.SubFactory(UserFactory)


class PlannedPostsFactory(DjangoModelFactory[PlannedPosts]):
    class Meta:
        model = PlannedPosts

    region = factory.SubFactory(OrganisationFactory)
    year = 2027
    post_type = PostType.BT_FREE
    posts = 10


class PlanRevisionFactory(DjangoModelFactory[PlanRevision]):
    class Meta:
        model = PlanRevision

    number = factory.Sequence(lambda n: n + 1)


class PlanChangeFactory(DjangoModelFactory[PlanChange]):
    class Meta:
        model = PlanChange

    revision = factory.SubFactory(PlanRevisionFactory)
    region = factory.SubFactory(OrganisationFactory)
    year = 2027
    post_type = PostType.BT_FREE


class NationalNeedFactory(DjangoModelFactory[NationalNeed]):
    class Meta:
        model = NationalNeed

    year = factory.Sequence(lambda n: 2025 + n)
    post_type = "AT"
    total = 100


class ScenarioFactory(DjangoModelFactory[Scenario]):
    class Meta:
        model = Scenario

    name = factory.Sequence(lambda n: f"Scenario {n}")


class AssumptionValueFactory(DjangoModelFactory[AssumptionValue]):
    class Meta:
        model = AssumptionValue

    scenario = factory.SubFactory(ScenarioFactory)
    key = factory.Sequence(lambda n: f"assumption.{n}")
    value = 1.0
