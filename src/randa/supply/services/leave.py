"""A supervisor is away, or is not after all: the seats that live by them follow at once."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.core.notifications.services import notify_all, settle
from randa.core.ui.formats import period
from randa.people.models import User
from randa.people.services.telling import who_may
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.supply.errors import AwayAlreadyError, EndsBeforeItStartsError
from randa.supply.kinds import LEAVE
from randa.supply.models import Supervision
from randa.supply.permissions import can_record_leave
from randa.supply.queries.concerns import lost_periods


@transaction.atomic
def record_leave(*, actor: User, supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date) -> SupervisorAbsence:
    """Note that the supervisor is away during [starts_on, ends_before). Why is not asked. Noting the same again changes nothing.

    From now on the seats count without them, the learners they have are listed with who could take over, and those who plan and keep
    the unit are told.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        EndsBeforeItStartsError: the period is empty.
        AwayAlreadyError: the supervisor is away during a part of it already.
    """
    require(can_record_leave, actor, supervisor)
    if ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    # Lock the supervisor: two colleagues must not both find the period free.
    supervisor = (
        Supervisor.objects.select_for_update(of=("self",))
        .select_related("unit__organisation", "user")
        .get(pk=supervisor.pk)
    )
    held = supervisor.absences.filter(starts_on__lt=ends_before, ends_before__gt=starts_on).first()
    if held is not None:
        if (held.starts_on, held.ends_before) == (starts_on, ends_before):
            return held
        raise AwayAlreadyError(supervisor, held.starts_on, held.ends_before)
    made = SupervisorAbsence.objects.create(supervisor=supervisor, starts_on=starts_on, ends_before=ends_before)
    concerned = _concerned(supervisor, made)
    record(
        actor,
        "supervisor_leave.recorded",
        supervisor,
        after=_days(made) | {"learners": concerned},
        subject=supervisor.user,
    )
    _tell(actor, supervisor, made, concerned)
    return made


@transaction.atomic
def withdraw_leave(*, actor: User, absence: SupervisorAbsence, reason: str = "") -> None:
    """Take back that the supervisor is away: the seats are there again. Whom somebody else has taken over stays with them.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
    """
    supervisor = Supervisor.objects.select_related("unit__organisation", "user").get(pk=absence.supervisor_id)
    require(can_record_leave, actor, supervisor)
    before, key = _days(absence), absence.pk
    gone, _kinds = absence.delete()
    if gone:
        record(
            actor,
            "supervisor_leave.withdrawn",
            supervisor,
            before=before,
            reason=reason.strip(),
            subject=supervisor.user,
        )
        settle(LEAVE.key, f"leave:{key}")


def _days(absence: SupervisorAbsence) -> dict[str, str]:
    return {"starts_on": absence.starts_on.isoformat(), "ends_before": absence.ends_before.isoformat()}


def _concerned(supervisor: Supervisor, absence: SupervisorAbsence) -> int:
    """Return how many learners lose their supervisor from today on."""
    with as_system("how many learners lose their supervisor says nothing of who they are"):
        rows = list(Supervision.objects.filter(supervisor=supervisor, ends_before__gt=today()))
    return len({row.enrolment_id for row in rows if lost_periods(row, [absence])})


def _tell(actor: User, supervisor: Supervisor, absence: SupervisorAbsence, concerned: int) -> None:
    """Tell those who plan and those who keep the unit; nobody is told what they did themselves."""
    unit, when = supervisor.unit, period(absence.starts_on, absence.ends_before)
    able = [one for name in ("placements.plan", "capacity.edit") for one in who_may(name, unit.organisation)]

    def title() -> str:
        return _("%(name)s är borta från %(unit)s %(period)s") % {"name": supervisor, "unit": unit, "period": when}

    def body() -> str:
        if not concerned:
            return _("Platserna räknas utan handledaren de veckorna. Ingen på namn berörs.")
        return ngettext(
            "%(n)d plats saknar handledare. Förslag på ersättare finns på enhetens sida.",
            "%(n)d platser saknar handledare. Förslag på ersättare finns på enhetens sida.",
            concerned,
        ) % {"n": concerned}

    notify_all(
        [one for one in able if one.pk != actor.pk], LEAVE.key, title, body,
        reverse("supply:supervisors", args=[unit.organisation.code]), actor=actor, dedupe=f"leave:{absence.pk}",
    )  # fmt: skip
