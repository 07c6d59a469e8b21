"""A unit's clinical mandate changes, and its seats with it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.people.models import User
from randa.placements.models import MandateChange, SeatPeriod
from randa.placements.permissions import can_change_capacity
from randa.placements.queries.mandates import seats_on
from randa.training.models import Unit


@transaction.atomic
def change_mandate(
    *, actor: User, unit: Unit, effective_on: dt.date, seats_after: int, reason: str, decided_by: str = ""
) -> MandateChange:
    """Keep that the unit takes `seats_after` learners from `effective_on` on, and why; `placements.capacity` counts with it.

    Earlier weeks stand as they are, and nobody is moved by itself: what the change hits is listed beside it.

    Raises:
        PermissionDenied: `actor` may not change the unit's capacity.
        InvalidInputError: no reason, a negative number, or no seats are registered from that day.
    """
    require(can_change_capacity, actor, unit)
    periods = list(
        SeatPeriod.objects.select_for_update()
        .filter(unit=unit, starts_on__lte=effective_on, ends_before__gt=effective_on)
        .order_by("starts_on")
    )
    _refuse_wrong_input(unit, periods, seats_after, reason)
    change = MandateChange.objects.create(
        unit=unit,
        effective_on=effective_on,
        seats_before=seats_on(unit, effective_on),
        seats_after=seats_after,
        reason=reason.strip(),
        decided_by=decided_by.strip(),
        recorded_by=actor,
    )
    before, after = {"seats": change.seats_before}, {"seats": seats_after}
    record(actor, "mandate.changed", change, before=before, after=after, reason=change.reason)
    return change


def _refuse_wrong_input(unit: Unit, periods: list[SeatPeriod], seats_after: int, reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför uppdraget ändras. Den som berörs ska kunna läsa det."))
    if seats_after < 0:
        raise InvalidInputError(
            _("Antalet platser kan inte vara negativt. Skriv 0 om enheten inte längre tar emot någon.")
        )
    if not periods:
        raise InvalidInputError(
            _("%(unit)s har inga platser registrerade från och med den dagen. Registrera platser först.")
            % {"unit": unit}
        )
