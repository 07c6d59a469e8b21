"""What holds in a region today, where each rule comes from, and what changes on a coming day."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from randa.organisations.models import Organisation
from randa.regulations.effective import rule_for
from randa.regulations.models import Rule, RuleSet
from randa.regulations.queries_region import HeldRule, RegionRules, rules_of_region
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RuleFactory,
    RuleSetFactory,
    UnitFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TODAY, LATER = dt.date(2026, 12, 1), dt.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY


def _rule(rule_set: RuleSet, value: Any, key: str = "bt.norm_months", **values: Any) -> Rule:
    return RuleFactory.create(rule_set=rule_set, key=key, value=value, unit="months", **values)


def _version(region: Organisation | None, version: int = 1, **values: Any) -> RuleSet:
    return RuleSetFactory.create(organisation=region, name="Egna", version=version, **values)


def _rows(held: RegionRules) -> dict[str, HeldRule]:
    return {row.rule.key: row for group in held.groups for row in group.rows}


def test_each_rule_says_whether_it_is_the_regions_own_its_healthcare_regions_or_the_nations() -> None:
    membership = MembershipFactory.create()
    region = membership.region
    nation, shared, own = _version(None), _version(membership.healthcare_region), _version(region)
    for key in ("bt.min_months", "bt.norm_months", "at.norm_months"):
        _rule(nation, 6, key)
    _rule(shared, 12)
    _rule(shared, 18, "at.norm_months")
    _rule(own, 21, "at.norm_months")

    rows = _rows(rules_of_region(region, TODAY))

    assert {key: (row.origin, row.value, row.instead_of) for key, row in rows.items()} == {
        "bt.min_months": ("nation", "6 månader", None),
        "bt.norm_months": ("shared", "12 månader", None),
        "at.norm_months": ("own", "21 månader", "18 månader"),
    }


def test_a_version_holds_until_the_next_one_begins_also_for_rules_that_the_next_one_leaves_out() -> None:
    region = OrganisationFactory.create(kind="region")
    before = _version(region, 1)
    _rule(before, 18)
    _rule(before, 4, "bt.acute_min_months")
    kept = _rule(_version(region, 2, valid_from=LATER), 12)

    last_day = LATER - dt.timedelta(days=1)
    assert rule_for(region, "bt.norm_months", last_day).value == 18  # type: ignore[union-attr]
    assert rule_for(region, "bt.norm_months", LATER) == kept
    assert rule_for(region, "bt.acute_min_months", last_day) is not None
    assert rule_for(region, "bt.acute_min_months", LATER) is None


def test_what_changes_later_is_said_by_day_and_what_has_been_is_not() -> None:
    region = OrganisationFactory.create(kind="region")
    _rule(_version(None), 6)
    first = _version(region, 1, valid_from=dt.date(2025, 1, 1))
    _rule(first, 18)
    _rule(first, 2, "st.assessments_per_year_min", valid_before=dt.date(2026, 6, 1))
    second = _version(region, 2, valid_from=LATER)
    _rule(second, 12)
    _rule(second, 4, "bt.acute_min_months", valid_from=dt.date(2027, 9, 1))
    _version(region, 3, valid_from=dt.date(2028, 1, 1))

    coming = rules_of_region(region, TODAY).coming

    assert [(one.day, [(change.key, change.before, change.after) for change in one.changes]) for one in coming] == [
        (LATER, [("bt.norm_months", "18 månader", "12 månader")]),
        (dt.date(2027, 9, 1), [("bt.acute_min_months", None, "4 månader")]),
        (
            dt.date(2028, 1, 1),
            [("bt.acute_min_months", "4 månader", None), ("bt.norm_months", "12 månader", "6 månader")],
        ),
    ]


def test_the_page_says_where_a_rule_comes_from_and_marks_what_is_unverified(client: Client) -> None:
    region = OrganisationFactory.create(kind="region", name="Region Provlän")
    _rule(_version(None), 6, paragraph="4 kap. 1 §", provenance="a")
    _rule(_version(region), 9, "quality.smallest_group", provenance="c")
    client.force_login(UserFactory.create())

    page = client.get(reverse("regulations:region", args=[region.code])).content.decode()

    assert page.count("overifierad uppgift") == 1
    for words in ("4 kap. 1 §", "Egen regel", "2 regler, varav 1 egna och 1 overifierade", "Ingen ändring är beslutad"):
        assert words in page


def test_only_regions_have_such_a_page(client: Client) -> None:
    client.force_login(UserFactory.create())

    answer = client.get(reverse("regulations:region", args=[OrganisationFactory.create(kind="hospital").code]))

    assert answer.status_code == 404


def test_the_nations_rules_are_read_in_the_reference_data(reference: None, client: Client) -> None:
    client.force_login(UserFactory.create())

    page = client.get(reverse("regulations:region", args=["REG-20"])).content.decode()

    for words in ("Kortaste BT", "4 kap. 1 §", "21 månader", "Dalarna, version 1"):
        assert words in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_region_runs_as_many_queries_for_three_rules_and_versions_as_for_one(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    region = OrganisationFactory.create(kind="region")
    for version in range(1, count + 1):
        day = TODAY + dt.timedelta(days=30 * (version - 1))
        RuleFactory.create_batch(count, rule_set=_version(region, version, valid_from=day))
    client.force_login(UserFactory.create())

    with django_assert_num_queries(8):  # session, person, roles, bell, region, healthcare regions, rules, versions
        client.get(reverse("regulations:region", args=[region.code]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_regions_runs_as_many_queries_for_three_as_for_one(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    OrganisationFactory.create_batch(count, kind="region")
    client.force_login(UserFactory.create())

    with django_assert_num_queries(6):  # session, person, roles, bell, count, rows
        page = client.get(reverse("regulations:regions")).content.decode()
    assert page.count('<th scope="row"') == count


def test_the_page_leads_to_the_rules_that_have_a_page_of_their_own_and_only_to_those_one_may_open(
    reference: None, client: Client
) -> None:
    dalarna = Organisation.objects.get(code="REG-20")
    UnitFactory.create(organisation__parent=dalarna, region=dalarna)
    reader = person_with("dimensioning.view", "placements.view", "exchange.view", at=dalarna)
    labels = ["Patientunderlag och budget", "Vem som går först i den gemensamma potten", "Ordningen i köerna i"]

    shown = {}
    for who in (reader, UserFactory.create()):
        client.force_login(who)
        shown[who] = client.get(reverse("regulations:region", args=["REG-20"]))

    pages = shown[reader].context["elsewhere"]
    assert [label in page.label for label, page in zip(labels, pages, strict=True)] == [True] * 3
    assert "Regler på egna sidor" not in shown[who].content.decode()
    client.force_login(reader)
    assert [client.get(page.url).status_code for page in pages] == [200] * 3
