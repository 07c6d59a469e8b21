"""Supervision and what units say about their seats."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from randa.compensation.models import Rate
from randa.placements.models import UnitMinimum
from randa.supervisors.models import AllowedSpeciality, CapacityMethod, UnitMethod
from randa.supply.models import (
    ClearanceItem,
    FrameworkAgreement,
    PatientMeasure,
    PlaceOffer,
    SeatOpening,
    Supervision,
    UnitObjective,
    UnitPatientBase,
)
from randa.training.models import LearnerKind, SeatClaim, UnitClosure, UnitRooms
from tests.factories.days import YEAR_BEFORE, YEARS_AFTER
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import UserFactory
from tests.factories.regulations import ObjectiveFactory, SpecialityFactory
from tests.factories.training import EnrolmentFactory, PlacementAreaFactory, SupervisorFactory, UnitFactory


class CapacityMethodFactory(DjangoModelFactory[CapacityMethod]):
    """Two learners per assignment, one hour each."""

    class Meta:
        model = CapacityMethod

    code = factory.Sequence(lambda n: f"method-{n}")
    name_sv = "Parhandledning"
    name_en = "Pair supervision"
    learners_per_supervisor = 2
    hours_per_learner_week = Decimal("1.0")


class AllowedSpecialityFactory(DjangoModelFactory[AllowedSpeciality]):
    class Meta:
        model = AllowedSpeciality

    area = factory.SubFactory(PlacementAreaFactory)
    speciality = factory.SubFactory(SpecialityFactory)


class UnitMethodFactory(DjangoModelFactory[UnitMethod]):
    class Meta:
        model = UnitMethod

    unit = factory.SubFactory(UnitFactory)
    method = factory.SubFactory(CapacityMethodFactory)
    starts_on = YEAR_BEFORE


class UnitClosureFactory(DjangoModelFactory[UnitClosure]):
    """Four weeks in summer."""

    class Meta:
        model = UnitClosure

    unit = factory.SubFactory(UnitFactory)
    starts_on = dt.date(2027, 7, 5)
    ends_before = dt.date(2027, 8, 2)
    reason = "Sommarstängt"


class UnitRoomsFactory(DjangoModelFactory[UnitRooms]):
    class Meta:
        model = UnitRooms

    unit = factory.SubFactory(UnitFactory)
    starts_on = YEAR_BEFORE
    ends_before = YEARS_AFTER
    rooms = 1


class UnitMinimumFactory(DjangoModelFactory[UnitMinimum]):
    class Meta:
        model = UnitMinimum

    unit = factory.SubFactory(UnitFactory)
    starts_on = YEAR_BEFORE
    ends_before = YEARS_AFTER
    least = 1
    reason = "Med färre blir rutinen för liten."


class PatientMeasureFactory(DjangoModelFactory[PatientMeasure]):
    """Visits, unless another code is given; one row per code."""

    class Meta:
        model = PatientMeasure
        django_get_or_create = ("code",)

    code = "visits"
    name_sv = "besök per år"
    name_en = "visits a year"


class UnitPatientBaseFactory(DjangoModelFactory[UnitPatientBase]):
    """A thousand visits a year, until further notice."""

    class Meta:
        model = UnitPatientBase

    unit = factory.SubFactory(UnitFactory)
    measure = factory.SubFactory(PatientMeasureFactory)
    amount = 1000
    starts_on = YEAR_BEFORE


class SeatOpeningFactory(DjangoModelFactory[SeatOpening]):
    """One place more for a BT doctor in eight weeks from 2027v17."""

    class Meta:
        model = SeatOpening

    unit = factory.SubFactory(UnitFactory)
    kind = factory.LazyFunction(lambda: LearnerKindFactory.create(code="BT", name_sv="BT-läkare", name_en="BT doctors"))
    starts_on = dt.date(2027, 4, 26)
    ends_before = dt.date(2027, 6, 21)
    asked_by = factory.SubFactory(UserFactory)
    asked_on = dt.date(2027, 1, 11)


class LearnerKindFactory(DjangoModelFactory[LearnerKind]):
    class Meta:
        model = LearnerKind
        django_get_or_create = ("code",)

    code = "AT"
    name_sv = "AT-läkare"
    name_en = "AT doctors"
    one_sv = "AT-läkare"
    one_en = "AT doctor"
    level = LearnerKind.Level.ADVANCED
    weight = Decimal("1.0")


class SeatClaimFactory(DjangoModelFactory[SeatClaim]):
    """One AT doctor who asks for eight weeks."""

    class Meta:
        model = SeatClaim

    unit = factory.SubFactory(UnitFactory)
    kind = factory.SubFactory(LearnerKindFactory)
    starts_on = dt.date(2027, 2, 1)
    ends_before = dt.date(2027, 3, 29)
    learners = 1


class SupervisionFactory(DjangoModelFactory[Supervision]):
    """Eight weeks with a supervisor."""

    class Meta:
        model = Supervision

    enrolment = factory.SubFactory(EnrolmentFactory)
    supervisor = factory.SubFactory(SupervisorFactory)
    starts_on = dt.date(2027, 2, 1)
    ends_before = dt.date(2027, 3, 29)


class UnitObjectiveFactory(DjangoModelFactory[UnitObjective]):
    class Meta:
        model = UnitObjective

    unit = factory.SubFactory(UnitFactory)
    objective = factory.SubFactory(ObjectiveFactory)
    starts_on = YEAR_BEFORE


class PlaceOfferFactory(DjangoModelFactory[PlaceOffer]):
    """One seat for four weeks in March."""

    class Meta:
        model = PlaceOffer

    unit = factory.SubFactory(UnitFactory)
    starts_on = dt.date(2027, 3, 1)
    ends_before = dt.date(2027, 3, 29)
    seats = 1


class FrameworkAgreementFactory(DjangoModelFactory[FrameworkAgreement]):
    class Meta:
        model = FrameworkAgreement

    home = factory.SubFactory(OrganisationFactory)
    host = factory.SubFactory(OrganisationFactory)
    starts_on = YEAR_BEFORE


class RateFactory(DjangoModelFactory[Rate]):
    """Four thousand kronor a week, for all kinds of learner."""

    class Meta:
        model = Rate

    agreement = factory.SubFactory(FrameworkAgreementFactory)
    amount = Decimal("4000.00")
    starts_on = YEAR_BEFORE
    source = "Avtalet § 7"


class ClearanceItemFactory(DjangoModelFactory[ClearanceItem]):
    """Something to be in order four weeks before."""

    class Meta:
        model = ClearanceItem

    code = factory.Sequence(lambda n: f"item-{n}")
    name_sv = "Kort"
    name_en = "Card"
    weeks_before = 4
