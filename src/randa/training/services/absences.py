"""Recording that somebody is away, and why if that must be known."""

import datetime as dt

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.freetext import refuse_identity_numbers
from randa.core.secrets_at_rest import reveal
from randa.people.models import User
from randa.training.errors import AbsenceEndsBeforeItStartsError, AbsentAlreadyError, ReasonToLookMissingError
from randa.training.models import Absence, AbsenceReason, Enrolment
from randa.training.permissions import can_record_absence, can_see_absence_reason, can_write_absence_reason


@transaction.atomic
def record_absence(
    *, actor: User, enrolment: Enrolment, kind: str, starts_on: dt.date, ends_before: dt.date, cause: str = ""
) -> Absence:
    """Note that the learner is away during [starts_on, ends_before); `cause` is encrypted, and the log only tells that there is one.

    Recording the same absence again changes nothing.

    Raises:
        PermissionDenied: `actor` may not record absence there, or not its cause.
        AbsenceEndsBeforeItStartsError: the period is empty.
        AbsentAlreadyError: the learner is away during a part of it already.
    """
    require(can_write_absence_reason if cause.strip() else can_record_absence, actor, enrolment)
    if ends_before <= starts_on:
        raise AbsenceEndsBeforeItStartsError(starts_on)
    # Lock the enrolment: two planners must not both find the period free.
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    held = enrolment.absences.filter(starts_on__lt=ends_before, ends_before__gt=starts_on).first()
    if held is not None:
        if (held.kind, held.starts_on, held.ends_before) == (kind, starts_on, ends_before):
            return held
        raise AbsentAlreadyError(held.starts_on)
    made = Absence.objects.create(enrolment=enrolment, kind=kind, starts_on=starts_on, ends_before=ends_before)
    if cause.strip():
        AbsenceReason.objects.create(absence=made, text=refuse_identity_numbers(cause.strip()), recorded_by=actor)
    after = {"kind": kind, "starts_on": starts_on.isoformat(), "ends_before": ends_before.isoformat()}
    record(
        actor,
        "absence.recorded",
        enrolment,
        after=after | {"has_cause": bool(cause.strip())},
        subject=enrolment.learner,
    )
    return made


@transaction.atomic
def reveal_absence_reason(*, actor: User, absence: Absence, reason: str = "") -> str:
    """Return why the learner is away, and remember who read it and what for.

    Raises:
        PermissionDenied: `actor` may not know.
        ReasonToLookMissingError: it is about somebody else and no reason to look is given.
        AbsenceReason.DoesNotExist: no cause was written.
        UnreadableSecretError: its key is gone.
    """
    enrolment = Enrolment.objects.select_related("learner", "post").get(pk=absence.enrolment_id)
    require(can_see_absence_reason, actor, enrolment)
    if actor.pk != enrolment.learner_id and not reason.strip():
        raise ReasonToLookMissingError
    text = reveal(AbsenceReason.objects.get(absence=absence), "text")
    record(actor, "absence_reason.shown", enrolment, reason=reason.strip()[:500], subject=enrolment.learner)
    return text
