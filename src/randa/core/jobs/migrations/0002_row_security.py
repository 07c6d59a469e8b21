"""A job is seen by whoever started it. The worker is the system: what a job may do was decided when a service started it."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("core_jobs", "0001_initial"), ("core_access", "0002_row_security")]

    operations = [ProtectRows("core_jobs_job", using="started_by_id = (select randa_actor())", delete="false")]
