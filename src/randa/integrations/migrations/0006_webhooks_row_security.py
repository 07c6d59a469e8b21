from django.db import migrations

from randa.core.access.row_security import ProtectRows

MANAGED = (
    "exists (select 1 from organisations_organisation place where place.id = integrations_webhook.organisation_id"
    " and place.path ^@ any((select randa_paths('api.manage'))::text[]))"
)
OF_WEBHOOK = "exists (select 1 from integrations_webhook webhook where webhook.id = integrations_delivery.webhook_id)"


class Migration(migrations.Migration):
    """Webhooks and what was sent are for those who look after other systems there; the worker is the system."""

    dependencies = [("people", "0004_row_security"), ("integrations", "0005_webhooks")]

    operations = [
        ProtectRows("integrations_webhook", using=MANAGED),
        ProtectRows("integrations_delivery", using=OF_WEBHOOK),
    ]
