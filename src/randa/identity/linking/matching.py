"""The rule of linking, as one function that reads and decides nothing else (docs/adr/0008)."""

from dataclasses import dataclass

from django.db.models import Q

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.core.merging import accounts_of
from randa.identity.models import IdentityProvider, LinkedIdentity
from randa.identity.providers.delivered import Delivered
from randa.identity.providers.errors import IdentityMismatchError, NoAccountError, SignInFailedError
from randa.people.models import RoleAssignment, User

# Whoever has one of these over anything can change what others may do or see: no other organisation's word opens such an account.
ADMINISTRATIVE = frozenset(
    {
        "roles.grant", "people.merge", "people.identity", "identity.manage", "sharing.manage", "api.manage", "audit.view",
        "privacy.manage", "retention.approve", "records.manage", "system.manage",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """The account that an identity opens. `link` is the stored link, or None when one is to be made for `reason`."""

    person: User
    link: LinkedIdentity | None
    reason: str


def find_account(provider: IdentityProvider, delivered: Delivered) -> Match | None:
    """Return whose identity it is; None when nobody here is that person and a new account may be made.

    Raises:
        SignInFailedError: the provider gave no lasting name.
        IdentityMismatchError: the link leads to an account with another HSA-id.
        NoAccountError: nobody here is that person as far as may be told, and no new account may be made.
    """
    with as_system("an identity is compared with every account before anybody is signed in"):
        return _find(provider, delivered)


def _find(provider: IdentityProvider, delivered: Delivered) -> Match | None:
    if not delivered.subject:
        raise SignInFailedError("no lasting subject: neither a persistent NameID nor a mapped one")
    linked = provider.linked_identities.select_related("user").filter(subject=delivered.subject).first()
    if linked is not None:
        return _by_link(delivered, linked)
    found = _by_hsa_id(provider, delivered) or _by_mail(provider, delivered)
    if found is not None:
        return found
    if not provider.allows_new_accounts or not _can_be_new(delivered):
        raise NoAccountError
    return None


def _by_link(delivered: Delivered, linked: LinkedIdentity) -> Match:
    person = survivor(linked.user)
    known = _hsa_ids(person)
    if delivered.hsa_id and known and delivered.hsa_id.upper() not in known:
        raise IdentityMismatchError
    return Match(person, linked, linked.reason)


def must_confirm(provider: IdentityProvider, delivered: Delivered) -> bool:
    """Tell whether the stored link opens roles that the provider does not stand for, and that its person has not confirmed."""
    with as_system("an identity is compared with every account before anybody is signed in"):
        links = provider.linked_identities.select_related("user", "provider__organisation")
        linked = links.filter(subject=delivered.subject).first()
        return linked is not None and bool(roles_beyond(linked))


def roles_beyond(linked: LinkedIdentity) -> list[int]:
    """Return the roles of the account, by key, that lie outside what the link's provider serves and are not confirmed.

    Whoever has linked an identity by choice has decided that it opens the whole account.
    """
    if linked.reason == LinkedIdentity.Reason.CHOICE:
        return []
    roles = (role for role in _roles(survivor(linked.user)) if not _serves(linked.provider, role))
    return [role.pk for role in roles if role.pk not in linked.confirmed_roles]


def _hsa_ids(person: User) -> set[str]:
    """Return every HSA-id that leads to the person: their own, and those of accounts that were merged into theirs."""
    rows = User.objects.filter(pk__in=accounts_of(person), hsa_id__isnull=False)
    return {hsa_id.upper() for hsa_id in rows.values_list("hsa_id", flat=True) if hsa_id}


def _by_hsa_id(provider: IdentityProvider, delivered: Delivered) -> Match | None:
    if not delivered.hsa_id:
        return None
    person = User.objects.filter(hsa_id__iexact=delivered.hsa_id).first()
    if person is None:
        return None
    person = survivor(person)
    if not all(_serves(provider, role) for role in _roles(person)):
        raise NoAccountError  # the person links by choice instead, signed in
    return Match(person, None, LinkedIdentity.Reason.HSA_ID)


def _by_mail(provider: IdentityProvider, delivered: Delivered) -> Match | None:
    domain = delivered.email.rpartition("@")[2]
    if not provider.owns_mail_domains or domain not in provider.mail_domains or delivered.email_verified is False:
        return None
    person = User.objects.filter(email=delivered.email).first()
    if person is None:
        return None
    person = survivor(person)
    other_id = person.hsa_id and delivered.hsa_id  # equal ones were found by HSA-id
    if other_id or not all(_serves(provider, role) and not _administers(role) for role in _roles(person)):
        raise NoAccountError
    return Match(person, None, LinkedIdentity.Reason.MAIL)


def survivor(person: User) -> User:
    """Return the account that a merged one lives on in."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def _can_be_new(delivered: Delivered) -> bool:
    """A new account needs a name and an address that nobody has; an address alone never opens the account it belongs to."""
    named = bool(delivered.given_name and delivered.family_name and "@" in delivered.email)
    taken = Q(email=delivered.email) | Q(emailaddress__email__iexact=delivered.email)
    return named and delivered.email_verified is not False and not User.objects.filter(taken).exists()


def _roles(person: User) -> list[RoleAssignment]:
    """Return the roles of today and of days to come: what the account opens tomorrow counts as well."""
    rows = person.role_assignments.select_related("role", "organisation")
    return list(rows.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today())))


def _administers(assignment: RoleAssignment) -> bool:
    return not ADMINISTRATIVE.isdisjoint(assignment.role.permissions)


def _serves(provider: IdentityProvider, assignment: RoleAssignment) -> bool:
    served = [provider.organisation.path, *(one.path for one in provider.serves.all())]
    return any(assignment.organisation.path.startswith(path) for path in served)
