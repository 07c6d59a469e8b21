"""Who sees addresses and identities of events, in the database itself (ADR 0006).

Whoever comes with an address is nobody yet when it is looked up. Events are read and written for all by the system; a learner sees
their own.
"""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

OWN = "owner_id = (select randa_actor())"
OWN_ENTRY = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = calendars_entry.enrolment_id"
    " and enrolment.learner_id = (select randa_actor()))"
)


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial"), ("training", "0003_row_security")]

    operations = [
        ProtectRows("calendars_feed", using=f"{OWN} or (select randa_signs_in())", check=OWN),
        ProtectRows("calendars_entry", using=OWN_ENTRY, check="false"),
    ]
