"""Inviting people by mail: a role is proposed, backed by somebody who could give it, and accepted once."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.core.notifications.services import settle
from randa.organisations.models import Organisation
from randa.people.errors import RoleAlreadyHeldError, RoleEndsBeforeItStartsError, WeakPasswordError
from randa.people.errors_invitations import InvitationClosedError, InvitedAlreadyError, NotInvitedError
from randa.people.errors_roles import GrantOutlastsOwnError
from randa.people.kinds import INVITATION_WAITS
from randa.people.models import Invitation, User
from randa.people.permissions import can_back_invitation, can_handle_invitation, can_invite
from randa.people.services.invitation_mail import send_after_commit
from randa.people.services.roles import grant_role, refuse_longer_than_own
from randa.people.services.telling import tell_of_invitation_that_waits


@transaction.atomic
def invite(
    *,
    actor: User,
    email: str,
    role: Role,
    organisation: Organisation,
    starts_on: dt.date,
    ends_before: dt.date | None = None,
    language: str = "sv",
    message: str = "",
    given_name: str = "",
    family_name: str = "",
) -> Invitation:
    """Propose a role to an address. Whether it has an account is not told. What the actor could not give waits for approval.

    Raises:
        PermissionDenied: `actor` may not invite to the organisation.
        RoleEndsBeforeItStartsError: the period is empty.
        InvitedAlreadyError: an open invitation proposes the same.
    """
    require(can_invite, actor, organisation)
    if ends_before is not None and ends_before <= starts_on:
        raise RoleEndsBeforeItStartsError(starts_on)
    email = email.strip().lower()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # two invitations at once: one
    with as_system("an open invitation by somebody else counts too"):
        taken = Invitation.objects.filter(
            email=email, role=role, organisation=organisation, state__in=("awaiting", "sent")
        )
        if taken.exists():
            raise InvitedAlreadyError(email)
    made = Invitation.objects.create(
        email=email, role=role, organisation=organisation, starts_on=starts_on, ends_before=ends_before,
        language=language, message=message, invited_by=actor, given_name=given_name, family_name=family_name,
    )  # fmt: skip
    record(actor, "invitation.made", made, after=as_data(made))
    if is_backed(actor, made):
        _send(actor, made)
    else:
        tell_of_invitation_that_waits(made)
    return made


def is_backed(actor: User, invitation: Invitation) -> bool:
    """Tell whether the actor could give the role themselves today, for the whole of its period."""
    if not actor.is_active or not can_back_invitation(actor, invitation):
        return False
    try:
        refuse_longer_than_own(actor, invitation.role, invitation.organisation, invitation.ends_before)
    except GrantOutlastsOwnError:
        return False
    return True


@transaction.atomic
def approve_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Stand behind an invitation that waits, and send it.

    Raises:
        PermissionDenied: `actor` could not give the role.
        GrantOutlastsOwnError: not for so long.
        InvitationClosedError: it does not wait any more.
    """
    invitation = _locked(invitation)
    require(can_back_invitation, actor, invitation)
    refuse_longer_than_own(actor, invitation.role, invitation.organisation, invitation.ends_before)
    if invitation.state != Invitation.State.AWAITING:
        raise InvitationClosedError
    record(actor, "invitation.approved", invitation, after=as_data(invitation))
    return _send(actor, invitation)


@transaction.atomic
def resend_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Send a new link that works as long as the first did; the old one stops working.

    Raises:
        PermissionDenied: `actor` may not invite to the organisation.
        InvitationClosedError: it is not on its way.
    """
    invitation = _locked(invitation)
    require(can_handle_invitation, actor, invitation)
    if invitation.state != Invitation.State.SENT:
        raise InvitationClosedError
    return _send(actor, invitation, backed_by=invitation.backed_by)


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation, reason: str = "") -> Invitation:
    """Take an invitation back, or decline one that waits for approval. Twice is harmless.

    Raises:
        PermissionDenied: `actor` may not invite to the organisation.
        InvitationClosedError: it has been accepted.
    """
    invitation = _locked(invitation)
    require(can_handle_invitation, actor, invitation)
    if invitation.state == Invitation.State.REVOKED:
        return invitation
    if not invitation.is_open:
        raise InvitationClosedError
    _close(invitation, Invitation.State.REVOKED, reason)
    record(actor, "invitation.revoked", invitation, after=as_data(invitation), reason=reason)
    return invitation


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Return the invitation that a link leads to.

    Raises:
        InvitationClosedError: the link is unknown, used, replaced or too old. Which one is not told.
    """
    with as_system("whoever holds the link need not have an account"):
        rows = Invitation.objects.select_related("role", "organisation", "invited_by", "backed_by", "assignment")
        rows = rows.select_for_update(of=("self",)) if lock else rows
        found = rows.filter(token_hash=fingerprint(token), state=Invitation.State.SENT).first()
    if found is None or found.is_expired or (found.ends_before is not None and found.ends_before <= today()):
        raise InvitationClosedError
    return found


def has_account(invitation: Invitation) -> bool:
    """Tell whether the address has an account; only for whoever holds the link, and so reads its mail."""
    with as_system("whoever holds the link reads mail at the address"):
        account = User.objects.filter(email=invitation.email).first()
        return account is not None and not _is_prepared(invitation, account)


