"""The pages about rules."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.reference import readers
from randa.regulations.labels import LABELS
from randa.regulations.models import Rule, RuleSet
from randa.regulations.remarks import REMARKS
from tests.factories import RuleFactory, RuleSetFactory, UserFactory

pytestmark = pytest.mark.django_db
MARK = "overifierad uppgift"


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(UserFactory.create())
    return client


def _page(client: Client, name: str, *args: int, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_unverified_rule_is_marked(reference: None, signed_in: Client) -> None:
    national = RuleSet.objects.get(organisation=None)
    expected = Rule.objects.filter(rule_set=national, provenance="c").count()
    assert expected

    page = _page(signed_in, "regulations:detail", national.pk, size="all")

    assert page.split("<tbody>")[1].count(MARK) == expected


def test_the_unverified_base_of_each_branch_is_marked(reference: None, signed_in: Client) -> None:
    page = _page(signed_in, "regulations:specialities", size="all")

    assert page.split("<tbody>")[1].count(MARK) == 8


def test_every_rule_and_remark_of_the_reference_data_has_words() -> None:
    rules = [*readers.rules(), *(rule for one in readers.rule_sets() for rule in one.rules)]

    assert {rule.key for rule in rules} - set(LABELS) == set()
    assert {rule.note for rule in rules} - set(REMARKS) - {""} == set()


def test_two_rule_sets_stand_side_by_side_and_their_difference_is_named(signed_in: Client) -> None:
    left = RuleFactory.create(key="at.norm_months", value=21, unit="months").rule_set
    right = RuleFactory.create(key="at.norm_months", value=18, unit="months").rule_set

    page = _page(signed_in, "regulations:compare", left=str(left.pk), right=str(right.pk))

    assert "1 gemensam regel skiljer sig" in page
    assert page.index("21 månader") < page.index("18 månader")


def test_a_rule_set_is_not_compared_with_itself(signed_in: Client) -> None:
    one = RuleSetFactory.create()

    page = _page(signed_in, "regulations:compare", left=str(one.pk), right=str(one.pk))

    assert "Välj två olika regelverk." in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_rule_set_runs_as_many_queries_for_three_rules_as_for_one(
    signed_in: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rule_set = RuleSetFactory.create()
    RuleFactory.create_batch(count, rule_set=rule_set)

    with django_assert_num_queries(8):  # session, person, roles, bell, rule set, rules, the version before, history
        _page(signed_in, "regulations:detail", rule_set.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_runs_as_many_queries_for_three_sets_as_for_one(
    signed_in: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    RuleSetFactory.create_batch(count)

    with django_assert_num_queries(6):  # session, person, roles, bell, count, rows
        page = _page(signed_in, "regulations:list")
    assert page.count('<th scope="row"') == count


@pytest.mark.parametrize("name", ["list", "regulations", "objectives", "specialities"])
def test_each_list_opens_with_the_reference_data(reference: None, signed_in: Client, name: str) -> None:
    assert "<tbody>" in _page(signed_in, f"regulations:{name}")
