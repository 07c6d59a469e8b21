"""What a region decides that ceilings are counted by: patients per learner, and budgets."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.dimensioning.errors import BaseWrongError
from randa.dimensioning.models import AreaBudget, PatientNeed
from randa.dimensioning.queries.bases import need_on, read_bases
from randa.dimensioning.services.bases import register_budget, register_patient_need
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.dimensioning.forecast.test_pages import text_of
from tests.factories import (
    AreaBudgetFactory,
    LearnerKindFactory,
    PatientMeasureFactory,
    PatientNeedFactory,
    PlacementAreaFactory,
    person_with,
)

Country = dict[str, Organisation]
FROM, LATER = dt.date(2027, 1, 1), dt.date(2028, 1, 1)


@pytest.fixture
def decider(planned: Country) -> User:
    return person_with("dimensioning.view", "dimensioning.decide", at=planned["REG-20"])


@pytest.fixture
def need(planned: Country) -> dict[str, Any]:
    return {
        "region": planned["REG-20"], "area": PlacementAreaFactory.create(), "measure": PatientMeasureFactory.create(), "kind": None,
        "amount": Decimal(500), "starts_on": FROM, "source": "Dnr 1",
    }  # fmt: skip


@pytest.fixture
def budget(planned: Country) -> dict[str, Any]:
    return {
        "region": planned["REG-20"], "area": PlacementAreaFactory.create(), "year": 2027, "amount": 1_000_000,
        "week_cost": Decimal(8000), "covers": "Handledarnas tid", "source": "Dnr 2",
    }  # fmt: skip


def test_a_need_is_registered_with_where_it_was_decided_and_the_log_says_so(
    decider: User, need: dict[str, Any]
) -> None:
    made = register_patient_need(actor=decider, **need)

    assert (made.version, made.source, made.recorded_by) == (1, "Dnr 1", decider)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.after["amount"], event.after["version"]) == ("patient_need.registered", "500", 1)


def test_a_correction_is_a_new_version_that_counts_and_the_same_again_is_none(
    decider: User, need: dict[str, Any], budget: dict[str, Any]
) -> None:
    for amount in (500, 400, 400):
        register_patient_need(actor=decider, **(need | {"amount": Decimal(amount)}))
    for money in (1_000_000, 900_000, 900_000):
        register_budget(actor=decider, **(budget | {"amount": money}))

    assert list(PatientNeed.objects.order_by("version").values_list("version", "amount")) == [(1, 500), (2, 400)]
    assert list(AreaBudget.objects.order_by("version").values_list("version", "amount")) == [
        (1, 1_000_000),
        (2, 900_000),
    ]
    bases = read_bases(["REG-20"])
    assert bases.budgets["REG-20", "PSY"][2027].amount == 900_000
    held = need_on(bases.needs["REG-20", "PSY"]["visits"], "BT", LATER)
    assert held is not None
    assert held.amount == 400


def test_what_is_left_empty_takes_a_need_and_a_budget_away(
    decider: User, need: dict[str, Any], budget: dict[str, Any]
) -> None:
    for amount, cost in ((1_000_000, Decimal(8000)), (None, None)):
        register_budget(actor=decider, **(budget | {"amount": amount, "week_cost": cost}))
    register_patient_need(actor=decider, **need)
    register_patient_need(actor=decider, **(need | {"amount": None, "starts_on": LATER}))

    bases = read_bases(["REG-20"])
    rows = bases.needs["REG-20", "PSY"]["visits"]
    assert bases.budgets["REG-20", "PSY"] == {}
    assert (need_on(rows, "BT", LATER - dt.timedelta(days=1)) is None, need_on(rows, "BT", LATER)) == (False, None)


def test_a_need_of_its_own_goes_before_the_one_for_all_and_holds_from_its_day(planned: Country) -> None:
    region, student = planned["REG-20"], LearnerKindFactory.create(code="MED")
    PatientNeedFactory.create(region=region, starts_on=FROM, amount=500)
    PatientNeedFactory.create(region=region, starts_on=LATER, amount=100, kind=student)
    rows = read_bases(["REG-20"]).needs["REG-20", "PSY"]["visits"]

    found = [need_on(rows, kind, day) for kind, day in (("MED", FROM), ("MED", LATER), ("BT", LATER))]

    assert [one.amount for one in found if one] == [500, 100, 500]
    assert need_on(rows, "BT", FROM - dt.timedelta(days=1)) is None


def test_a_kind_whose_own_need_is_withdrawn_is_counted_by_that_of_all(planned: Country) -> None:
    region, student = planned["REG-20"], LearnerKindFactory.create(code="MED")
    PatientNeedFactory.create(region=region, starts_on=FROM, amount=500)
    PatientNeedFactory.create(region=region, starts_on=FROM, amount=100, kind=student)
    PatientNeedFactory.create(region=region, starts_on=LATER, amount=None, kind=student)
    rows = read_bases(["REG-20"]).needs["REG-20", "PSY"]["visits"]

    found = [need_on(rows, "MED", day) for day in (FROM, LATER)]

    assert [one.amount for one in found if one] == [100, 500]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": None}, "amount"),
        ({"week_cost": None}, "week_cost"),
        ({"amount": -1}, "amount"),
        ({"week_cost": Decimal(0)}, "week_cost"),
        ({"covers": " "}, "covers"),
        ({"source": " "}, "source"),
    ],
)
def test_money_that_cannot_be_a_ceiling_is_refused_at_its_field(
    decider: User, budget: dict[str, Any], wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(BaseWrongError) as refusal:
        register_budget(actor=decider, **(budget | wrong))

    assert (refusal.value.field, AreaBudget.objects.count()) == (field, 0)


@pytest.mark.parametrize(("wrong", "field"), [({"amount": Decimal(0)}, "amount"), ({"source": ""}, "source")])
def test_a_need_that_cannot_be_counted_by_is_refused_at_its_field(
    decider: User, need: dict[str, Any], wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(BaseWrongError) as refusal:
        register_patient_need(actor=decider, **(need | wrong))

    assert refusal.value.field == field


def test_only_who_decides_the_regions_posts_registers(
    planned: Country, need: dict[str, Any], budget: dict[str, Any]
) -> None:
    neighbour = person_with("dimensioning.view", "dimensioning.decide", at=planned["REG-18"])
    planner = person_with("dimensioning.view", "dimensioning.edit", at=planned["REG-20"])

    for actor in (neighbour, planner):
        with pytest.raises(PermissionDenied, match="can_decide_bases_of"):
            register_patient_need(actor=actor, **need)
        with pytest.raises(PermissionDenied, match="can_decide_bases_of"):
            register_budget(actor=actor, **budget)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"amount": -1}, "amount_check"),
        ({"week_cost": 0}, "week_cost_is_above_nought"),
        ({"amount": None}, "budget_has_both_or_neither"),
        ({"source": ""}, "budget_has_a_source"),
        ({"year": 1900}, "budget_year_is_plausible"),
        ({}, "budget_version_once"),
    ],
)
def test_the_database_refuses_a_budget_that_cannot_be(planned: Country, wrong: dict[str, Any], constraint: str) -> None:
    AreaBudgetFactory.create(region=planned["REG-20"])

    with pytest.raises(IntegrityError, match=constraint):
        AreaBudgetFactory.create(region=planned["REG-20"], **wrong)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"amount": 0}, "patient_need_is_above_nought"),
        ({"source": ""}, "patient_need_has_a_source"),
        ({}, "patient_need_version_once"),
    ],
)
def test_the_database_refuses_a_need_that_cannot_be(planned: Country, wrong: dict[str, Any], constraint: str) -> None:
    PatientNeedFactory.create(region=planned["REG-20"])

    with pytest.raises(IntegrityError, match=constraint):
        PatientNeedFactory.create(region=planned["REG-20"], **wrong)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_three_versions_as_for_one(
    client: Client, planned: Country, planner: User, django_assert_num_queries: Callable[..., Any], rows: int
) -> None:
    for version in range(1, rows + 1):
        PatientNeedFactory.create(region=planned["REG-20"], version=version)
        AreaBudgetFactory.create(region=planned["REG-18"], version=version)
    client.force_login(planner)

    with django_assert_num_queries(7):  # session, person, roles, bell, regions, needs, budgets
        client.get(reverse("dimensioning:bases"))


def test_the_list_shows_every_version_and_the_form_is_for_those_who_decide(
    client: Client, planned: Country, planner: User, decider: User
) -> None:
    AreaBudgetFactory.create(region=planned["REG-20"])
    AreaBudgetFactory.create(region=planned["REG-20"], version=2, amount=None, week_cost=None)
    PatientNeedFactory.create(region=planned["REG-18"])

    client.force_login(planner)
    shown = text_of(client.get(reverse("dimensioning:bases"), {"region": "REG-20"}))
    assert "2027 1 000 000 10 000 100 1 Handledarnas tid Dnr 2" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "ingen budget längre" in shown
    assert "500 besök per år" not in shown  # of another region
    assert "Registrera budget" not in shown
    assert client.get(reverse("dimensioning:budget_new")).status_code == 403
    client.force_login(decider)
    assert "Registrera budget" in text_of(client.get(reverse("dimensioning:bases")))


def test_a_budget_is_registered_on_the_page_and_what_it_suffices_for_is_said(
    client: Client, decider: User, budget: dict[str, Any]
) -> None:
    client.force_login(decider)
    address = reverse("dimensioning:budget_new")
    typed = {"region": budget["region"].pk, "area": "PSY", "year": "2027", "amount": "1000000", "week_cost": "8000,50"}

    refused = client.post(address, typed | {"source": "Dnr 2", "covers": ""})
    assert (refused.status_code, "Skriv vad kostnaden täcker" in refused.content.decode()) == (422, True)
    done = client.post(address, typed | {"source": "Dnr 2", "covers": "Handledarnas tid"}, follow=True)

    assert "Budgeten räcker till 125 platsveckor." in text_of(done)
    assert AreaBudget.objects.get().week_cost == Decimal("8000.50")


def test_nobody_chooses_a_region_that_is_not_theirs(
    client: Client, planned: Country, decider: User, budget: dict[str, Any]
) -> None:
    client.force_login(decider)

    refused = client.post(
        reverse("dimensioning:budget_new"),
        {
            "region": planned["REG-18"].pk,
            "area": "PSY",
            "year": "2027",
            "amount": "1",
            "week_cost": "1",
            "covers": "x",
            "source": "y",
        },
    )

    assert (refused.status_code, AreaBudget.objects.count()) == (422, 0)


def test_a_need_is_registered_on_the_page(client: Client, decider: User, need: dict[str, Any]) -> None:
    client.force_login(decider)
    typed = {
        "region": need["region"].pk, "area": "PSY", "measure": "visits", "kind": "", "amount": "450,5", "starts_on": "2027-01-01",
        "source": "Dnr 1",
    }  # fmt: skip

    assert client.post(reverse("dimensioning:need_new"), typed | {"amount": "0"}).status_code == 422
    assert client.post(reverse("dimensioning:need_new"), typed).status_code == 302
    assert PatientNeed.objects.get().amount == Decimal("450.5")
