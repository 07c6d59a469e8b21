"""Keys and webhooks: one's own keys are one's own; those of an organisation are for its administrators."""

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.access.people import NOT_THERE, ONE_S_OWN

MANAGES = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "integrations:keys": ONE_S_OWN,
    "integrations:key_new": ONE_S_OWN,
    "integrations:organisation_keys": MANAGES,
    "integrations:organisation_key_new": MANAGES,
    "integrations:key_revoke": NOT_THERE | {"administrator": 302},
    "integrations:webhooks": MANAGES,
    "integrations:webhook_new": MANAGES,
    "integrations:webhook": NOT_THERE | {"administrator": 200},
    "integrations:webhook_switch": NOT_THERE | {"administrator": 302},
    "integrations:webhook_test": NOT_THERE | {"administrator": 302},
    "integrations:webhook_remove": NOT_THERE | {"administrator": 302},
    "integrations:delivery_again": NOT_THERE | {"administrator": 302},
}


def arguments(objects: Any) -> dict[str, dict[str, Any]]:
    from randa.integrations.models import ApiKey, Delivery, Webhook
    from tests.factories import UserFactory

    key = ApiKey.objects.create(
        name="Lönesystemet", owner=UserFactory.create(is_technical=True), organisation=objects.region, prefix="rnd_12345678",
        secret_hash="0" * 64, scopes=["people.read"], made_by=UserFactory.create(), ends_before=dt.date(2027, 6, 1),
    )  # fmt: skip
    webhook = Webhook.objects.create(
        organisation=objects.region, address="https://mottagare.example/", kinds=["roles"], secret="whsec_AAAA", position=0,
        made_by=objects.actors["administrator"],
    )  # fmt: skip
    sent = Delivery.objects.create(
        webhook=webhook, message_id="evt_1", kind="role.granted", body="{}", next_at=timezone.now()
    )
    return {
        route: {"pk": webhook.pk, "number": sent.pk} for route in ROWS if "webhook" in route or "delivery" in route
    } | {"integrations:key_revoke": {"pk": key.pk}}
