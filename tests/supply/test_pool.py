"""One pool of seats for all kinds of learner: who gets what, and what does not go together is shown before it happens."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from randa.core.audit.models import AuditEvent
from randa.placements.capacity import unit_capacity
from randa.supply.errors import EndsBeforeItStartsError, NotEnoughSeatsError, PoolRulesWrongError
from randa.supply.loader import load_pool_rules
from randa.supply.models import PoolRuleSet
from randa.supply.pool import KindRule, Wish, share_out
from randa.supply.queries.pool import conflicts_ahead, rules_of
from randa.supply.services.claims import ask_for_seats, promise_seats, withdraw_claim
from randa.supply.services.pool import decide_pool
from randa.training.loader import load_learner_kinds
from randa.training.models import LearnerKind, SeatClaim
from tests.factories import TODAY, OrganisationFactory, UnitFactory, person_with
from tests.supply.world import FIRST, LAST, SmallUnit, make_unit

RULES = (KindRule("BT", 1), KindRule("MED", 2, percent=50, until_weeks_before=12), KindRule("SSK", 3))
NUMBERS = st.decimals(min_value=0, max_value=9, places=2)


def _granted(seats: int, wishes: list[Wish], weeks_before: int = 20) -> dict[str, tuple[Decimal, Decimal]]:
    return {one.kind: (one.granted, one.lacking) for one in share_out(seats, wishes, RULES, weeks_before)}


def test_nobody_takes_what_is_kept_for_another_kind_until_the_day_it_is_let_go() -> None:
    wishes = [Wish("BT", asked=Decimal(4))]

    assert _granted(4, wishes, weeks_before=12) == {"BT": (2, 2)}
    assert _granted(4, wishes, weeks_before=11) == {"BT": (4, 0)}


def test_a_kind_takes_what_is_kept_for_it_and_then_what_is_kept_for_nobody_in_order() -> None:
    wishes = [Wish("MED", asked=Decimal(3)), Wish("SSK", asked=Decimal(1)), Wish("BT", asked=Decimal(1))]

    assert _granted(4, wishes) == {"BT": (1, 0), "MED": (3, 0), "SSK": (0, 1)}


def test_what_a_kind_holds_counts_against_what_is_kept_for_it() -> None:
    wishes = [Wish("MED", held=Decimal(2)), Wish("BT", asked=Decimal(2))]

    assert _granted(4, wishes)["BT"] == (2, 0)


@given(
    seats=st.integers(0, 12), weeks_before=st.integers(0, 30),
    wishes=st.lists(st.builds(Wish, st.sampled_from(["BT", "MED", "SSK", ""]), NUMBERS, NUMBERS), unique_by=lambda one: one.kind),
)  # fmt: skip
def test_no_more_is_given_than_there_is_nothing_is_lost_and_nobody_gets_more_than_they_asked_for(
    seats: int, weeks_before: int, wishes: list[Wish]
) -> None:
    shares = share_out(seats, wishes, RULES, weeks_before)

    held = sum(one.held for one in shares)
    assert held + sum(one.granted for one in shares) <= max(Decimal(seats), held)
    assert {one.kind: one.granted + one.lacking for one in shares} == {one.kind: one.asked for one in wishes}
    assert all(one.granted >= 0 and one.lacking >= 0 for one in shares)


@pytest.fixture
def small(db: None) -> SmallUnit:
    load_learner_kinds()
    load_pool_rules()
    return make_unit()


def _ask(small: SmallUnit, kind: str, learners: int) -> SeatClaim:
    return ask_for_seats(
        actor=small.head, unit=small.unit, kind=LearnerKind.objects.get(pk=kind), learners=learners,
        starts_on=FIRST, ends_before=LAST, note="Termin 8",
    )  # fmt: skip


def test_what_is_promised_to_a_group_is_no_seat_for_a_plan_any_more(small: SmallUnit) -> None:
    claim = _ask(small, "MED", 1)
    assert unit_capacity([small.unit.pk], [FIRST])[small.unit.pk][0].open == 2

    for _time in range(2):
        promise_seats(actor=small.head, claim=claim)

    assert unit_capacity([small.unit.pk], [FIRST])[small.unit.pk][0].open == Decimal("1.5")
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "unit.seats_asked", "unit.seats_promised",
    ]  # fmt: skip


def test_a_promise_beyond_the_seats_is_refused_with_the_week_and_nothing_is_held(small: SmallUnit) -> None:
    claim = _ask(small, "AT", 2)

    with pytest.raises(NotEnoughSeatsError, match=r"har 2 platser v\. 5 2027, och med det här löftet skulle 3"):
        promise_seats(actor=small.head, claim=claim)

    claim.refresh_from_db()
    assert claim.state == SeatClaim.State.ASKED


def test_students_against_doctors_is_shown_before_it_happens(small: SmallUnit) -> None:
    _ask(small, "ST", 1)
    _ask(small, "MED", 2)

    (conflict,) = conflicts_ahead(
        [small.unit], [KindRule("ST", 1), KindRule("MED", 2, percent=0, until_weeks_before=0)], TODAY
    )

    assert (conflict.starts_on, conflict.ends_before, conflict.seats) == (FIRST, LAST, 2)
    assert [(kind.pk, seats) for kind, seats in conflict.lacking] == [("MED", 1)]
    assert conflict.levels == ["basic"]


def test_a_claim_that_is_withdrawn_frees_what_it_held(small: SmallUnit) -> None:
    claim = promise_seats(actor=small.head, claim=_ask(small, "AT", 1))

    withdraw_claim(actor=small.head, claim=claim)

    assert unit_capacity([small.unit.pk], [FIRST])[small.unit.pk][0].open == 2


def test_who_neither_plans_nor_keeps_the_unit_asks_for_nothing_and_an_empty_period_is_refused(small: SmallUnit) -> None:
    stranger = person_with("placements.plan", at=UnitFactory.create().region)
    kind = LearnerKind.objects.get(pk="AT")

    with pytest.raises(PermissionDenied, match="can_ask_for_seats"):
        ask_for_seats(actor=stranger, unit=small.unit, kind=kind, learners=1, starts_on=FIRST, ends_before=LAST)
    with pytest.raises(EndsBeforeItStartsError):
        ask_for_seats(actor=small.head, unit=small.unit, kind=kind, learners=1, starts_on=FIRST, ends_before=FIRST)


def _decide(region: object, *rules: KindRule, valid_from: dt.date = TODAY) -> PoolRuleSet:
    return decide_pool(
        actor=person_with("placements.publish", at=region), organisation=region, rules=rules,  # type: ignore[arg-type]
        valid_from=valid_from, decided_by="Hälso- och sjukvårdsnämnden", source="",
    )  # fmt: skip


def test_a_regions_own_rules_go_before_the_common_ones_from_their_day_on_and_old_versions_stay(
    small: SmallUnit,
) -> None:
    region = small.unit.region
    assert rules_of(small.unit.organisation, TODAY).rule_set.organisation is None

    _decide(region, KindRule("MED", 1))
    _decide(region, KindRule("BT", 1), valid_from=FIRST)

    assert [one.kind_id for one in rules_of(small.unit.organisation, TODAY).rules] == ["MED"]
    assert [one.kind_id for one in rules_of(small.unit.organisation, FIRST).rules] == ["BT"]
    assert rules_of(OrganisationFactory.create(), TODAY).rule_set.organisation is None


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ((KindRule("BT", 1), KindRule("MED", 1)), "har båda plats 1"),
        ((KindRule("BT", 1, number=1, percent=10),), "både ett antal och en andel"),
        ((KindRule("BT", 1, percent=60), KindRule("MED", 2, percent=50)), "tillsammans 110 procent"),
    ],
)
def test_rules_that_contradict_each_other_are_refused_in_words(
    small: SmallUnit, rules: tuple[KindRule, ...], sentence: str
) -> None:
    with pytest.raises(PoolRulesWrongError, match=sentence):
        _decide(small.unit.region, *rules)


def test_a_page_asks_as_often_for_three_units_with_groups_as_for_one(
    client: Client, small: SmallUnit, django_assert_max_num_queries
) -> None:
    client.force_login(person_with("placements.view", "placements.plan", at=small.unit.region))
    _ask(small, "MED", 9)
    counts: dict[str, list[int]] = {}
    for _time in range(2):
        for route, arguments in (("pool", []), ("claims", [small.unit.organisation.code])):
            with django_assert_max_num_queries(50) as captured:
                assert client.get(reverse(f"supply:{route}", args=arguments)).status_code == 200
            counts.setdefault(route, []).append(len(captured))
        for _number in range(2):
            unit = UnitFactory.create(region=small.unit.region)
            for where in (unit, small.unit):
                SeatClaim.objects.create(unit=where, kind_id="AT", learners=9, starts_on=FIRST, ends_before=LAST)

    assert all(first == then for first, then in counts.values())


def test_a_proposed_order_is_tried_beside_the_one_that_holds_and_then_saved(client: Client, small: SmallUnit) -> None:
    region = small.unit.region
    client.force_login(person_with("placements.view", "placements.publish", at=region))
    _ask(small, "MED", 6)
    typed = {"valid_from": TODAY.isoformat(), "decided_by": "Nämnden", "source": "HSN 2027/12"}
    for place, kind in enumerate(LearnerKind.objects.order_by("sort_order"), start=1):
        typed |= {
            f"order_{kind.pk}": str(place),
            f"percent_{kind.pk}": "",
            f"number_{kind.pk}": "",
            f"weeks_{kind.pk}": "0",
        }
    address = reverse("supply:pool_decide", args=[region.code])

    tried = client.post(address, typed | {"preview": "1"}).content.decode()
    assert "Nu gällande" in tried
    assert "Ditt förslag" in tried
    assert not PoolRuleSet.objects.filter(organisation=region).exists()

    wrong = client.post(address, typed | {"order_BT": "1"})
    assert wrong.status_code == 422
    assert 'value="HSN 2027/12"' in wrong.content.decode()

    client.post(address, typed)
    page = client.get(reverse("supply:pool")).content.decode()
    assert "beslutad av Nämnden" in page
    assert "Ordningen i potten beslutades" in page


def test_asking_promising_and_withdrawing_on_the_page(client: Client, small: SmallUnit) -> None:
    client.force_login(small.head)
    address = reverse("supply:claims", args=[small.unit.organisation.code])
    asked = {"kind": "MED", "learners": "2", "starts_on": "2027-02-01", "last_day": "2027-02-28"}

    assert client.post(address, asked | {"learners": "0"}).status_code == 422
    client.post(address, asked)
    claim = SeatClaim.objects.get()
    act = reverse("supply:claim_act", args=[small.unit.organisation.code, claim.pk])
    client.post(act, {"promise": "1"})
    assert "lovade" in client.get(address).content.decode()
    client.post(act, {"withdraw": "1"})
    assert not SeatClaim.objects.exists()
