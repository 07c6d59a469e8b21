"""Seats between organisations, the student groups that take them, and the queues for those that are scarce."""

from randa.exchange.models.order_rules import OrderRule
from randa.exchange.models.queues import (
    QueueOffer,
    QueuePlace,
    QueueSeat,
    QueueShare,
    SeatQueue,
    healthcare_regions_of,
    member_regions,
    root_of,
)
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
    "OrderRule",
    "QueueOffer",
    "QueuePlace",
    "QueueSeat",
    "QueueShare",
    "SeatQueue",
    "SeatRequest",
    "SeatRequestQuerySet",
    "SpecialReason",
    "SpecialReasonKind",
    "StudentGroup",
    "UnitWish",
    "healthcare_regions_of",
    "member_regions",
    "root_of",
    "under",
)
