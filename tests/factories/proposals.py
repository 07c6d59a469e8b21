"""Drafts that have been proposed to units."""

import datetime as dt
import uuid

import factory
from factory.django import DjangoModelFactory

from randa.proposals.models import NoReason, Proposal, ProposedBlock
from tests.factories.people import UserFactory
from tests.factories.placements import PlanFactory
from tests.factories.training import EnrolmentFactory, UnitFactory


class NoReasonFactory(DjangoModelFactory[NoReason]):
    class Meta:
        model = NoReason
        django_get_or_create = ("code",)

    code = "supervision"
    name_sv = "Ingen handledare med tid"
    name_en = "No supervisor with time"


class ProposalFactory(DjangoModelFactory[Proposal]):
    """A question that is to be answered by 25 January."""

    class Meta:
        model = Proposal

    plan = factory.SubFactory(PlanFactory)
    answer_by = dt.date(2027, 1, 25)
    sent_by = factory.SubFactory(UserFactory)


class ProposedBlockFactory(DjangoModelFactory[ProposedBlock]):
    """Eight weeks at a unit that has not answered, of a draft that no longer has them."""

    class Meta:
        model = ProposedBlock

    proposal = factory.SubFactory(ProposalFactory)
    plan = factory.SelfAttribute("proposal.plan")
    placement = factory.LazyFunction(uuid.uuid4)
    enrolment = factory.SubFactory(EnrolmentFactory)
    unit = factory.SubFactory(UnitFactory)
    area = factory.SelfAttribute("unit.area")
    starts_on = dt.date(2027, 2, 1)
    ends_before = dt.date(2027, 3, 29)
    working_weeks = 8
