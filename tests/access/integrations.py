"""Keys and webhooks: one's own keys are one's own; those of an organisation are for its administrators."""

import datetime as dt
from typing import Any

from tests.access.people import NOT_THERE, ONE_S_OWN

MANAGES = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "integrations:keys": ONE_S_OWN,
    "integrations:key_new": ONE_S_OWN,
    "integrations:organisation_keys": MANAGES,
    "integrations:organisation_key_new": MANAGES,
    "integrations:key_revoke": NOT_THERE | {"administrator": 302},
}


def arguments(objects: Any) -> dict[str, dict[str, Any]]:
    from randa.integrations.models import ApiKey
    from tests.factories import UserFactory

    key = ApiKey.objects.create(
        name="Lönesystemet", owner=UserFactory.create(is_technical=True), organisation=objects.region, prefix="rnd_12345678",
        secret_hash="0" * 64, scopes=["people.read"], made_by=UserFactory.create(), ends_before=dt.date(2027, 6, 1),
    )  # fmt: skip
    return {"integrations:key_revoke": {"pk": key.pk}}
