"""Who sees requests for seats, their threads and bids, and for whom the seats are, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows


def at(permission: str, *columns: str) -> str:
    """The person has the permission over one of the organisations that the columns name."""
    return (
        f"exists (select 1 from organisations_organisation place where place.id in ({', '.join(columns)})"
        f" and place.path ^@ any((select randa_paths('{permission}'))::text[]))"
    )


ASKS = at("exchange.ask", "asker_id")
ANSWERS = at("exchange.answer", "exchange_inquiry.recipient_id", "exchange_inquiry.unit_id")
ASKED = "exists (select 1 from exchange_inquiry one where one.request_id = exchange_seatrequest.id)"
OF_INQUIRY = "exists (select 1 from exchange_inquiry one where one.id = exchange_offer.inquiry_id)"
OWN = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = exchange_namedseat.enrolment_id"
    " and enrolment.learner_id = (select randa_actor()))"
)
OURS = (
    "exists (select 1 from exchange_seatrequest asked join organisations_organisation place on place.id = asked.asker_id"
    " where asked.id = exchange_namedseat.request_id and place.path ^@ any((select randa_paths('exchange.ask'))::text[]))"
)
# Whoever receives sees the learner of a confirmed seat, and only as long as the placement shows the person (placements/0003).
RECEIVED = (
    "placement_id is not null and exists (select 1 from exchange_inquiry one where one.id = exchange_namedseat.inquiry_id)"
    " and exists (select 1 from training_enrolment enrolment where enrolment.id = exchange_namedseat.enrolment_id)"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("placements", "0005_left_out")]

    operations = [
        ProtectRows("exchange_inquiry", using=f"{ASKS} or {ANSWERS}", insert=ASKS, delete="false"),
        ProtectRows("exchange_seatrequest", using=f"{ASKS} or {ASKED}", insert=ASKS, delete="false"),
        ProtectRows("exchange_offer", using=OF_INQUIRY, update="false", delete="false"),
        ProtectRows("exchange_namedseat", using=f"{OWN} or {OURS} or {RECEIVED}", check=OURS),
    ]
