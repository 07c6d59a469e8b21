"""Seats between organisations, and the student groups that take them."""

from randa.exchange.models.seats import (
    ANSWER,
    ASK,
    Inquiry,
    InquiryQuerySet,
    NamedSeat,
    Offer,
    SeatRequest,
    SeatRequestQuerySet,
    under,
)
from randa.exchange.models.students import (
    AllocationRule,
    GroupMember,
    SpecialReason,
    SpecialReasonKind,
    StudentGroup,
    UnitWish,
)

__all__ = (
    "ANSWER",
    "ASK",
    "AllocationRule",
    "GroupMember",
    "Inquiry",
    "InquiryQuerySet",
    "NamedSeat",
    "Offer",
    "SeatRequest",
    "SeatRequestQuerySet",
    "SpecialReason",
    "SpecialReasonKind",
    "StudentGroup",
    "UnitWish",
    "under",
)
