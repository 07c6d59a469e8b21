"""Offering free seats to everybody, and taking the offer back."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.ui.formats import amount
from randa.people.models import User
from randa.placements.capacity import NONE
from randa.supply.errors import EndsBeforeItStartsError, NotFreeError
from randa.supply.models import PlaceOffer
from randa.supply.permissions import can_keep_unit
from randa.supply.queries.calendar import seat_weeks
from randa.supply.queries.replacements import mondays_of
from randa.training.models import Unit


@transaction.atomic
def publish_offer(
    *,
    actor: User,
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date,
    seats: Decimal,
    is_anonymous: bool = True,
    note: str = "",
) -> PlaceOffer:
    """Offer seats, or parts of one, that are free in every week of the period; the unit's name is shown to others only if it says so.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        EndsBeforeItStartsError: the period is empty.
        NotFreeError: less is free in some week, counting what is offered already.
    """
    require(can_keep_unit, actor, unit)
    if ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    # Lock the unit: two offers must not both promise the same seats.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    offered = list(unit.offers.filter(starts_on__lt=ends_before, ends_before__gt=starts_on))
    for week in seat_weeks([unit], mondays_of(starts_on, ends_before))[unit.pk]:
        already = sum((one.seats for one in offered if one.starts_on <= week.monday < one.ends_before), NONE)
        if week.free - already < seats:
            raise NotFreeError(unit, week.monday, max(NONE, week.free - already))
    made = PlaceOffer.objects.create(
        unit=unit,
        starts_on=starts_on,
        ends_before=ends_before,
        seats=seats,
        is_anonymous=is_anonymous,
        note=note.strip(),
    )
    record(actor, "unit.seats_offered", unit, after=_said(made))
    return made


@transaction.atomic
def withdraw_offer(*, actor: User, offer: PlaceOffer) -> None:
    """Take an offer back; it is out of the bank at once. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
    """
    unit = Unit.objects.select_related("organisation").get(pk=offer.unit_id)
    require(can_keep_unit, actor, unit)
    before = _said(offer)
    gone, _kinds = offer.delete()
    if gone:
        record(actor, "unit.offer_withdrawn", unit, before=before)


def _said(offer: PlaceOffer) -> dict[str, str]:
    return {
        "seats": amount(offer.seats),
        "starts_on": offer.starts_on.isoformat(),
        "ends_before": offer.ends_before.isoformat(),
    }
