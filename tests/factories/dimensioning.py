"""Planned posts, revisions, need and scenarios."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from randa.dimensioning.models import (
    AreaBudget,
    AssumptionValue,
    NationalNeed,
    PatientNeed,
    PlanChange,
    PlannedPosts,
    PlanRevision,
    PostType,
    Scenario,
)
from tests.factories.days import YEAR_BEFORE
from tests.factories.organisations import OrganisationFactory
from tests.factories.supply import PatientMeasureFactory
from tests.factories.training import PlacementAreaFactory


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


class PatientNeedFactory(DjangoModelFactory[PatientNeed]):
    """Whoever is in psychiatry all year needs 500 visits."""

    class Meta:
        model = PatientNeed

    region = factory.SubFactory(OrganisationFactory)
    area = factory.SubFactory(PlacementAreaFactory)
    measure = factory.SubFactory(PatientMeasureFactory)
    amount = Decimal(500)
    starts_on = YEAR_BEFORE
    source = "Dnr 1"


class AreaBudgetFactory(DjangoModelFactory[AreaBudget]):
    """Money for a hundred seat-weeks of psychiatry in 2027."""

    class Meta:
        model = AreaBudget

    region = factory.SubFactory(OrganisationFactory)
    area = factory.SubFactory(PlacementAreaFactory)
    year = 2027
    amount = 1_000_000
    week_cost = Decimal(10_000)
    covers = "Handledarnas tid"
    source = "Dnr 2"
