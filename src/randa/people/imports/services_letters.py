"""Letters to people whom a file brings in: an invitation each, for the account and the role that they have got already."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.audit.services import record
from randa.core.imports.models import ImportRun
from randa.people.imports.fields import Checked, PersonRow
from randa.people.models import Invitation, RoleAssignment, User
from randa.people.services.invitation_mail import send_all_after_commit
from randa.people.services.invitations import as_data, fingerprint, valid_until

INVITE = "invite"  # in the options of a run: people are told by mail, else they are added without a word


def to_invite(found: Checked) -> list[PersonRow]:
    """Return the people who would get a letter: new, with a role, and without an open invitation to the same."""
    new = [one for one in found.people if not one.known and one.roles]
    first = {one.email: (one.roles[0].role, one.roles[0].organisation) for one in new}
    waiting = Invitation.objects.filter(email__in=first, state__in=("awaiting", "sent"))
    taken = {
        email for email, *same in waiting.values_list("email", "role", "organisation") if tuple(same) == first[email]
    }
    return [one for one in new if one.email not in taken]


def send_letters(actor: User, run: ImportRun, made: Sequence[RoleAssignment]) -> int:
    """Send a letter for each role in `made`, one per person, when all is stored; return how many.

    The link lets its holder choose a password for the account. It lasts as long as any invitation, and can be sent again or taken back
    on the invitation's page.
    """
    now = timezone.now()
    tokens = [secrets.token_urlsafe(32) for _one in made]
    invitations = Invitation.objects.bulk_create(
        [_invitation(actor, one, token, now) for one, token in zip(made, tokens, strict=True)], batch_size=1000
    )
    for one, role in zip(invitations, made, strict=True):
        record(actor, "invitation.sent", one, after=as_data(one), reason=run.name, subject=role.user,
               organisation_path=role.organisation.path)  # fmt: skip
    send_all_after_commit(list(zip(invitations, tokens, strict=True)))
    return len(invitations)


def _invitation(actor: User, one: RoleAssignment, token: str, now: dt.datetime) -> Invitation:
    person = one.user
    return Invitation(
        email=person.email, given_name=person.given_name, family_name=person.family_name, language=person.language,
        role=one.role, organisation=one.organisation, starts_on=one.starts_on, ends_before=one.ends_before,
        state=Invitation.State.SENT, invited_by=actor, backed_by=actor, sent_at=now, times_sent=1,
        expires_at=valid_until(now), token_hash=fingerprint(token), assignment=one,
    )  # fmt: skip


def withdraw_letters(actor: User, roles: Collection[Any], people: dict[Any, User]) -> int:
    """Take back the invitations to `roles` that nobody has used; return how many. Their links stop working."""
    rows = Invitation.objects.select_for_update(of=("self",)).filter(assignment__in=roles, state=Invitation.State.SENT)
    found = list(rows.select_related("role", "organisation", "assignment"))
    reason = str(_("Inläsningen ångrades"))
    for one in found:
        one.state, one.token_hash, one.closed_at, one.closed_reason = (
            Invitation.State.REVOKED,
            None,
            timezone.now(),
            reason,
        )
        subject = people.get(one.assignment.user_id) if one.assignment else None
        record(actor, "invitation.revoked", one, after=as_data(one), reason=reason, subject=subject,
               organisation_path=one.organisation.path)  # fmt: skip
    Invitation.objects.bulk_update(found, ["state", "token_hash", "closed_at", "closed_reason"], batch_size=1000)
    return len(found)
