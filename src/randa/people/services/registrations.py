"""Asking for an account where an organisation allows it, and answering."""

import datetime as dt

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications.services import settle
from randa.organisations.models import Organisation
from randa.people.errors_registration import DecisionReasonMissingError, RegistrationDecidedError, TooManyRequestsError
from randa.people.kinds import ACCOUNT_ASKED
from randa.people.models import Invitation, OrganisationAccountSettings, RegistrationRequest, User
from randa.people.permissions import can_decide_registration, can_set_account_rules
from randa.people.queries.registrations import organisations_to_ask, roles_to_ask_for
from randa.people.services.invitations import invite
from randa.people.services.registration_mail import send_answer, send_has_account, send_receipt
from randa.people.services.telling import tell_of_request

HOUR, DAY = 3600, 86400


def count_request(address: str) -> None:
    """Count one more request from a network address.

    Raises:
        TooManyRequestsError: too many within the hour.
    """
    if _count(f"account-asked:{address}", HOUR) > settings.RANDA_ACCOUNT_REQUESTS_PER_HOUR:
        raise TooManyRequestsError


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in this very moment
        return 1


@transaction.atomic
def ask_for_account(
    *,
    organisation: Organisation,
    role: Role,
    email: str,
    given_name: str,
    family_name: str,
    message: str,
    language: str,
) -> RegistrationRequest | None:
    """Put a request on the waiting list. Whoever asks gets the same answer whether there is an account or not; mail tells the rest.

    Returns None when nothing was put there: the address has an account, waits already, or has been asked for too often.
    """
    email = email.strip().lower()
    with as_system("whoever asks for an account has none"):
        if organisation not in organisations_to_ask() or role not in roles_to_ask_for():
            return None
        if _count(f"account-asked-for:{email}", DAY) > settings.RANDA_ACCOUNT_REQUESTS_PER_DAY:
            return None
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # twice at once: one request
        if User.objects.filter(email=email).exists():
            send_has_account(email, language)
            return None
        if RegistrationRequest.objects.filter(email=email, organisation=organisation, state="waiting").exists():
            return None
        asked = RegistrationRequest.objects.create(
            organisation=organisation, role=role, email=email, given_name=given_name.strip(),
            family_name=family_name.strip(), message=message.strip(), language=language,
        )  # fmt: skip
        record(
            None,
            "registration.asked",
            asked,
            after={"email": email, "role": role.code, "organisation": organisation.code},
        )
        tell_of_request(asked)
    send_receipt(asked)
    return asked


@transaction.atomic
def approve_registration(
    *,
    actor: User,
    request: RegistrationRequest,
    role: Role,
    starts_on: dt.date,
    ends_before: dt.date | None,
    reason: str,
) -> Invitation:
    """Let somebody in: they get an invitation, so that the address is proved and the role is one that somebody may give.

    Raises:
        PermissionDenied: `actor` may not invite to the organisation.
        RegistrationDecidedError, DecisionReasonMissingError: answered already, or without a reason.
        InvitedAlreadyError, RoleEndsBeforeItStartsError: as for any invitation.
    """
    request = _decide(actor, request, RegistrationRequest.State.APPROVED, reason)
    return invite(
        actor=actor, email=request.email, role=role, organisation=request.organisation, starts_on=starts_on,
        ends_before=ends_before, language=request.language, message=reason, given_name=request.given_name,
        family_name=request.family_name,
    )  # fmt: skip


@transaction.atomic
def refuse_registration(*, actor: User, request: RegistrationRequest, reason: str) -> RegistrationRequest:
    """Say no, with the reason, which is mailed to whoever asked.

    Raises:
        PermissionDenied: `actor` may not invite to the organisation.
        RegistrationDecidedError, DecisionReasonMissingError: answered already, or without a reason.
    """
    request = _decide(actor, request, RegistrationRequest.State.REFUSED, reason)
    send_answer(request)
    return request


def _decide(actor: User, request: RegistrationRequest, state: str, reason: str) -> RegistrationRequest:
    rows = RegistrationRequest.objects.select_for_update(of=("self",)).select_related("organisation", "role")
    request = rows.get(pk=request.pk)
    require(can_decide_registration, actor, request)
    if request.state != RegistrationRequest.State.WAITING:
        raise RegistrationDecidedError
    if not reason.strip():
        raise DecisionReasonMissingError
    request.state, request.decided_by, request.decided_at = state, actor, timezone.now()
    request.decision_reason = reason.strip()
    request.save()
    record(actor, f"registration.{state}", request, after={"email": request.email}, reason=reason)
    settle(ACCOUNT_ASKED.key, f"registration:{request.pk}")
    return request


@transaction.atomic
def set_account_rules(
    *, actor: User, organisation: Organisation, self_registration: bool, close_without_role: bool
) -> OrganisationAccountSettings:
    """Decide whether people may ask for accounts, and whether accounts are closed when no role remains. The same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not give roles over the organisation.
    """
    require(can_set_account_rules, actor, organisation)
    kept, _made = OrganisationAccountSettings.objects.select_for_update().get_or_create(organisation=organisation)
    after = {"self_registration": self_registration, "close_without_role": close_without_role}
    before = {name: getattr(kept, name) for name in after}
    if before != after:
        kept.self_registration, kept.close_without_role = self_registration, close_without_role
        kept.save()
        record(actor, "account_settings.changed", kept, before=before, after=after)
    return kept
