"""What is looked after by night: providers' metadata, and certificates that end."""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.errors import DomainError
from randa.core.notifications.kinds import Kind
from randa.core.notifications.services import notify
from randa.identity.models import IdentityProvider
from randa.identity.providers.fetching import fetch
from randa.identity.providers.metadata import Published, read_metadata
from randa.identity.providers.services import take_published
from randa.people.models import RoleAssignment, User

logger = logging.getLogger(__name__)
KIND = Kind(
    "identity.provider", _("Inloggningstjänster som behöver skötsel"), remind_days=7, permission="identity.manage"
)


def look_after_providers(*, today: dt.date) -> None:
    """Read the metadata of each provider in use again, and tell whoever looks after it what needs a person.

    What a federation has signed is taken over at once. What nobody has signed only leads to a notification: somebody who has taken over
    the address could otherwise put in a key of their own. A provider that does not answer stops none of the others.
    """
    for provider in IdentityProvider.objects.filter(enabled=True).select_related("organisation").order_by("pk"):
        if provider.is_saml() and provider.metadata_url and not provider.metadata_xml:
            _look_at_metadata(provider, today)
        _tell_of_the_end(provider, today)


def _look_at_metadata(provider: IdentityProvider, today: dt.date) -> None:
    try:
        found = read_metadata(
            fetch(provider.metadata_url), entity_id=provider.issuer, signed_by=provider.metadata_signed_by
        )
    except DomainError as trouble:
        logger.warning("metadata of %s could not be read: %s", provider.pk, getattr(trouble, "detail", trouble.code))
        return
    if not _is_news(provider, found):
        return
    if provider.metadata_signed_by:
        take_published(provider=provider, published=found)
    else:
        _tell(
            provider,
            _("Metadata för en inloggningstjänst har ändrats. Läs in dem på nytt."),
            f"changed:{_mark(found)}",
            today,
        )


def _tell_of_the_end(provider: IdentityProvider, today: dt.date) -> None:
    provider.refresh_from_db(fields=["certificate_expires_on"])
    state = provider.certificate_state(today)
    ends = f"{state}:{provider.certificate_expires_on}"
    if state == "soon":
        _tell(provider, _("Certifikatet för en inloggningstjänst går snart ut"), ends, today)
    elif state == "past":
        _tell(provider, _("Certifikatet för en inloggningstjänst har gått ut"), ends, today)


def _is_news(provider: IdentityProvider, found: Published) -> bool:
    return provider.sso_url != found.sso_url or set(provider.certificates) != set(found.certificates)


def _mark(found: Published) -> str:
    return hashlib.sha256("".join([found.sso_url, *sorted(found.certificates)]).encode()).hexdigest()[:16]


@transaction.atomic
def _tell(provider: IdentityProvider, title: Promise, cause: str, today: dt.date) -> None:
    for person in _who_looks_after(provider, today):
        notify(
            person,
            KIND.key,
            title,
            provider.name,
            reverse("identity:provider", args=[provider.pk]),
            dedupe=f"{provider.pk}:{cause}",
        )


def _who_looks_after(provider: IdentityProvider, today: dt.date) -> Iterator[User]:
    held = RoleAssignment.objects.current(today).filter(
        role__permissions__contains=["identity.manage"], user__is_active=True
    )
    seen: set[object] = set()
    for one in held.select_related("user", "organisation", "role").order_by("pk"):
        over = provider.organisation.path.startswith(one.organisation.path)
        if over and "identity.manage" in one.permissions and one.user_id not in seen:
            seen.add(one.user_id)
            yield one.user
