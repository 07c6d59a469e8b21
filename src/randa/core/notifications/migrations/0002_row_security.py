from django.db import migrations

from randa.core.access.row_security import ProtectRows

RECEIVED = "recipient_id = (select randa_actor())"
OWN = "person_id = (select randa_actor())"
SOMEBODY = "(select randa_actor()) is not null or (select randa_signs_in())"
# Whoever runs the system sees how all sending has gone.
RUNS_IT = "cardinality(randa_paths('system.manage')) > 0"
# Whoever mends people's addresses sees which are broken, of the people they may see.
MENDS_IT = (
    "cardinality(randa_paths('people.edit', 'system.manage')) > 0 and exists "
    "(select from people_user where people_user.id = core_notifications_returnedaddress.person_id)"
)


class Migration(migrations.Migration):
    """What one is told is one's own. Anybody may tell another person; only the worker sends mail."""

    dependencies = [("core_notifications", "0001_initial"), ("people", "0004_row_security")]

    operations = [
        ProtectRows("core_notifications_notification", using=RECEIVED, insert=SOMEBODY),
        ProtectRows("core_notifications_outgoingmail", using=f"{RECEIVED} or (select {RUNS_IT})", check="false"),
        ProtectRows("core_notifications_mailsettings", using=OWN),
        ProtectRows("core_notifications_preference", using=OWN),
        ProtectRows("core_notifications_returnedaddress", using=f"{OWN} or {MENDS_IT}", check=OWN),
        ProtectRows("core_notifications_snooze", using=OWN),
    ]
