"""The place bank: what units offer, as long as it is still free, with the name only where it may be shown."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from randa.core.periods import monday_of
from randa.core.ui.formats import week
from randa.people.models import User
from randa.placements.capacity import NONE, weeks_from
from randa.supply.hooks import request_url
from randa.supply.models import PlaceOffer
from randa.supply.queries.calendar import SeatWeek, seat_weeks
from randa.supply.seat_words import enough_for, seats_words
from randa.supply.travel import minutes_between
from randa.training.models import LearnerKind, PlacementArea, Unit

BANDS = (30, 60, 90)  # what is said of the way to a unit that is not named
HORIZON_WEEKS = 78


@dataclass(frozen=True, slots=True)
class BankRow:
    """One offer as somebody sees it: what is still free of it, and for whom that is enough where it is not whole.

    `unit` is None when it is not named to them; `minutes` are rounded up to a band then.
    """

    offer: PlaceOffer
    area: PlacementArea
    seats: Decimal
    enough_for: str
    unit: Unit | None
    minutes: int | None
    request_url: str

    @property
    def seats_words(self) -> str:
        return seats_words(self.seats)

    @property
    def weeks(self) -> str:
        """Return the first and last week, as the bank shows them."""
        return f"{week(self.offer.starts_on)}–{week(self.offer.ends_before - dt.timedelta(days=1))}"


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for. `since`/`before`: every week of it must be offered; `origin`: where they travel from."""

    area: str = ""
    since: dt.date | None = None
    before: dt.date | None = None
    origin: Unit | None = None
    minutes: int | None = None


def bank_rows(actor: User, search: Search, today: dt.date) -> list[BankRow]:
    """Return what is offered from today on and still free, nearest first, then by day: a constant number of queries."""
    offers = PlaceOffer.objects.filter(ends_before__gt=today).select_related(
        "unit__organisation", "unit__area", "unit__region"
    )
    if search.area:
        offers = offers.filter(unit__area=search.area)
    if search.since and search.before:
        offers = offers.filter(starts_on__lte=search.since, ends_before__gte=search.before)
    found = list(offers.order_by("starts_on", "pk"))
    free = _free(found, today)
    kinds = list(LearnerKind.objects.all())
    least = min((kind.weight for kind in kinds), default=Decimal(1))
    rows = [_row(actor, one, search, free[one.pk], kinds) for one in found if free[one.pk] >= least]
    near = [one for one in rows if search.minutes is None or one.minutes is None or one.minutes <= search.minutes]
    return sorted(near, key=lambda one: (one.minutes or 0, one.offer.starts_on, one.offer.pk))


def _free(offers: Sequence[PlaceOffer], today: dt.date) -> dict[int, Decimal]:
    """Return, per offer, how much of its seats is still free in every week to come; an earlier offer of the same unit goes first."""
    first = monday_of(today)
    units = list({one.unit_id: one.unit for one in offers}.values())
    weeks = seat_weeks(units, weeks_from(first, HORIZON_WEEKS)) if units else {}
    given: dict[tuple[int, dt.date], Decimal] = defaultdict(Decimal)
    left: dict[int, Decimal] = {}
    for one in offers:
        during = [each for each in weeks[one.unit_id] if _covers(one, each)]
        seats = min((each.free - given[one.unit_id, each.monday] for each in during), default=NONE)
        left[one.pk] = max(NONE, min(one.seats, seats))
        for each in during:
            given[one.unit_id, each.monday] += left[one.pk]
    return left


def _covers(offer: PlaceOffer, one: SeatWeek) -> bool:
    return offer.starts_on < one.monday + dt.timedelta(weeks=1) and offer.ends_before > one.monday


def _row(actor: User, offer: PlaceOffer, search: Search, seats: Decimal, kinds: Sequence[LearnerKind]) -> BankRow:
    unit = offer.unit
    is_named = not offer.is_anonymous or actor.has("placements.view", unit.organisation)
    minutes = None
    if search.origin is not None:
        exact = minutes_between((search.origin.x_km, search.origin.y_km), (unit.x_km, unit.y_km))
        minutes = exact if is_named else next((band for band in BANDS if exact <= band), 10 * -(-exact // 10))
    return BankRow(
        offer, unit.area, seats, enough_for(seats, kinds), unit if is_named else None, minutes, request_url(actor, offer)
    )  # fmt: skip