def _is_prepared(invitation: Invitation, account: User) -> bool:
    """Tell whether the account was made for the invitation, by a file that was read in, and nobody has chosen its password."""
    made_for = invitation.assignment.user_id if invitation.assignment else None
    return account.pk == made_for and account.is_active and not account.has_usable_password()


@transaction.atomic
def accept_as_new(*, token: str, given_name: str, family_name: str, password: str) -> User | None:
    """Make the account and give the role. Returns None when nobody stands behind the invitation any more: it then waits again.

    An account that a file has prepared has its role already, and gets its password.

    Raises:
        InvitationClosedError: the link does not hold, or was used a moment ago.
        NotInvitedError: the address has an account by now; sign in to it.
        WeakPasswordError: the password is too short, too common, or like the address.
    """
    with as_system("the person does not exist yet"):
        invitation = open_invitation(token, lock=True)
        prepared = User.objects.select_for_update().filter(email=invitation.email).first()
        if prepared is not None and not _is_prepared(invitation, prepared):
            raise NotInvitedError
        if prepared is None and not _still_backed(invitation):
            return None
        person = prepared or User(email=invitation.email, language=invitation.language)
        person.given_name, person.family_name = given_name.strip(), family_name.strip()
        try:
            validate_password(password, user=person)
        except ValidationError as refusal:
            raise WeakPasswordError(refusal.messages) from None
        person.set_password(password)
        person.save()
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        if prepared is None:
            record(person, "account.created", person, after={"email": person.email}, subject=person)
            _give(invitation, person)
        else:
            _accepted(invitation, person)
    return person


@transaction.atomic
def accept_as(*, actor: User, token: str) -> bool:
    """Give the role to an account that has the invited address. False: nobody stands behind the invitation any more.

    Raises:
        InvitationClosedError: the link does not hold, or was used a moment ago.
        NotInvitedError: the account has another address.
    """
    with as_system("the role is given in the name of somebody else"):
        invitation = open_invitation(token, lock=True)
        if actor.email.lower() != invitation.email or not actor.is_active:
            raise NotInvitedError
        if not _still_backed(invitation):
            return False
        EmailAddress.objects.update_or_create(
            user=actor, email=invitation.email, defaults={"verified": True, "primary": True}
        )
        _give(invitation, actor)
    return True


def _still_backed(invitation: Invitation) -> bool:
    """Check again, on the day itself, that somebody who may give the role stands behind it; else let it wait again."""
    backer = _backer(invitation)
    if is_backed(backer, invitation):
        return True
    invitation.state, invitation.backed_by = Invitation.State.AWAITING, None
    invitation.token_hash, invitation.expires_at = None, None
    invitation.save()
    record(None, "invitation.stopped", invitation, after=as_data(invitation))
    tell_of_invitation_that_waits(invitation)
    return False


def _backer(invitation: Invitation) -> User:
    """Return whoever stands behind it, with today's roles: what they had when they sent it does not count."""
    return User.objects.get(pk=str(invitation.backed_by_id))


def _give(invitation: Invitation, person: User) -> None:
    backer = _backer(invitation)
    try:
        invitation.assignment = grant_role(
            actor=backer, person=person, role=invitation.role, organisation=invitation.organisation,
            starts_on=max(invitation.starts_on, today()), ends_before=invitation.ends_before, reason=invitation.message[:200],
        )  # fmt: skip
    except RoleAlreadyHeldError as refusal:
        invitation.assignment = refusal.held  # they got it meanwhile; there is nothing more to give
    _accepted(invitation, person)


def _accepted(invitation: Invitation, person: User) -> None:
    _close(invitation, Invitation.State.ACCEPTED)
    record(person, "invitation.accepted", invitation, after=as_data(invitation), subject=person)


def valid_until(sent_at: dt.datetime) -> dt.datetime:
    """Return when a link that is sent now stops working."""
    return sent_at + dt.timedelta(days=settings.RANDA_INVITATION_DAYS)


def fingerprint(token: str) -> str:
    """Return what is kept of a link: enough to know it again, not to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _send(actor: User, invitation: Invitation, backed_by: User | None = None) -> Invitation:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation.state, invitation.token_hash = Invitation.State.SENT, fingerprint(token)
    invitation.backed_by = backed_by or actor
    invitation.sent_at, invitation.expires_at = now, valid_until(now)
    invitation.times_sent += 1
    invitation.bounced_at, invitation.bounce_reason = None, ""
    invitation.save()
    settle(INVITATION_WAITS.key, f"invitation:{invitation.pk}")
    record(actor, "invitation.sent", invitation, after=as_data(invitation))
    send_after_commit(invitation, token)
    return invitation


def _close(invitation: Invitation, state: str, reason: str = "") -> None:
    invitation.state, invitation.token_hash, invitation.closed_at = state, None, timezone.now()
    invitation.closed_reason = reason[:300]
    invitation.save()
    settle(INVITATION_WAITS.key, f"invitation:{invitation.pk}")


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("role", "organisation", "invited_by", "backed_by").get(pk=invitation.pk)


def as_data(invitation: Invitation) -> dict[str, Any]:
    """Return what the log keeps of an invitation."""
    return {
        "email": invitation.email,
        "role": invitation.role_id,
        "organisation": invitation.organisation.code,
        "starts_on": invitation.starts_on.isoformat(),
        "ends_before": invitation.ends_before.isoformat() if invitation.ends_before else None,
    }
