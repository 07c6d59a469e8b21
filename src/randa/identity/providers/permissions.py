"""Who may manage identity providers."""

from collections.abc import Iterable

from randa.identity.models import IdentityProvider
from randa.organisations.models import Organisation
from randa.people.models import User


def can_manage_providers_of(actor: User, organisation: Organisation) -> bool:
    """Whoever looks after sign-in services in the organisation."""
    return actor.has("identity.manage", organisation)


def can_manage_provider(actor: User, provider: IdentityProvider) -> bool:
    """Whoever looks after sign-in services in the organisation that owns it."""
    return actor.has("identity.manage", provider.organisation)


def can_let_provider_serve(actor: User, organisations: Iterable[Organisation]) -> bool:
    """A provider opens accounts only in organisations whose sign-in one looks after."""
    return all(actor.has("identity.manage", organisation) for organisation in organisations)
