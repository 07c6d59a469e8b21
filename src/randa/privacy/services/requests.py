"""Requests about personal data: making, extending, answering, withdrawing."""

import datetime as dt

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.people.models import User
from randa.privacy.errors import AlreadyExtendedError, RequestIsAnsweredError, SameRequestIsOpenError
from randa.privacy.models import PrivacyRequest
from randa.privacy.permissions import can_answer_request, can_handle_person, can_withdraw_request
from randa.privacy.planning import months_before
from randa.privacy.services.erasure import erase_person
from randa.privacy.services.restriction import restrict

ANSWER_WITHIN = dt.timedelta(days=30)  # article 12.3: within one month; the shortest month that matters is 30 days
EXTENSION_MONTHS = 2  # article 12.3: by two further months where necessary
ONE_AT_A_TIME = {PrivacyRequest.Kind.ACCESS, PrivacyRequest.Kind.RESTRICTION, PrivacyRequest.Kind.ERASURE}
GRANTED = {PrivacyRequest.State.GRANTED, PrivacyRequest.State.PARTLY}


@transaction.atomic
def make_request(
    *,
    actor: User,
    person: User,
    kind: str,
    text: str,
    today: dt.date,
    about: str = "",
    received_on: dt.date | None = None,
) -> PrivacyRequest:
    """Note a request; the answer is due 30 days after it came in. An officer may note one that came by letter or telephone.

    The very same words again, while the first waits for its answer, are the first: somebody went back and sent once more.

    Raises:
        PermissionDenied: it is somebody else's, and the actor does not answer for that person.
        SameRequestIsOpenError: one of the kind waits for its answer already.
    """
    if actor.pk != person.pk:
        require(can_handle_person, actor, person)
    User.objects.select_for_update().get(pk=person.pk)  # two clicks at once make one request
    open_ones = PrivacyRequest.objects.open().filter(person=person, kind=kind)
    if kind not in ONE_AT_A_TIME and (again := open_ones.filter(about=about, text=text.strip()).first()) is not None:
        return again
    if kind in ONE_AT_A_TIME and (same := open_ones.first()) is not None:
        raise SameRequestIsOpenError(same.get_kind_display())
    came = min(received_on or today, today)
    made = PrivacyRequest.objects.create(
        kind=kind,
        person=person,
        noted_by=actor,
        about=about,
        text=text.strip(),
        received_on=came,
        due_on=came + ANSWER_WITHIN,
    )
    record(
        actor,
        "privacy_request.made",
        made,
        after={"request_kind": kind, "due_on": made.due_on.isoformat()},
        subject=person,
    )
    return made


@transaction.atomic
def extend_request(*, actor: User, request: PrivacyRequest, reason: str) -> PrivacyRequest:
    """Give the answer two more months, once, with the reason that the person reads.

    Raises:
        PermissionDenied: the actor does not answer for the person.
        RequestIsAnsweredError: it has its answer.
        AlreadyExtendedError: it was extended before.
    """
    request = _locked(request)
    require(can_answer_request, actor, request)
    if request.extended_because:
        raise AlreadyExtendedError(request.due_on)
    before = request.due_on
    request.due_on = months_before(before, -EXTENSION_MONTHS)
    request.extended_because = reason.strip()
    request.save(update_fields=["due_on", "extended_because"])
    record(
        actor, "privacy_request.extended", request, reason=reason,
        before={"due_on": before.isoformat()}, after={"due_on": request.due_on.isoformat()}, subject=request.person,
    )  # fmt: skip
    return request


@transaction.atomic
def answer_request(*, actor: User, request: PrivacyRequest, state: str, answer: str, today: dt.date) -> PrivacyRequest:
    """Decide a request with a reason. Granting a restriction restricts; granting an erasure erases, here and now.

    Raises:
        PermissionDenied: the actor does not answer for the person, or is the person.
        RequestIsAnsweredError: it has its answer.
        ErasureStoppedError: the erasure cannot be done now.
    """
    request = _locked(request)
    require(can_answer_request, actor, request)
    if state not in {*GRANTED, PrivacyRequest.State.REFUSED} or not answer.strip():
        raise ValueError(f"{state!r} with an answer of {len(answer)} letters; expected a decision with a reason")
    request.state, request.answer, request.answered_by, request.answered_on = state, answer.strip(), actor, today
    request.save(update_fields=["state", "answer", "answered_by", "answered_on"])
    record(
        actor, "privacy_request.answered", request, after={"state": state}, reason=answer[:500], subject=request.person
    )
    if state in GRANTED and request.kind == PrivacyRequest.Kind.RESTRICTION and request.person.restricted_at is None:
        restrict(actor=actor, person=request.person, reason=answer)
    if state in GRANTED and request.kind == PrivacyRequest.Kind.ERASURE:
        erase_person(actor=actor, person=request.person, reason=answer, today=today)
    return request


@transaction.atomic
def withdraw_request(*, actor: User, request: PrivacyRequest, today: dt.date) -> PrivacyRequest:
    """Take back one's own request.

    Raises:
        PermissionDenied: it is somebody else's.
        RequestIsAnsweredError: it has its answer.
    """
    request = _locked(request)
    require(can_withdraw_request, actor, request)
    request.state, request.answered_on = PrivacyRequest.State.WITHDRAWN, today
    request.save(update_fields=["state", "answered_on"])
    record(actor, "privacy_request.withdrawn", request, subject=request.person)
    return request


def _locked(request: PrivacyRequest) -> PrivacyRequest:
    """Return the request locked: two officers must not both answer."""
    locked = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if not locked.is_open:
        raise RequestIsAnsweredError
    return locked
