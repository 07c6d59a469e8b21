"""Asking a unit to take one more, and its answer: a yes opens the seat for those weeks, a no has a reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.notifications.services import notify, notify_all, settle
from randa.core.periods import monday_of, weeks_span
from randa.people.models import User
from randa.people.services.telling import who_may
from randa.placements.capacity import WEEK, WeekCapacity, unit_capacity
from randa.placements.models import SeatPeriod
from randa.supervisors.models import Supervisor
from randa.supply.errors import EndsBeforeItStartsError, NobodyHasHoursError, OpeningAnsweredError
from randa.supply.kinds import OPENING, SUPERVISES
from randa.supply.models import SeatOpening
from randa.supply.permissions import can_ask_for_seats, can_keep_unit
from randa.supply.queries.openings import short_weeks
from randa.supply.queries.promised import promised_at
from randa.supply.queries.replacements import counted, held_by, mondays_of
from randa.supply.services.supervision import lock_supervisor, refuse_without_time
from randa.training.models import LearnerKind, Unit

State = SeatOpening.State


@dataclass(frozen=True, slots=True)
class Opened:
    """What a yes gave. `lacking`: of the weeks, those in which the seat does not count yet: there is no room, or the unit is closed."""

    opening: SeatOpening
    weeks: int
    lacking: int


@transaction.atomic
def ask_to_open(
    *, actor: User, unit: Unit, kind: LearnerKind, starts_on: dt.date, ends_before: dt.date, message: str, today: dt.date
) -> SeatOpening:  # fmt: skip
    """Ask a unit for one place more in the weeks that the period touches. Asking the same again is the question there is.

    Raises:
        PermissionDenied: `actor` neither plans there nor keeps the unit.
        EndsBeforeItStartsError: no weeks.
        InvalidInputError: the weeks have been.
    """
    require(can_ask_for_seats, actor, unit)
    if ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    first, after = monday_of(starts_on), monday_of(ends_before - dt.timedelta(days=1)) + WEEK
    if first <= today:
        raise InvalidInputError(_("Veckorna har redan börjat. Välj en första vecka som kommer."))
    # Lock the unit: the same question sent twice at once is asked once.
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    again = SeatOpening.objects.filter(
        unit=unit, kind=kind, starts_on=first, ends_before=after, state=State.ASKED
    ).first()
    if again is not None:
        return again
    made = SeatOpening.objects.create(
        unit=unit,
        kind=kind,
        starts_on=first,
        ends_before=after,
        message=message.strip(),
        asked_by=actor,
        asked_on=today,
    )
    record(actor, "unit.opening_asked", unit, after=_said(made), reason=made.message)
    people = [one for one in who_may("capacity.edit", unit.organisation) if one.pk != actor.pk]
    notify_all(
        people, OPENING.key, partial(_asked, made), made.message, made.get_absolute_url(), actor=actor, dedupe=_turn(made)
    )  # fmt: skip
    return made


@transaction.atomic
def open_seat(*, actor: User, opening: SeatOpening, supervisor: Supervisor) -> Opened:
    """Say yes: the unit takes one more in those weeks, and the supervisor keeps hours for whoever comes. Saying yes twice opens one.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        OpeningAnsweredError: it has had another answer, or was taken back.
        NobodyHasHoursError: all that the unit's supervisors can take is in use already in some week.
        InvalidInputError: the supervisor is at another unit.
        NotQualifiedError, SupervisorAwayError, SupervisorFullError: the supervisor cannot in some week.
    """
    opening, unit = _locked(actor, opening)
    mondays = mondays_of(opening.starts_on, opening.ends_before)
    before = unit_capacity([unit.pk], mondays)[unit.pk]
    if opening.state == State.ASKED:
        opening.supervisor = _who_stands_for(opening, supervisor, before)
        _one_more(unit, opening, before)
        opening.state = State.OPENED
        opening.save(update_fields=["state", "supervisor"])
        record(actor, "unit.opening_opened", unit, after=_said(opening) | {"supervisor": str(opening.supervisor)})
        _tell_supervisor(opening, opening.supervisor, actor)
        _tell_asker(opening, partial(_opened, opening), "", actor)
        after = unit_capacity([unit.pk], mondays)[unit.pk]
        lacking = sum(now.usable <= then.usable for then, now in zip(before, after, strict=True))
        return Opened(opening, len(mondays), lacking)
    if opening.state != State.OPENED:
        raise OpeningAnsweredError(opening.get_state_display())
    return Opened(opening, len(mondays), sum(one.usable < one.seats for one in before))


@transaction.atomic
def decline_opening(*, actor: User, opening: SeatOpening, answer: str) -> SeatOpening:
    """Say no, with a reason. Saying no twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        InvalidInputError: no reason.
        OpeningAnsweredError: it has had another answer, or was taken back.
    """
    opening, unit = _locked(actor, opening)
    if opening.state == State.DECLINED:
        return opening
    if opening.state != State.ASKED:
        raise OpeningAnsweredError(opening.get_state_display())
    if not answer.strip():
        raise InvalidInputError(_("Skriv varför det inte går. Den som frågade läser det."))
    opening.state, opening.answer = State.DECLINED, answer.strip()
    opening.save(update_fields=["state", "answer"])
    record(actor, "unit.opening_declined", unit, after=_said(opening), reason=opening.answer)
    _tell_asker(opening, partial(_declined, opening), opening.answer, actor)
    return opening


@transaction.atomic
def withdraw_opening(*, actor: User, opening: SeatOpening) -> SeatOpening:
    """Take the question back before it is answered. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` neither plans there nor keeps the unit.
        OpeningAnsweredError: it has been answered.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=opening.unit_id)
    require(can_ask_for_seats, actor, unit)
    opening = SeatOpening.objects.select_related("unit__organisation", "kind").get(pk=opening.pk)
    if opening.state == State.WITHDRAWN:
        return opening
    if opening.state != State.ASKED:
        raise OpeningAnsweredError(opening.get_state_display())
    opening.state = State.WITHDRAWN
    opening.save(update_fields=["state"])
    record(actor, "unit.opening_withdrawn", unit, after=_said(opening))
    settle(OPENING.key, _turn(opening))
    return opening


def _locked(actor: User, opening: SeatOpening) -> tuple[SeatOpening, Unit]:
    """Return the question and its unit, held: two answers must not both be given, nor two seat figures be split at once."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=opening.unit_id)
    require(can_keep_unit, actor, unit)
    with as_system("whoever asked may have left since, and is told the answer all the same"):
        found = SeatOpening.objects.select_related("unit__organisation", "kind", "asked_by").get(pk=opening.pk)
    return found, unit


def _who_stands_for(opening: SeatOpening, supervisor: Supervisor, weeks: Sequence[WeekCapacity]) -> Supervisor:
    """Return the supervisor, held: two yeses must not both be given on the last hour."""
    short = short_weeks(opening, weeks)
    if short:
        raise NobodyHasHoursError(opening.unit, short)
    supervisor = lock_supervisor(supervisor.pk)
    if supervisor.unit_id != opening.unit_id:
        raise InvalidInputError(_("Välj en handledare på enheten."))
    held = held_by(opening.unit, opening.starts_on, opening.ends_before)
    refuse_without_time(
        supervisor, opening.starts_on, opening.ends_before, counted(supervisor.pk, held, promised_at(opening.unit))
    )
    return supervisor


def _one_more(unit: Unit, opening: SeatOpening, weeks: list[WeekCapacity]) -> None:
    """Raise the seats by one in the weeks of the question; what held before and after them is left as it was."""
    first, after = opening.starts_on, opening.ends_before
    mondays = mondays_of(first, after)
    beyond = unit_capacity([unit.pk], [after])[unit.pk][0]
    rows = list(SeatPeriod.objects.filter(unit=unit, starts_on__lt=after, ends_before__gt=first).order_by("starts_on"))
    reserved = [next((row.reserved for row in rows if row.starts_on <= one < row.ends_before), 0) for one in mondays]
    last = next((row for row in rows if row.ends_before > after), None)
    tail = (last.ends_before, last.reserved, last.basis) if last else None
    for row in rows:
        if row.starts_on < first:
            row.ends_before = first
            row.save(update_fields=["ends_before"])
        else:
            row.delete()
    basis = _("Öppnad på begäran %(day)s") % {"day": opening.asked_on.isoformat()}
    figures = zip(mondays, weeks, reserved, strict=True)
    for (seats, kept), run in groupby(figures, key=lambda one: (one[1].seats, one[2])):
        days = [monday for monday, _week, _kept in run]
        SeatPeriod.objects.create(
            unit=unit, starts_on=days[0], ends_before=days[-1] + WEEK, seats=seats + 1, reserved=min(kept, seats + 1), basis=basis
        )  # fmt: skip
    if tail is not None:
        until, kept, said = tail
        SeatPeriod.objects.create(
            unit=unit,
            starts_on=after,
            ends_before=until,
            seats=beyond.seats,
            reserved=min(kept, beyond.seats),
            basis=said,
        )


def _turn(opening: SeatOpening) -> str:
    return f"opening-{opening.pk}"


def _tell_asker(opening: SeatOpening, title: partial[str], why: str, actor: User) -> None:
    settle(OPENING.key, _turn(opening))
    if opening.asked_by_id == actor.pk:
        return
    notify(opening.asked_by, OPENING.key, title, why, opening.get_absolute_url(), actor=actor)


def _tell_supervisor(opening: SeatOpening, supervisor: Supervisor, actor: User) -> None:
    if supervisor.user_id != actor.pk:
        address = reverse("supply:supervisors", args=[opening.unit.organisation.code])
        notify(supervisor.user, SUPERVISES.key, partial(_stands, opening), str(opening.kind), address, actor=actor)


def _said(opening: SeatOpening) -> dict[str, str]:
    return {
        "kind": opening.kind_id, "starts_on": opening.starts_on.isoformat(), "ends_before": opening.ends_before.isoformat(),
        "state": opening.state,
    }  # fmt: skip


def _asked(opening: SeatOpening) -> str:
    return _("%(unit)s ombeds ta emot en till %(weeks)s") % _words(opening)


def _opened(opening: SeatOpening) -> str:
    return _("%(unit)s tar emot en till %(weeks)s") % _words(opening)


def _stands(opening: SeatOpening) -> str:
    return _("Du står för en plats till på %(unit)s %(weeks)s") % _words(opening)


def _declined(opening: SeatOpening) -> str:
    return _("%(unit)s kan inte ta emot en till %(weeks)s") % _words(opening)


def _words(opening: SeatOpening) -> dict[str, object]:
    return {"unit": opening.unit, "weeks": weeks_span(opening.starts_on, opening.ends_before)}
