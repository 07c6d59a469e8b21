"""Requests for seats between organisations, and their threads."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.exchange.models import (
    GroupMember,
    Inquiry,
    NamedSeat,
    Offer,
    OrderRule,
    QueuePlace,
    SeatQueue,
    SeatRequest,
    SpecialReason,
    SpecialReasonKind,
    StudentGroup,
)
from randa.organisations.models import HealthcareRegionMembership, Organisation
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import UserFactory
from tests.factories.supply import LearnerKindFactory
from tests.factories.training import EnrolmentFactory, PlacementAreaFactory, ProgrammeFactory, UnitFactory


class SeatRequestFactory(DjangoModelFactory[SeatRequest]):
    """Two seats of psychiatry for BT doctors in four weeks from 2027v09, to be answered by 25 January."""

    class Meta:
        model = SeatRequest

    asker = factory.SubFactory(OrganisationFactory)
    kind = factory.SubFactory(LearnerKindFactory, code="BT", name_sv="BT-läkare", name_en="BT doctors")
    area = factory.SubFactory(PlacementAreaFactory)
    seats = 2
    weeks = 4
    starts_on = dt.date(2027, 3, 1)
    reply_by = dt.date(2027, 1, 25)
    created_by = factory.SubFactory(UserFactory)


class InquiryFactory(DjangoModelFactory[Inquiry]):
    """The request as put to another region; give `unit` and it has an offer of two seats on the table."""

    class Meta:
        model = Inquiry
        skip_postgeneration_save = True

    request = factory.SubFactory(SeatRequestFactory)
    asker = factory.SelfAttribute("request.asker")
    recipient = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def offered_at(self: Inquiry, create: bool, extracted: object, **_unused: object) -> None:
        if not create or extracted is None:
            return
        self.state, self.unit, self.seats, self.bids = Inquiry.State.OFFERED, extracted, 2, 1
        self.starts_on, self.ends_before = self.request.starts_on, self.request.ends_before
        self.promised_until = dt.date(2027, 1, 25)
        self.save()
        OfferFactory.create(inquiry=self, unit=extracted)


class OfferFactory(DjangoModelFactory[Offer]):
    class Meta:
        model = Offer

    inquiry = factory.SubFactory(InquiryFactory)
    number = 1
    by_asker = False
    unit = factory.SubFactory(UnitFactory)
    seats = 2
    starts_on = factory.SelfAttribute("inquiry.request.starts_on")
    ends_before = factory.SelfAttribute("inquiry.request.ends_before")
    made_by = factory.SubFactory(UserFactory)


class NamedSeatFactory(DjangoModelFactory[NamedSeat]):
    class Meta:
        model = NamedSeat

    request = factory.SubFactory(SeatRequestFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)


class StudentGroupFactory(DjangoModelFactory[StudentGroup]):
    """Medical students of a university who come to psychiatry for four weeks from 2027v09."""

    class Meta:
        model = StudentGroup

    organisation = factory.SubFactory(OrganisationFactory)
    kind = factory.SubFactory(LearnerKindFactory, code="MED", name_sv="Läkarstudenter", name_en="Medical students")
    programme = factory.SubFactory(
        ProgrammeFactory, region=factory.SelfAttribute("..organisation"), kind="STU", name="Läkarprogrammet"
    )
    area = factory.SubFactory(PlacementAreaFactory)
    course = factory.Sequence(lambda n: f"Kurs {n}")
    term = "VT 2027"
    starts_on = dt.date(2027, 3, 1)
    weeks = 4
    created_by = factory.SubFactory(UserFactory)


class GroupMemberFactory(DjangoModelFactory[GroupMember]):
    class Meta:
        model = GroupMember

    group = factory.SubFactory(StudentGroupFactory)
    organisation = factory.SelfAttribute("group.organisation")
    enrolment = factory.SubFactory(EnrolmentFactory)


class SpecialReasonKindFactory(DjangoModelFactory[SpecialReasonKind]):
    class Meta:
        model = SpecialReasonKind
        django_get_or_create = ("code",)

    code = "children"
    name_sv = "Barn"
    name_en = "Children"


class SpecialReasonFactory(DjangoModelFactory[SpecialReason]):
    class Meta:
        model = SpecialReason

    member = factory.SubFactory(GroupMemberFactory)
    kind = factory.SubFactory(SpecialReasonKindFactory)
    asked_on = dt.date(2027, 1, 11)


class SeatQueueFactory(DjangoModelFactory[SeatQueue]):
    """A queue for four weeks of psychiatry in the healthcare region of its keeper, which gets one when it lies in none."""

    class Meta:
        model = SeatQueue

    healthcare_region = factory.LazyAttribute(lambda one: _membership_of(one.keeper).healthcare_region)
    keeper = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Kö {n}")
    area = factory.SubFactory(PlacementAreaFactory)
    weeks = 4
    opened_on = dt.date(2027, 1, 11)


def _membership_of(region: Organisation) -> HealthcareRegionMembership:
    known = HealthcareRegionMembership.objects.filter(region=region).first()
    found: HealthcareRegionMembership = known or MembershipFactory.create(region=region)
    return found


class OrderRuleFactory(DjangoModelFactory[OrderRule]):
    """A rule that a healthcare region has decided: waiting alone, five days to answer, no second chance, from 2027-02-01."""

    class Meta:
        model = OrderRule

    healthcare_region = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.HEALTHCARE_REGION)
    valid_from = dt.date(2027, 2, 1)
    steps = factory.List(["waiting"])
    deadline_weeks = 1
    waiting_weeks = 1
    account_weeks = 52
    answer_days = 5
    refusals_kept = 0
    decided_by = "Provets samverkansnämnd"
    provenance = "a"
    source = "Protokoll 4 § 2"


class QueuePlaceFactory(DjangoModelFactory[QueuePlace]):
    """A learner who waits to begin between 2027v09 and 2027v30."""

    class Meta:
        model = QueuePlace

    queue = factory.SubFactory(SeatQueueFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = factory.SubFactory(LearnerKindFactory, code="ST", name_sv="ST-läkare", name_en="ST doctors")
    weeks = 4
    first_start = dt.date(2027, 3, 1)
    last_start = dt.date(2027, 7, 26)
    queued_on = dt.date(2027, 1, 11)
    put_in_by = factory.SubFactory(UserFactory)
