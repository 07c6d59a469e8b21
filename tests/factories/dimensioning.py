"""Planned posts, revisions, need and scenarios."""

import factory
from factory.django import DjangoModelFactory

from randa.dimensioning.models import (
    AssumptionValue,
    NationalNeed,
    PlanChange,
    PlannedPosts,
    PlanRevision,
    PostType,
    Scenario,
)
from tests.factories.organisations import OrganisationFactory


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
