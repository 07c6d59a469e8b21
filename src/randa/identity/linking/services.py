"""Making, using and removing links between accounts and identities at providers."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.merging import accounts_of
from randa.core.notifications import kinds
from randa.core.notifications.services.notices import notify
from randa.identity.linking.matching import find_account, roles_beyond
from randa.identity.models import IdentityProvider, LinkedIdentity
from randa.identity.providers.delivered import Delivered
from randa.identity.providers.errors import AlreadyLinkedError, LastWayInError, SignInFailedError
from randa.people.models import User


@transaction.atomic
def recognise(*, provider: IdentityProvider, delivered: Delivered) -> User:
    """Return the person who signs in; a link, and where that is allowed an account, is made the first time.

    Raises: as `find_account`.
    """
    with as_system("a link, or an account, is made for somebody who is not signed in yet"):
        return _recognise(provider, delivered)


def _recognise(provider: IdentityProvider, delivered: Delivered) -> User:
    # One at a time: the same person may come through two windows at once, and is to get one account.
    provider = (
        IdentityProvider.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=provider.pk)
    )
    match = find_account(provider, delivered)
    if match is None:
        person = _new_account(provider, delivered)
        link = _link(provider, person, delivered.subject, LinkedIdentity.Reason.NEW_ACCOUNT)
    else:
        person, link = match.person, match.link or _link(provider, match.person, delivered.subject, match.reason)
    LinkedIdentity.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    return person


@transaction.atomic
def link_by_choice(*, actor: User, provider: IdentityProvider, subject: str) -> LinkedIdentity:
    """Link an identity to one's own account. Doing it again changes nothing but the reason.

    Raises:
        AlreadyLinkedError: the identity opens another account.
    """
    if not subject:
        raise SignInFailedError("no lasting subject: neither a persistent NameID nor a mapped one")
    provider = IdentityProvider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    found = provider.linked_identities.filter(subject=subject).first()
    if found is None:
        return _link(provider, actor, subject, LinkedIdentity.Reason.CHOICE)
    if found.user_id != actor.pk:
        raise AlreadyLinkedError
    if found.reason != LinkedIdentity.Reason.CHOICE:
        before = found.reason
        found.reason = LinkedIdentity.Reason.CHOICE
        found.save(update_fields=["reason"])
        after = {"provider": str(found.provider), "reason": found.reason}
        record(actor, "identity.linked", found, before={"reason": before}, after=after, subject=actor)
    return found


@transaction.atomic
def confirm_link(*, person: User, provider_pk: UUID) -> None:
    """Note that the person has shown a factor of their own after the provider's answer: the link opens today's roles elsewhere too."""
    with as_system("roles elsewhere are compared with what the provider serves, while the person is on the way in"):
        used = LinkedIdentity.objects.filter(
            user__in=accounts_of(person), provider=provider_pk, last_used_at__isnull=False
        )
        link = (
            used.select_for_update(of=("self",))
            .select_related("user", "provider__organisation")
            .order_by("-last_used_at")
            .first()
        )
        beyond = roles_beyond(link) if link else []
        if not link or not beyond:
            return
        link.confirmed_roles = [*link.confirmed_roles, *beyond]
        link.save(update_fields=["confirmed_roles"])
        record(person, "identity.confirmed", link, after={"provider": str(link.provider)}, subject=person)
        text = _("Inloggningen %(name)s öppnar nu också dina roller hos andra organisationer") % {"name": link.provider}
        notify(person, kinds.SECURITY.key, text, url=reverse("identity:links"))


@transaction.atomic
def unlink(*, actor: User, link: LinkedIdentity) -> None:
    """Remove one of one's own links.

    Raises:
        LastWayInError: there is neither a password nor another link to sign in with.
    """
    # Lock the person: two windows must not remove the two last ways in.
    person = User.objects.select_for_update().get(pk=actor.pk)
    link = LinkedIdentity.objects.visible_to(person).get(pk=link.pk)
    others = LinkedIdentity.objects.visible_to(person).filter(provider__enabled=True).exclude(pk=link.pk)
    if not person.has_usable_password() and not others.exists():
        raise LastWayInError
    before = {"provider": str(link.provider), "reason": link.reason}
    record(actor, "identity.unlinked", link, before=before, subject=actor)
    link.delete()


def _link(provider: IdentityProvider, person: User, subject: str, reason: str) -> LinkedIdentity:
    made = LinkedIdentity.objects.create(provider=provider, user=person, subject=subject, reason=reason)
    record(person, "identity.linked", made, after={"provider": str(provider), "reason": reason}, subject=person)
    if reason != LinkedIdentity.Reason.NEW_ACCOUNT:  # whoever did not sign in that way must know at once
        text = _("Inloggningen %(name)s är nu kopplad till ditt konto") % {"name": provider}
        notify(person, kinds.SECURITY.key, text, url=reverse("identity:links"))
    return made


def _new_account(provider: IdentityProvider, delivered: Delivered) -> User:
    """Make an account without password and without roles: what it may see is decided by people, not by a provider."""
    person = User.objects.create_user(
        delivered.email,
        given_name=delivered.given_name,
        family_name=delivered.family_name,
        hsa_id=delivered.hsa_id or None,
    )
    domain = delivered.email.rpartition("@")[2]
    vouched = bool(delivered.email_verified) or (provider.owns_mail_domains and domain in provider.mail_domains)
    EmailAddress.objects.create(user=person, email=delivered.email, verified=vouched, primary=True)
    record(
        person, "account.created", person, after={"email": delivered.email, "through": str(provider)}, subject=person
    )
    return person
