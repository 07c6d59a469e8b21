"""Who sees who waits in a queue, and which seats were left to it, in the database itself (ADR 0006). The order is shown without names."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

OURS = (
    "exists (select 1 from organisations_organisation place where place.id = organisation_id"
    " and place.path ^@ any((select randa_paths('exchange.ask'))::text[]))"
)
OWN = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = exchange_queueplace.enrolment_id"
    " and enrolment.learner_id = (select randa_actor()))"
)
VIEWS = "cardinality((select randa_paths('exchange.view'))::text[]) > 0"
ANSWERS = (
    "exists (select 1 from organisations_organisation place where place.id = exchange_queueseat.unit_id"
    " and place.path ^@ any((select randa_paths('exchange.answer'))::text[]))"
)
OF_PLACE = "exists (select 1 from exchange_queueplace one where one.id = exchange_queueoffer.place_id)"
OF_THREAD = "exists (select 1 from exchange_inquiry one where one.id = exchange_queueoffer.inquiry_id)"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_queues")]

    operations = [
        ProtectRows("exchange_queueplace", using=f"{OURS} or {OWN}", check=OURS, delete="false"),
        ProtectRows("exchange_queueseat", using=VIEWS, check=ANSWERS, delete="false"),
        ProtectRows("exchange_queueoffer", using=f"{OF_PLACE} or {OF_THREAD}", delete="false"),
    ]
