"""Organisations, and what is published about them."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.organisations.models import (
    HealthcareRegionMembership,
    Organisation,
    Population,
    PublishedRow,
    PublishedTable,
)


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
