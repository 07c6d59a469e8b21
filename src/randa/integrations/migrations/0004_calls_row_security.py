from django.db import migrations

from randa.core.access.row_security import ProtectRows


class Migration(migrations.Migration):
    """Answers are the caller's own: they hold what the caller was told."""

    dependencies = [("core_access", "0002_row_security"), ("integrations", "0003_answered_calls")]

    operations = [ProtectRows("integrations_answeredcall", using="actor_id = (select randa_actor())")]
