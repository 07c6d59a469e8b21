"""Marking as secret, lifting a marking, and refusing to release."""

import datetime as dt

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.clock import today
from randa.people.models import User
from randa.records.errors import AlreadyMarkedError, LateDayError
from randa.records.models import Refusal, RegisteredDocument, SecrecyMarking
from randa.records.permissions import can_manage_document


@transaction.atomic
def mark_secret(*, actor: User, document: RegisteredDocument, section: str, note: str = "") -> SecrecyMarking:
    """Mark a document with a section of law, today's date and its authority.

    Raises:
        PermissionDenied: the actor does not keep the register.
        AlreadyMarkedError: the section marks it already.
    """
    document = RegisteredDocument.objects.select_for_update(of=("self",)).select_related("register__organisation").get(
        pk=document.pk
    )  # fmt: skip
    require(can_manage_document, actor, document)
    if document.markings.filter(section=section, lifted_on=None).exists():
        raise AlreadyMarkedError(section)
    made = SecrecyMarking.objects.create(
        document=document, section=section, note=note.strip(), on=today(), marked_by=actor,
        authority=document.register.organisation.name,
    )  # fmt: skip
    record(actor, "document.marked", document, reason=note, after={"section": section})
    return made


@transaction.atomic
def lift_marking(*, actor: User, marking: SecrecyMarking) -> SecrecyMarking:
    """Take a marking away; that it was there remains. Lifting twice changes nothing.

    Raises:
        PermissionDenied: the actor does not keep the register.
    """
    marking = SecrecyMarking.objects.select_for_update(of=("self",)).select_related(
        "document__register__organisation"
    ).get(pk=marking.pk)  # fmt: skip
    require(can_manage_document, actor, marking.document)
    if marking.lifted_on is None:
        marking.lifted_on, marking.lifted_by = today(), actor
        marking.save(update_fields=["lifted_on", "lifted_by"])
        record(actor, "document.unmarked", marking.document, before={"section": marking.section})
    return marking


@transaction.atomic
def refuse_release(
    *, actor: User, document: RegisteredDocument, requested_on: dt.date, section: str, reason: str, appeal: str
) -> Refusal:
    """Decide not to release a document or parts of it, with the reason and how to appeal.

    Raises:
        PermissionDenied: the actor does not keep the register.
        LateDayError: the request lies ahead.
    """
    require(can_manage_document, actor, document)
    if requested_on > today():
        raise LateDayError
    made = Refusal.objects.create(
        document=document, requested_on=requested_on, section=section, reason=reason.strip(), appeal=appeal.strip(),
        decided_on=today(), decided_by=actor,
    )  # fmt: skip
    record(actor, "document.refused", document, after={"section": section})
    return made
