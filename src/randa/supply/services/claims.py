"""Seats per kind of learner: asked for, promised, withdrawn. Nobody is named here."""

import datetime as dt

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.people.models import User
from randa.placements.capacity import promised_seats, unit_capacity
from randa.placements.held import held_seats
from randa.supply.errors import EndsBeforeItStartsError, NotEnoughSeatsError
from randa.supply.permissions import can_ask_for_seats, can_keep_unit
from randa.supply.queries.calendar import taken_weeks
from randa.supply.queries.replacements import mondays_of
from randa.training.models import LearnerKind, SeatClaim, Unit


@transaction.atomic
def ask_for_seats(
    *,
    actor: User,
    unit: Unit,
    kind: LearnerKind,
    learners: int,
    starts_on: dt.date,
    ends_before: dt.date,
    note: str = "",
) -> SeatClaim:
    """Note that some learners of a kind want seats at the unit. Nothing is held until the unit has promised.

    Raises:
        PermissionDenied: `actor` neither plans nor keeps the unit.
        EndsBeforeItStartsError: the period is empty.
    """
    require(can_ask_for_seats, actor, unit)
    if ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    made = SeatClaim.objects.create(
        unit=unit, kind=kind, learners=learners, starts_on=starts_on, ends_before=ends_before, note=note.strip()
    )
    record(actor, "unit.seats_asked", unit, after=_said(made))
    return made


@transaction.atomic
def promise_seats(*, actor: User, claim: SeatClaim) -> SeatClaim:
    """Promise what was asked for: from now on the seats are held. Promising twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        NotEnoughSeatsError: some week has fewer seats than are promised and taken with these.
    """
    # Lock the unit: two promises must not both find the seats free.
    unit = Unit.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=claim.unit_id)
    require(can_keep_unit, actor, unit)
    claim = SeatClaim.objects.select_related("kind").get(pk=claim.pk)
    if claim.state == SeatClaim.State.PROMISED:
        return claim
    claim.state = SeatClaim.State.PROMISED
    claim.save(update_fields=["state"])
    _refuse_overdrawn(unit, claim)
    record(actor, "unit.seats_promised", unit, after=_said(claim))
    return claim


@transaction.atomic
def withdraw_claim(*, actor: User, claim: SeatClaim) -> None:
    """Take back what was asked for or promised; what was held is free again.

    Raises:
        PermissionDenied: `actor` neither plans nor keeps the unit.
    """
    unit = Unit.objects.select_related("organisation").get(pk=claim.unit_id)
    require(can_keep_unit if claim.state == SeatClaim.State.PROMISED else can_ask_for_seats, actor, unit)
    before = _said(claim)
    gone, _kinds = claim.delete()
    if gone:
        record(actor, "unit.seats_withdrawn", unit, before=before)


def _refuse_overdrawn(unit: Unit, claim: SeatClaim) -> None:
    """Refuse when a week of the claim holds more than there is; the claim counts as promised already."""
    mondays = mondays_of(claim.starts_on, claim.ends_before)
    promises = list(unit.claims.filter(state=SeatClaim.State.PROMISED).select_related("kind"))
    capacity = unit_capacity([unit.pk], mondays)[unit.pk]
    taken = taken_weeks([unit.pk], mondays)[unit.pk]
    confirmed = held_seats([unit.pk], mondays[0], len(mondays))[unit.pk]
    for monday, week, placed, others in zip(mondays, capacity, taken, confirmed, strict=True):
        held = max(week.reserved, promised_seats(promises, monday)) + placed + others
        if held > week.usable:
            raise NotEnoughSeatsError(unit, monday, week.usable, held)


def _said(claim: SeatClaim) -> dict[str, str | int]:
    return {
        "kind": claim.kind_id,
        "learners_count": claim.learners,
        "starts_on": claim.starts_on.isoformat(),
        "ends_before": claim.ends_before.isoformat(),
    }
