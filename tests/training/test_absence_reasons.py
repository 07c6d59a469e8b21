"""Why somebody is away: encrypted, for few, and every reading remembered."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from randa.core.audit.models import AuditEvent
from randa.training.errors import AbsenceEndsBeforeItStartsError, AbsentAlreadyError, ReasonToLookMissingError
from randa.training.models import Absence, AbsenceReason
from randa.training.services.absences import record_absence, reveal_absence_reason
from tests.factories import EnrolmentFactory, OrganisationFactory, person_with

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = dt.date(2027, 3, 1), dt.date(2027, 4, 5), dt.date(2027, 5, 3)
CAUSE = "Operation av knä"


def record(actor, enrolment, **changed) -> Absence:
    return record_absence(
        actor=actor, enrolment=enrolment, **{"kind": "other", "starts_on": MARCH, "ends_before": APRIL} | changed
    )


def test_a_cause_lies_encrypted_and_the_log_tells_only_that_there_is_one() -> None:
    enrolment = EnrolmentFactory.create()
    manager = person_with("absence.edit", "absence.reason", at=enrolment.post.region)

    absence = record(manager, enrolment, cause=CAUSE)

    assert record(manager, enrolment, cause=CAUSE) == absence
    with connection.cursor() as cursor:
        cursor.execute("select text from training_absencereason")
        assert "knä" not in cursor.fetchone()[0]
    assert "knä" not in str([*AuditEvent.objects.values_list("after", "before", "reason", "object_name")])
    with pytest.raises(ReasonToLookMissingError):
        reveal_absence_reason(actor=manager, absence=absence)
    assert reveal_absence_reason(actor=manager, absence=absence, reason="Planerar återgång") == CAUSE
    assert AuditEvent.objects.get(action="absence_reason.shown").reason == "Planerar återgång"
    assert reveal_absence_reason(actor=enrolment.learner, absence=absence) == CAUSE


def test_a_planner_records_absence_without_cause_and_may_not_read_one() -> None:
    enrolment = EnrolmentFactory.create()
    planner = person_with("absence.edit", at=enrolment.post.region)
    manager = person_with("absence.edit", "absence.reason", at=enrolment.post.region)

    with pytest.raises(PermissionDenied):
        record(planner, enrolment, cause=CAUSE)
    record(planner, enrolment)

    assert not AbsenceReason.objects.exists()
    later = record(manager, enrolment, starts_on=APRIL, ends_before=MAY, cause=CAUSE)
    with pytest.raises(PermissionDenied):
        reveal_absence_reason(actor=planner, absence=later, reason="Nyfiken")


def test_absence_is_recorded_by_somebody_else_over_the_learner_and_never_twice_at_a_time() -> None:
    enrolment = EnrolmentFactory.create()
    manager = person_with("absence.edit", at=enrolment.post.region)
    stranger = person_with("absence.edit", at=OrganisationFactory.create())
    record(manager, enrolment)

    for actor in (stranger, enrolment.learner):
        with pytest.raises(PermissionDenied):
            record(actor, enrolment)
    with pytest.raises(AbsentAlreadyError, match="2027-03-01"):
        record(manager, enrolment, starts_on=APRIL - dt.timedelta(days=1), ends_before=MAY)
    with pytest.raises(AbsenceEndsBeforeItStartsError):
        record(manager, enrolment, starts_on=MAY, ends_before=MAY)
    assert record(manager, enrolment, starts_on=APRIL, ends_before=MAY).starts_on == APRIL
