"""What a merge of two accounts does to requests for seats: they stay signed by the account that made them."""

from randa.core.merging import keep, register

register(
    *keep(
        "exchange.SeatRequest.created_by",
        "exchange.Inquiry.confirmed_by",
        "exchange.Offer.made_by",
        "exchange.StudentGroup.created_by",
        "exchange.SpecialReason.decided_by",
        "exchange.QueuePlace.put_in_by",
        "exchange.QueueSeat.released_by",
    ),
)
