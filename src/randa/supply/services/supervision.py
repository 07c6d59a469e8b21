"""Naming who supervises a learner, and who takes over."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications.services import notify
from randa.core.ui.formats import period
from randa.people.models import User
from randa.placements.kinds import OWN_PLACEMENTS
from randa.placements.models import Placement
from randa.supervisors.models import Supervisor
from randa.supervisors.queries import SupervisionRows, supervision_rows
from randa.supply.errors import (
    EndsBeforeItStartsError,
    NotPlacedThereError,
    NotQualifiedError,
    SupervisorAwayError,
    SupervisorFullError,
)
from randa.supply.kinds import SUPERVISES
from randa.supply.models import SeatOpening, Supervision
from randa.supply.permissions import can_assign_supervisor
from randa.supply.queries.replacements import Held, Promises, counted, held_by, load_of, mondays_of
from randa.training.models import Enrolment


@transaction.atomic
def assign_supervisor(
    *, actor: User, enrolment: Enrolment, supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date
) -> Supervision:
    """Let the supervisor have the learner during [starts_on, ends_before); whoever had them keeps the days outside it.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        EndsBeforeItStartsError: the period is empty.
        NotPlacedThereError: the learner has no published placement at the unit all that time.
        NotQualifiedError, SupervisorAwayError, SupervisorFullError: the supervisor cannot.
    """
    require(can_assign_supervisor, actor, supervisor)
    if ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    supervisor = lock_supervisor(supervisor.pk)
    same = _same(enrolment, supervisor, starts_on, ends_before)
    if same is not None:
        return same
    _refuse_not_placed(enrolment, supervisor, starts_on, ends_before)
    refuse_unable(enrolment, supervisor, starts_on, ends_before)
    made = _assign(actor, enrolment, supervisor, starts_on, ends_before)
    _tell_learner(actor, supervisor, made)
    return made


@transaction.atomic
def keep_promise(*, actor: User, placement: Placement, supervisor: Supervisor) -> bool:
    """Let the supervisor whom the unit has named have the learner of a published placement; False when they no longer can.

    No permission is asked: the unit gave its word, and `actor` is whoever publishes. The learner is told of the plan, not of each name.
    """
    supervisor = lock_supervisor(supervisor.pk)
    enrolment, starts_on, ends_before = placement.enrolment, placement.starts_on, placement.ends_before
    if _same(enrolment, supervisor, starts_on, ends_before) is not None:
        return True
    try:
        refuse_unable(enrolment, supervisor, starts_on, ends_before)
    except (NotQualifiedError, SupervisorAwayError, SupervisorFullError):
        return False
    _assign(actor, enrolment, supervisor, starts_on, ends_before)
    return True


def lock_supervisor(key: int) -> Supervisor:
    """Return the supervisor, held until the transaction ends: two colleagues must not both give them the last hour."""
    rows = Supervisor.objects.select_for_update(of=("self",)).select_related("unit__organisation", "user")
    return rows.get(pk=key)


def _same(enrolment: Enrolment, supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date) -> Supervision | None:
    rows = Supervision.objects.filter(enrolment=enrolment, supervisor=supervisor)
    return rows.filter(starts_on__lte=starts_on, ends_before__gte=ends_before).first()


def _assign(
    actor: User, enrolment: Enrolment, supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date
) -> Supervision:
    with as_system("whoever had the learner before may supervise at a unit that the actor does not keep"):
        _make_room(enrolment, starts_on, ends_before)
    made = Supervision.objects.create(
        enrolment=enrolment, supervisor=supervisor, starts_on=starts_on, ends_before=ends_before
    )
    _take_up(made)
    after = {"starts_on": starts_on.isoformat(), "ends_before": ends_before.isoformat()}
    record(actor, "supervisor.assigned", supervisor, after=after, subject=enrolment.learner)
    if supervisor.user_id != actor.pk:
        _tell(actor, supervisor, made)
    return made


def _take_up(made: Supervision) -> None:
    """Let the learner take up the first opened place in those weeks that the supervisor stands for: its hours are not counted twice."""
    standing = SeatOpening.objects.filter(
        supervisor=made.supervisor, state=SeatOpening.State.OPENED, supervision=None, starts_on__lt=made.ends_before,
        ends_before__gt=made.starts_on,
    )  # fmt: skip
    first = standing.order_by("starts_on", "pk").first()
    if first is not None:
        first.supervision = made
        first.save(update_fields=["supervision"])


def _refuse_not_placed(enrolment: Enrolment, supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date) -> None:
    placed = Placement.objects.filter(
        enrolment=enrolment,
        unit=supervisor.unit,
        is_published=True,
        starts_on__lte=starts_on,
        ends_before__gte=ends_before,
    )
    if not placed.exists():
        raise NotPlacedThereError(supervisor.unit, starts_on, ends_before)


def refuse_unable(
    enrolment: Enrolment,
    supervisor: Supervisor,
    starts_on: dt.date,
    ends_before: dt.date,
    promised: Promises | None = None,
) -> None:
    """Refuse a supervisor who is not qualified, away, or without a place or hours left in a week; `promised` counts too.

    Raises:
        NotQualifiedError, SupervisorAwayError, SupervisorFullError: the first week says which.
    """
    held = counted(supervisor.pk, held_by(supervisor.unit, starts_on, ends_before), promised, enrolment.pk)
    refuse_without_time(supervisor, starts_on, ends_before, held)


def refuse_without_time(supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date, held: Sequence[Held]) -> None:
    """Refuse a supervisor who cannot take one more beside `held`, whoever it is.

    Raises:
        NotQualifiedError, SupervisorAwayError, SupervisorFullError: the first week says which.
    """
    rows: SupervisionRows = supervision_rows([supervisor.unit_id])
    for monday in mondays_of(starts_on, ends_before):
        if not rows.is_qualified(supervisor, monday):
            raise NotQualifiedError(supervisor)
        if not rows.is_present(supervisor, monday):
            raise SupervisorAwayError(supervisor, monday)
        if not load_of(supervisor, rows.method(supervisor.unit_id, monday), held, monday).takes_one_more:
            raise SupervisorFullError(supervisor, monday)


def _make_room(enrolment: Enrolment, starts_on: dt.date, ends_before: dt.date) -> None:
    """Cut what others have of the period: before it and after it stand, whole ones inside it go."""
    for old in Supervision.objects.filter(enrolment=enrolment, starts_on__lt=ends_before, ends_before__gt=starts_on):
        rest = [
            (first, last)
            for first, last in ((old.starts_on, starts_on), (ends_before, old.ends_before))
            if first < last
        ]
        supervisor = old.supervisor_id
        old.delete()
        for first, last in rest:
            Supervision.objects.create(enrolment=enrolment, supervisor_id=supervisor, starts_on=first, ends_before=last)


def _tell(actor: User, supervisor: Supervisor, made: Supervision) -> None:
    words = {"learner": made.enrolment.learner, "period": period(made.starts_on, made.ends_before)}
    notify(
        supervisor.user, SUPERVISES.key, lambda: _("Du handleder %(learner)s %(period)s") % words,
        lambda: str(supervisor.unit), reverse("supply:supervisors", args=[supervisor.unit.organisation.code]), actor=actor,
    )  # fmt: skip


def _tell_learner(actor: User, supervisor: Supervisor, made: Supervision) -> None:
    words = {"name": supervisor, "unit": supervisor.unit}
    notify(
        made.enrolment.learner, OWN_PLACEMENTS.key, lambda: _("%(name)s är din handledare på %(unit)s") % words,
        lambda: period(made.starts_on, made.ends_before), reverse("placements:mine"), actor=actor,
    )  # fmt: skip
