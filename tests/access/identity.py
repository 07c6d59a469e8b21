"""Identity providers: anybody may sign in through them, one's links are one's own, and the rest is for administrators."""

from typing import Any

from tests.access.people import ANYBODY, MOVES_ON, NOT_THERE, ONE_S_OWN

# Of the five, only the administrator looks after sign-in services.
MANAGES = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200}
OWN_ORGANISATION = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 404, "administrator": 200}
DOES = OWN_ORGANISATION | {"administrator": 302}

ROWS: dict[str, dict[str, int]] = {
    "identity:choose": ANYBODY,
    "identity:begin": dict.fromkeys(ANYBODY, 302),  # leaves for the provider
    "identity:callback": dict.fromkeys(ANYBODY, 404),  # that of the other protocol
    "identity:saml_acs": dict.fromkeys(ANYBODY, 404),  # nothing was posted
    "identity:saml_finish": dict.fromkeys(ANYBODY, 400),  # nothing to finish
    "identity:saml_metadata": ANYBODY,
    "identity:links": ONE_S_OWN,
    "identity:link": MOVES_ON,  # nothing waits to be linked
    "identity:unlink": NOT_THERE,  # somebody else's
    "identity:providers": MANAGES,
    "identity:provider_new": MANAGES,
    "identity:provider_create": MANAGES,
    "identity:provider": OWN_ORGANISATION,
    "identity:provider_change": OWN_ORGANISATION,
    "identity:provider_mapping": OWN_ORGANISATION,
    "identity:provider_test": OWN_ORGANISATION,
    "identity:provider_switch": DOES,
    "identity:provider_read_again": DOES,
    "identity:provider_own_key": DOES,
}


def arguments(objects: Any) -> dict[str, dict[str, Any]]:
    from tests.factories import UserFactory
    from tests.identity.providers import saml_provider

    provider = saml_provider(
        "https://idp.test.example", "https://idp.test.example/sso", [], organisation=objects.region, enabled=False
    )
    provider.certificates = [provider.own_certificate]
    provider.enabled = True
    provider.save()
    link = provider.linked_identities.create(user=UserFactory.create(), subject="x", reason="choice")
    return {route: {"pk": provider.pk} for route in ROWS} | {
        "identity:unlink": {"link_pk": link.pk},
        "identity:provider_create": {"example": "other_saml"},
    }
