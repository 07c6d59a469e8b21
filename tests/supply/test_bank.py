"""The place bank: what is free is offered without a name, found by area, weeks and travel, and gone when it is taken."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.supply import hooks
from randa.supply.errors import EndsBeforeItStartsError, NotFreeError
from randa.supply.models import PlaceOffer
from randa.supply.queries.bank import Search, bank_rows
from randa.supply.services.bank import publish_offer, withdraw_offer
from tests.factories import TODAY, PlaceOfferFactory, UnitFactory, person_with
from tests.supply.world import AWAY, BACK, LAST, SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()  # two seats, one of them taken from 1 February until 29 March


def _offer(small: SmallUnit, seats: int = 1, **values: object) -> PlaceOffer:
    period = {"starts_on": AWAY, "ends_before": BACK} | values
    return publish_offer(actor=small.head, unit=small.unit, seats=seats, **period)  # type: ignore[arg-type]


def test_no_more_is_offered_than_is_free_counting_what_is_offered_already(small: SmallUnit) -> None:
    _offer(small)

    with pytest.raises(NotFreeError, match=r"bara 0 fria platser v\. 9 2027"):
        _offer(small)
    with pytest.raises(EndsBeforeItStartsError):
        _offer(small, ends_before=AWAY)
    assert _offer(small, seats=2, starts_on=LAST, ends_before=LAST + dt.timedelta(weeks=1)).seats == 2


def test_an_offer_is_gone_when_the_seat_is_taken_and_back_when_it_is_free(small: SmallUnit) -> None:
    _offer(small)
    stranger = person_with("placements.view", at=UnitFactory.create().region)
    assert [row.seats for row in bank_rows(stranger, Search(), TODAY)] == [1]

    taken = placed_at(small.unit, small.placement.plan)
    assert bank_rows(stranger, Search(), TODAY) == []

    taken.delete()
    assert [row.seats for row in bank_rows(stranger, Search(), TODAY)] == [1]


def test_strangers_see_no_name_and_a_rounded_way_the_own_region_sees_both(small: SmallUnit) -> None:
    _offer(small)
    origin = UnitFactory.create(x_km=50)  # 38 minutes
    stranger = person_with("placements.view", at=origin.region)
    at_home = person_with("placements.view", at=small.unit.region)

    (hidden,) = bank_rows(stranger, Search(origin=origin), TODAY)
    (shown,) = bank_rows(at_home, Search(origin=origin), TODAY)

    assert (hidden.unit, hidden.minutes) == (None, 60)
    assert (shown.unit, shown.minutes) == (small.unit, 38)


def test_a_search_keeps_to_area_whole_weeks_and_travel(small: SmallUnit) -> None:
    offer = _offer(small)
    origin = UnitFactory.create(x_km=50)
    actor = small.head

    def found(**values: object) -> int:
        return len(bank_rows(actor, Search(**values), TODAY))  # type: ignore[arg-type]

    assert found(area=offer.unit.area_id) == 1
    assert found(area="KIR") == 0
    assert (found(since=AWAY, before=BACK), found(since=AWAY, before=LAST)) == (1, 0)
    assert (found(origin=origin, minutes=60), found(origin=origin, minutes=30)) == (1, 0)


def test_only_the_keeper_offers_and_takes_back(small: SmallUnit) -> None:
    offer = _offer(small)
    stranger = person_with("capacity.edit", at=UnitFactory.create().organisation)

    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        withdraw_offer(actor=stranger, offer=offer)
    withdraw_offer(actor=small.head, offer=offer)
    assert not PlaceOffer.objects.exists()


def test_an_app_above_gives_the_bank_its_button(small: SmallUnit, client: Client, monkeypatch) -> None:
    _offer(small)
    monkeypatch.setattr(hooks, "_REQUEST", [])
    client.force_login(small.head)
    assert "Begär platsen" not in client.get(reverse("supply:bank")).content.decode()

    hooks.register_request(lambda _actor, offer: f"/begar/{offer.pk}/")

    assert "Begär platsen" in client.get(reverse("supply:bank")).content.decode()


def test_the_pages_search_offer_and_take_back(small: SmallUnit, client: Client, django_assert_max_num_queries) -> None:
    client.force_login(small.head)
    address = reverse("supply:offer_new", args=[small.unit.organisation.code])
    typed = {"starts_on": "2027-03-01", "last_day": "2027-03-14", "seats": "9", "note": "Med bostad"}

    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert 'value="Med bostad"' in wrong.content.decode()
    client.post(address, typed | {"seats": "1"})
    assert "2027v09–2027v10" in client.get(reverse("supply:bank")).content.decode()
    assert client.get(reverse("supply:bank"), {"starts_on": "inte en dag"}).status_code == 200

    counts = []
    for _time in range(2):
        with django_assert_max_num_queries(45) as captured:
            client.get(reverse("supply:bank"))
        counts.append(len(captured))
        PlaceOfferFactory.create_batch(2)
    assert counts[0] == counts[1]

    client.post(reverse("supply:offer_withdraw", args=[small.unit.organisation.code, PlaceOffer.objects.first().pk]))  # type: ignore[union-attr]
    assert PlaceOffer.objects.filter(unit=small.unit).count() == 0
