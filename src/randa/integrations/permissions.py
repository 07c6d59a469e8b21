"""Who gives out keys, and who ends them."""

from randa.integrations.models import ApiKey, Webhook
from randa.organisations.models import Organisation
from randa.people.models import User


def can_manage_keys(actor: User) -> bool:
    """The page of organisation keys is for those who give them out somewhere."""
    return actor.has("api.manage")


def can_give_key(actor: User, organisation: Organisation) -> bool:
    """An organisation key needs its own right over the organisation; the role it gets is asked for besides."""
    return actor.has("api.manage", organisation)


def can_make_own_key(actor: User) -> bool:
    """A person makes keys for themselves; a system does not make keys for systems."""
    return actor.is_active and not actor.is_technical


def can_revoke_key(actor: User, key: ApiKey) -> bool:
    """One's own key, and those of organisations where one gives out keys."""
    if key.organisation is None:
        return key.owner_id == actor.pk
    return actor.has("api.manage", key.organisation)


def can_manage_webhooks(actor: User) -> bool:
    """The page of webhooks is for those who look after other systems somewhere."""
    return actor.has("api.manage")


def can_manage_webhooks_at(actor: User, organisation: Organisation) -> bool:
    """Telling another system what happens at an organisation needs the right over it."""
    return actor.has("api.manage", organisation)


def can_manage_webhook(actor: User, webhook: Webhook) -> bool:
    """A webhook belongs to its organisation, not to whoever set it up."""
    return actor.has("api.manage", webhook.organisation)
