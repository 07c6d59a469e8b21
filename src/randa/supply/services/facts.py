"""What a unit says about itself: seats, rooms, closures, patients, the least number it wants, how it supervises, what it teaches."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.provenance import Provenance
from randa.core.ui.formats import period
from randa.people.models import User
from randa.placements.models import SeatPeriod, UnitMinimum
from randa.regulations.models import Objective
from randa.supervisors.models import CapacityMethod, UnitMethod
from randa.supply.errors import EndsBeforeItStartsError, MinimumAboveSeatsError, PeriodTakenError
from randa.supply.models import PatientMeasure, UnitObjective, UnitPatientBase
from randa.supply.permissions import can_keep_unit
from randa.training.models import Unit, UnitClosure, UnitRooms

Row = SeatPeriod | UnitMinimum | UnitRooms | UnitClosure | UnitMethod | UnitPatientBase
RowType = TypeVar("RowType", SeatPeriod, UnitMinimum, UnitRooms, UnitClosure, UnitMethod, UnitPatientBase)
FOR_EVER = dt.date.max
NOT_LOGGED = {"id", "unit", "recorded_by", "recorded_at", "provenance", "source"}


@transaction.atomic
def save_seats(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date,
    seats: int,
    reserved: int,
    basis: str,
    row: SeatPeriod | None = None,
) -> SeatPeriod:  # fmt: skip
    """Say how many learners of all kinds the unit takes during a period, and how many of the seats are promised already.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        EndsBeforeItStartsError, PeriodTakenError: the period is empty, or another figure holds in a part of it.
        InvalidInputError: a negative number, or more promised than there is.
        MinimumAboveSeatsError: the unit wants more learners at a time than that.
    """
    if seats < 0 or reserved < 0:
        raise InvalidInputError(_("Antalet platser kan inte vara negativt. Skriv 0 om enheten inte tar emot någon."))
    if reserved > seats:
        raise InvalidInputError(
            _("Av %(seats)d platser kan inte %(reserved)d vara lovade. Höj platserna eller sänk löftena.")
            % {"seats": seats, "reserved": reserved}
        )
    said = {"seats": seats, "reserved": reserved, "basis": basis.strip(), "provenance": Provenance.STATED, "source": ""}

    def enough() -> None:
        wanted = UnitMinimum.objects.filter(unit=unit, least__gt=seats)
        _refuse_above(wanted.filter(starts_on__lt=ends_before, ends_before__gt=starts_on).first(), seats)

    return _save(actor, unit, row or SeatPeriod(unit=unit), starts_on, ends_before, said, enough)


@transaction.atomic
def save_minimum(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date,
    least: int,
    reason: str,
    row: UnitMinimum | None = None,
) -> UnitMinimum:
    """Say how many doctors the unit wants at least at a time during a period, and why. A planning run weighs it (`placements.bearing`).

    Raises as `save_seats` does, also when the reason is missing.
    """
    if least < 1:
        raise InvalidInputError(_("Skriv minst 1, eller ta bort perioden om enheten inte har något minsta antal."))
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför enheten behöver ha så många. Den som planerar ska kunna väga det."))
    said = {"least": least, "reason": reason.strip(), "provenance": Provenance.STATED}

    def enough() -> None:
        there = SeatPeriod.objects.filter(unit=unit, starts_on__lt=ends_before, ends_before__gt=starts_on)
        fewest = there.order_by("seats", "starts_on").first()
        if fewest is not None and fewest.seats < least:
            raise MinimumAboveSeatsError(least, fewest.seats, period(fewest.starts_on, fewest.ends_before))

    return _save(actor, unit, row or UnitMinimum(unit=unit), starts_on, ends_before, said, enough)


def _refuse_above(wanted: UnitMinimum | None, seats: int) -> None:
    if wanted is not None:
        raise MinimumAboveSeatsError(wanted.least, seats, period(wanted.starts_on, wanted.ends_before))


@transaction.atomic
def save_rooms(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date,
    rooms: int,
    basis: str,
    row: UnitRooms | None = None,
) -> UnitRooms:
    """Say for how many learners the unit has rooms during a period. Raises as `save_seats` does."""
    if rooms < 0:
        raise InvalidInputError(_("Antalet rum kan inte vara negativt. Skriv 0 om inget rum finns."))
    said = {"rooms": rooms, "basis": basis.strip(), "provenance": Provenance.STATED}
    return _save(actor, unit, row or UnitRooms(unit=unit), starts_on, ends_before, said)


@transaction.atomic
def save_closure(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date,
    reason: str,
    decided_by: str,
    row: UnitClosure | None = None,
) -> UnitClosure:
    """Say that the unit takes nobody during a period, why, and who decided. Raises as `save_seats` does."""
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför enheten är stängd. Den som berörs ska kunna läsa det."))
    said = {"reason": reason.strip(), "decided_by": decided_by.strip()}
    return _save(actor, unit, row or UnitClosure(unit=unit, recorded_by=actor), starts_on, ends_before, said)


@transaction.atomic
def save_method(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date | None,
    method: CapacityMethod,
    reason: str,
    row: UnitMethod | None = None,
) -> UnitMethod:  # fmt: skip
    """Say how the unit supervises from a day on. Raises as `save_seats` does."""
    said = {"method": method, "reason": reason.strip()}
    return _save(actor, unit, row or UnitMethod(unit=unit), starts_on, ends_before, said)


@transaction.atomic
def save_patient_base(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date | None,
    measure: PatientMeasure,
    amount: int,
    basis: str,
    row: UnitPatientBase | None = None,
) -> UnitPatientBase:
    """Say how many patients the unit has in a year, counted in `measure`, from a day on. Raises as `save_seats` does."""
    if amount < 0:
        raise InvalidInputError(_("Patientunderlaget kan inte vara negativt. Skriv 0 om enheten inte har några."))
    said = {"measure": measure, "amount": amount, "basis": basis.strip(), "provenance": Provenance.STATED, "source": ""}
    return _save(actor, unit, row or UnitPatientBase(unit=unit), starts_on, ends_before, said, apart="measure")


@transaction.atomic
def remove_fact(*, actor: User, unit: Unit, row: Row) -> None:
    """Take back a period. Removing twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
    """
    require(can_keep_unit, actor, unit)
    before = _of(row)
    gone, _kinds = row.delete()
    if gone:
        record(actor, "unit.fact_removed", unit, before=before)


def _nothing_else() -> None:
    """Refuse nothing."""


def _save(
    actor: User,
    unit: Unit,
    row: RowType,
    starts_on: dt.date,
    ends_before: dt.date | None,
    said: dict[str, Any],
    refuse: Callable[[], None] = _nothing_else,
    *,
    apart: str = "",
) -> RowType:
    """Keep what was said about a period, unless another row of the same kind (and `apart`) holds in a part, or `refuse` raises."""
    require(can_keep_unit, actor, unit)
    if ends_before is not None and ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    # Lock the unit: two keepers must not both find the period free.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    before = _of(row) if row.pk else {}
    same: models.QuerySet[Any] = (
        models.QuerySet(type(row)).filter(unit=unit, starts_on__lt=ends_before or FOR_EVER).exclude(pk=row.pk)
    )
    if apart:
        same = same.filter(**{apart: said[apart]})
    open_ended = models.Q(ends_before__isnull=True) | models.Q(ends_before__gt=starts_on)
    taken = same.filter(open_ended).order_by("starts_on").first()
    if taken is not None:
        raise PeriodTakenError(period(taken.starts_on, taken.ends_before))
    refuse()
    for name, value in ({"starts_on": starts_on, "ends_before": ends_before} | said).items():
        setattr(row, name, value)
    after = _of(row)
    if after != before:
        row.save()
        record(actor, "unit.fact_changed", unit, before=before, after=after, reason=str(said.get("reason", "")))
    return row


def _of(row: Row) -> dict[str, Any]:
    """Return the row as the log keeps it."""
    said: dict[str, Any] = {"fact": row._meta.model_name}
    for field in row._meta.concrete_fields:
        if field.name not in NOT_LOGGED:
            value = getattr(row, field.attname)
            said[field.name] = value.isoformat() if isinstance(value, dt.date) else value
    return said


@transaction.atomic
def set_objectives(
    *, actor: User, unit: Unit, objectives: Collection[Objective], from_day: dt.date, reason: str = ""
) -> tuple[int, int]:
    """Say which objectives the unit can meet from a day on. Return how many came and how many ended.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        InvalidInputError: an objective ends and no reason is given.
    """
    require(can_keep_unit, actor, unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    wanted = {one.pk: one for one in objectives}
    held = {
        one.objective_id: one
        for one in unit.objectives.filter(models.Q(ends_before__isnull=True) | models.Q(ends_before__gt=from_day))
    }
    gone = [one for key, one in held.items() if key not in wanted]
    new = [one for key, one in wanted.items() if key not in held]
    if gone and not reason.strip():
        raise InvalidInputError(
            _("Skriv varför enheten inte längre kan ge delmålen. Den som berörs ska kunna läsa det.")
        )
    for one in gone:
        if one.starts_on >= from_day:
            one.delete()
        else:
            one.ends_before, one.reason = from_day, reason.strip()
            one.save(update_fields=["ends_before", "reason"])
    UnitObjective.objects.bulk_create(
        UnitObjective(unit=unit, objective=one, starts_on=from_day, provenance=Provenance.STATED) for one in new
    )
    if gone or new:
        before = {"objectives": sorted(str(key) for key in held)}
        after = {"objectives": sorted(str(key) for key in wanted)}
        record(actor, "unit.objectives_changed", unit, before=before, after=after, reason=reason.strip())
    return len(new), len(gone)
