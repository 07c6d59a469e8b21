"""Places of training, programmes, posts, and those who supervise."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.organisations.models import Organisation
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.training.models import Absence, Enrolment, PlacementArea, Post, Programme, ProgrammeBlock, Unit
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import UserFactory


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
