"""From a free seat in the place bank to a request for it: who may ask, and what the form opens with."""

import datetime as dt
from typing import Any

from django.urls import reverse

from randa.core.periods import monday_of
from randa.exchange.models import ASK
from randa.exchange.queries.groups import DAYS_TO_ANSWER
from randa.people.models import User
from randa.supply.models import PlaceOffer

WEEK = dt.timedelta(weeks=1)


def request_url(actor: User, offer: PlaceOffer) -> str:
    """Return where the person asks for the seats; empty for whoever asks for nobody, or only for those whose own the unit is."""
    return f"{reverse('exchange:new')}?platsbank={offer.pk}" if _may_ask(actor, offer) else ""


def bank_offer_for(actor: User, pk: int, today: dt.date) -> PlaceOffer | None:
    """Return the seats that the person may ask for, as long as they lie in the bank."""
    rows = PlaceOffer.objects.filter(pk=pk, ends_before__gt=today).select_related("unit__organisation", "unit__region")
    offer = rows.first()
    return offer if offer is not None and _may_ask(actor, offer) else None


def wanted_from_bank(offer: PlaceOffer, actor: User, today: dt.date) -> dict[str, Any]:
    """Return what a request for the seats opens with. A unit that is not named to the person is asked through its region."""
    first = max(monday_of(offer.starts_on), monday_of(today + WEEK))
    unit = offer.unit
    is_named = not offer.is_anonymous or actor.has("placements.view", unit.organisation)
    asked = {"unit": unit.organisation.code} if is_named else {"recipients": [unit.region.code]}
    return asked | {
        "bank": offer.pk, "area": unit.area_id, "seats": max(1, int(offer.seats)), "starts_on": first,
        "weeks": max(1, (offer.ends_before - first).days // 7), "reply_by": today + DAYS_TO_ANSWER,
    }  # fmt: skip


def _may_ask(actor: User, offer: PlaceOffer) -> bool:
    path = offer.unit.organisation.path
    return any(not path.startswith(own) for own in actor.paths_with(ASK))
