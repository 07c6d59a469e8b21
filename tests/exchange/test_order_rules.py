"""A healthcare region's own order: proposed by any of its regions, decided for all, never changing what was offered before."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.clock import today
from randa.core.errors import InvalidInputError
from randa.core.notifications.models import Notification
from randa.exchange.errors_queues import OrderRuleNotOpenError, OrderRuleOverlapsError, OrderRulePassedError
from randa.exchange.models import OrderRule, QueueOffer, QueuePlace
from randa.exchange.queries.queues.picture import picture_of, rule_of
from randa.exchange.queries.queues.rules import effects_of, versions_of
from randa.exchange.services.bidding import end_inquiry
from randa.exchange.services.queues.ruling import Order, decide_order, propose_order, take_back_order
from randa.people.models import User
from tests.exchange.queues import WEEK, QueueWorld, left, offer_to, put_in, queue_world
from tests.exchange.world import ANSWERS, ASKS, TODAY
from tests.factories import OrderRuleFactory, OrganisationFactory, person_with

pytestmark = pytest.mark.django_db
FROM = TODAY + 2 * WEEK


def _order(day: dt.date = FROM, **values: Any) -> Order:
    plain = {
        "steps": ["waiting", "account"], "deadline_weeks": 8, "waiting_weeks": 4, "account_weeks": 104, "answer_days": 7,
        "refusals_kept": 0,
    }  # fmt: skip
    return Order(day, **plain | values)


def _proposed(world: QueueWorld, day: dt.date = FROM, **values: Any) -> OrderRule:
    return propose_order(
        actor=world.coordinator, healthcare_region=world.healthcare_region, order=_order(day, **values), source="", today=TODAY
    )  # fmt: skip


def _decider(world: QueueWorld) -> User:
    return person_with(*ANSWERS, at=world.healthcare_region)


def _decided(world: QueueWorld, day: dt.date = FROM, **values: Any) -> OrderRule:
    return decide_order(
        actor=_decider(world), rule=_proposed(world, day, **values), decided_by="Samverkansnämnden",
        source="Protokoll 4 § 14", today=TODAY,
    )  # fmt: skip


def test_a_proposal_changes_nothing_and_a_decision_holds_from_its_day_with_its_source() -> None:
    world = queue_world()
    region = world.healthcare_region

    rule = _proposed(world)
    assert rule_of(region.pk, FROM).healthcare_region is None

    decide_order(
        actor=_decider(world), rule=rule, decided_by="Samverkansnämnden", source="Protokoll 4 § 14", today=TODAY
    )

    assert rule_of(region.pk, FROM - dt.timedelta(days=1)).healthcare_region is None
    held = rule_of(region.pk, FROM)
    assert (held, held.provenance, held.source, held.decided_by) == (rule, "a", "Protokoll 4 § 14", "Samverkansnämnden")
    events = AuditEvent.objects.filter(object_type="exchange.orderrule").order_by("pk")
    assert [one.action for one in events] == ["order_rule.proposed", "order_rule.decided"]
    assert Notification.objects.filter(recipient=world.coordinator, title__startswith="Köerna i Provets").exists()


def test_one_region_alone_proposes_but_does_not_decide_and_others_do_neither() -> None:
    world = queue_world()
    rule = _proposed(world)

    with pytest.raises(PermissionDenied):
        decide_order(actor=world.coordinator, rule=rule, decided_by="Vi", source="Här", today=TODAY)
    for actor in (world.homes[0].planner, person_with(*ANSWERS, at=OrganisationFactory.create())):
        with pytest.raises(PermissionDenied):
            propose_order(
                actor=actor, healthcare_region=world.healthcare_region, order=_order(), source="", today=TODAY
            )


def test_who_answers_for_every_region_decides() -> None:
    world = queue_world(homes=0)

    rule = decide_order(actor=world.coordinator, rule=_proposed(world), decided_by="Nämnden", source="§ 1", today=TODAY)

    assert rule.state == "decided"


@pytest.mark.parametrize("day", [FROM, FROM - WEEK])
def test_a_version_that_would_lie_over_a_decided_one_is_refused(day: dt.date) -> None:
    world = queue_world()
    earlier = _proposed(world, day, answer_days=9)
    _decided(world)

    with pytest.raises(OrderRuleOverlapsError, match=FROM.isoformat()):
        _proposed(world, day)
    with pytest.raises(OrderRuleOverlapsError):
        decide_order(actor=_decider(world), rule=earlier, decided_by="Nämnden", source="§ 2", today=TODAY)


@pytest.mark.parametrize("day", [TODAY, TODAY - WEEK])
def test_no_version_reaches_back_over_offers_that_may_have_been_made(day: dt.date) -> None:
    world = queue_world()

    with pytest.raises(OrderRulePassedError):
        _proposed(world, day)


@pytest.mark.parametrize("wrong", [{"steps": []}, {"steps": ["waiting", "waiting"]}, {"answer_days": 0}])
def test_an_order_without_steps_with_one_twice_or_without_days_is_refused(wrong: dict[str, Any]) -> None:
    world = queue_world()

    with pytest.raises(InvalidInputError):
        _proposed(world, **wrong)


@pytest.mark.parametrize(("who", "where"), [("", "§ 1"), ("Nämnden", " ")])
def test_a_decision_says_who_decided_and_where_it_is_written(who: str, where: str) -> None:
    world = queue_world()

    with pytest.raises(InvalidInputError):
        decide_order(actor=_decider(world), rule=_proposed(world), decided_by=who, source=where, today=TODAY)


def test_the_same_proposal_and_decision_again_are_the_ones_there_are() -> None:
    world = queue_world()
    rule = _proposed(world)

    assert _proposed(world) == rule
    for _time in range(2):
        decide_order(actor=_decider(world), rule=rule, decided_by="Nämnden", source="§ 1", today=TODAY)
    assert AuditEvent.objects.filter(object_type="exchange.orderrule").count() == 2


def test_a_decision_is_taken_back_until_it_holds_and_then_a_day_is_free_again() -> None:
    world = queue_world()
    rule = _decided(world)

    with pytest.raises(PermissionDenied):
        take_back_order(actor=world.coordinator, rule=rule, reason="Ångrar oss", today=TODAY)
    with pytest.raises(OrderRuleNotOpenError):
        take_back_order(actor=_decider(world), rule=rule, reason="För sent", today=FROM)
    taken = take_back_order(actor=_decider(world), rule=rule, reason="Nämnden ändrade sig", today=TODAY)

    assert (taken.state, rule_of(world.healthcare_region.pk, FROM).healthcare_region) == ("withdrawn", None)
    assert _decided(world, answer_days=9).valid_from == FROM


def test_an_offer_keeps_the_rule_it_was_made_under() -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)
    left(world)
    OrderRuleFactory.create(healthcare_region=world.healthcare_region, valid_from=TODAY, refusals_kept=0)

    end_inquiry(actor=home.planner, inquiry=offer_to(place), reason="Är på kurs", today=TODAY)

    offer = QueueOffer.objects.get(place=place)
    assert offer.rule is not None
    assert offer.rule.healthcare_region is None
    kept = QueuePlace.objects.get(pk=place.pk)
    assert (kept.refusals, kept.queued_on) == (1, place.queued_on), "the common rule lets one say no once"


@pytest.mark.parametrize("change", [{"answer_days": 1}, {"source": "Annat"}, {"valid_from": FROM + WEEK}])
def test_the_database_refuses_to_change_what_was_decided(change: dict[str, Any]) -> None:
    rule = _decided(queue_world())

    with pytest.raises(DatabaseError, match="order_rule"), transaction.atomic():
        OrderRule.objects.filter(pk=rule.pk).update(**change)
    with pytest.raises(DatabaseError, match="order_rule"), transaction.atomic():
        rule.delete()


def test_versions_say_how_long_each_holds() -> None:
    world = queue_world()
    region = world.healthcare_region
    now = OrderRuleFactory.create(healthcare_region=region, valid_from=TODAY - WEEK)
    before = OrderRuleFactory.create(healthcare_region=region, valid_from=TODAY - 9 * WEEK)
    later, proposal = _decided(world), _proposed(world, FROM + WEEK)

    found = versions_of(region, TODAY)

    assert [(one.rule, one.until, one.holds) for one in found] == [
        (now, FROM - dt.timedelta(days=1), True),
        (later, None, False),
        (proposal, None, False),
        (before, TODAY - WEEK - dt.timedelta(days=1), False),
    ]


def test_the_common_rule_stands_first_until_the_region_has_its_own() -> None:
    world = queue_world()

    assert [one.is_common for one in versions_of(world.healthcare_region, TODAY)] == [True]
    _decided(world)
    assert [(one.is_common, one.until) for one in versions_of(world.healthcare_region, TODAY)] == [
        (True, FROM - dt.timedelta(days=1)),
        (False, None),
    ]


def test_a_proposal_shows_who_would_stand_elsewhere() -> None:
    world = queue_world()
    first, second = world.homes
    put_in(world, first, day=TODAY - 9 * WEEK)  # has waited longest
    put_in(world, second, last=TODAY + 20 * WEEK)  # must begin soonest, and is first today

    (effect,) = effects_of(_proposed(world), TODAY)

    assert (effect.now, effect.then) == (["Region Hemlän 2", "Region Hemlän 1"], ["Region Hemlän 1", "Region Hemlän 2"])
    assert effect.moved == 2
    assert [one.position for one in picture_of(world.queue, TODAY).standings] == [1, 2], "only tried"


def _open(client: Client, actor: User, name: str, *arguments: object) -> Any:
    client.force_login(actor)
    return client.get(reverse(f"exchange:{name}", args=arguments))


def test_the_page_of_another_healthcare_region_does_not_exist(client: Client) -> None:
    world = queue_world()
    stranger = person_with(*ANSWERS, *ASKS, at=OrganisationFactory.create())

    for name in ("order_rules", "order_rule_new"):
        assert _open(client, stranger, name, world.healthcare_region.code).status_code == 404


def test_the_form_opens_with_what_holds_and_a_wrong_day_is_refused_at_its_field(client: Client) -> None:
    world = queue_world()
    form = _open(client, world.coordinator, "order_rule_new", world.healthcare_region.code)
    assert 'name="answer_days" value="14"' in form.content.decode()

    values = {
        "first": "waiting", "second": "", "third": "", "deadline_weeks": 8, "waiting_weeks": 4, "account_weeks": 52,
        "answer_days": 7, "refusals_kept": 0, "valid_from": today().isoformat(), "source": "",
    }  # fmt: skip
    address = reverse("exchange:order_rule_new", args=[world.healthcare_region.code])
    refused = client.post(address, values)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["valid_from"])

    made = client.post(address, values | {"valid_from": (today() + WEEK).isoformat()})
    assert made.status_code == 302
    assert OrderRule.objects.get(state="proposed").steps == ["waiting"]


def test_only_the_co_ordinator_of_the_healthcare_region_is_shown_the_decision(client: Client) -> None:
    world = queue_world()
    rule = _proposed(world)

    theirs = _open(client, world.coordinator, "order_rule", world.healthcare_region.code, rule.pk).content.decode()
    own = _open(client, _decider(world), "order_rule", world.healthcare_region.code, rule.pk).content.decode()

    assert "Beslutad av" not in theirs
    assert "Den som samordnar hela" in theirs
    assert "Beslutad av" in own


@pytest.mark.parametrize("count", [1, 3])
def test_the_versions_take_as_many_queries_for_three_as_for_one(
    client: Client, django_assert_num_queries: Callable[..., Any], count: int
) -> None:
    world = queue_world()
    for number in range(count):
        _proposed(world, FROM + number * WEEK)
    client.force_login(world.coordinator)

    with django_assert_num_queries(8):  # session, person, roles, bell, region; versions; may one propose
        client.get(reverse("exchange:order_rules", args=[world.healthcare_region.code]))
