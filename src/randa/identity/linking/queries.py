"""What a person's page and the sign-in page read about links and providers."""

from collections.abc import Sequence

from randa.core.access.row_security import as_system
from randa.identity.linking.matching import roles_beyond
from randa.identity.models import IdentityProvider, LinkedIdentity
from randa.people.models import User

SHOWN_AT_ONCE = 6


def own_links(person: User) -> Sequence[LinkedIdentity]:
    """Return the person's linked identities with their providers."""
    return list(LinkedIdentity.objects.visible_to(person).select_related("provider__organisation"))


def providers_to_link(person: User) -> Sequence[IdentityProvider]:
    """Return the providers that the person has no link at."""
    return list(
        IdentityProvider.objects.enabled().exclude(linked_identities__user=person).select_related("organisation")
    )


def sign_in_choices() -> Sequence[IdentityProvider]:
    """Return every provider that people may sign in through."""
    return list(IdentityProvider.objects.enabled().select_related("organisation"))


def providers_for_address(email: str) -> Sequence[IdentityProvider]:
    """Return the providers of the address's domain. The answer depends on the domain alone, so it tells nobody who has an account."""
    domain = email.strip().lower().rpartition("@")[2]
    return list(
        IdentityProvider.objects.enabled().filter(mail_domains__contains=[domain]).select_related("organisation")
    )


def provider_instead_of_password(person: User) -> IdentityProvider | None:
    """Return the provider that the person's employer wants them to use, unless it is switched off, or its word is not enough."""
    with as_system("what the provider serves is compared with all the person's roles"):
        links = LinkedIdentity.objects.filter(user=person, provider__only_way_in=True, provider__enabled=True)
        usable = (link for link in links.select_related("user", "provider__organisation") if not roles_beyond(link))
        return next((link.provider for link in usable), None)
