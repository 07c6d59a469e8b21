"""Requests for seats between organisations, and their threads."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.exchange.models import (
    GroupMember,
    Inquiry,
    NamedSeat,
    Offer,
    SeatRequest,
    SpecialReason,
    SpecialReasonKind,
    StudentGroup,
)
from tests.factories.organisations import OrganisationFactory
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
