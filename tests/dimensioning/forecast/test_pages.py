"""The pages: what they say, that they refuse wrong input in words, and how many queries they take."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from randa.dimensioning.models import Scenario
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import ScenarioFactory

Country = dict[str, Organisation]


@pytest.fixture
def browser(client: Client, planner: User) -> Client:
    client.force_login(planner)
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("count", [1, 4])
def test_the_heat_map_takes_as_many_queries_whatever_the_number_of_scenarios(
    browser: Client, django_assert_max_num_queries: Callable[..., Any], count: int
) -> None:
    ScenarioFactory.create_batch(count)

    with django_assert_max_num_queries(20):
        assert browser.get(reverse("dimensioning:forecast")).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_scenarios_takes_as_many_queries_for_four_as_for_one(
    browser: Client, django_assert_num_queries: Callable[..., Any], count: int
) -> None:
    ScenarioFactory.create_batch(count)

    with django_assert_num_queries(4):  # session, person, roles, scenarios
        response = browser.get(reverse("dimensioning:scenarios"))
    assert response.content.decode().count('name="s"') == count


def test_a_cell_answers_as_a_part_for_htmx_and_as_a_page_without(browser: Client) -> None:
    address = reverse("dimensioning:forecast_cell", args=["REG-20", "PSY", "2028Q1"])

    assert "<html" not in browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in browser.get(address).content.decode()


@pytest.mark.parametrize(
    "place", [("REG-99", "PSY", "2028Q1"), ("REG-20", "VAL", "2028Q1"), ("REG-20", "PSY", "2050Q1")]
)
def test_a_cell_that_does_not_exist_is_not_found(browser: Client, place: tuple[str, str, str]) -> None:
    assert browser.get(reverse("dimensioning:forecast_cell", args=place)).status_code == 404


def test_a_slider_out_of_its_span_is_refused_in_words_and_the_rest_is_counted(browser: Client) -> None:
    values = {"a.part_time_share": "7", "a.bt_weeks_psy": "10,5"}

    shown = text_of(browser.get(reverse("dimensioning:scenario_try"), values, headers={"HX-Request": "true"}))

    assert "ska vara mellan 0,00 och 1,00" in shown
    assert "Mot grundfallet" in shown


def test_what_was_tried_can_be_saved_and_a_refusal_keeps_the_typed_values(browser: Client) -> None:
    address = reverse("dimensioning:scenario_create")

    refused = browser.post(address, {"name": "", "a.bt_weeks_psy": "10,5"})
    assert refused.status_code == 400
    assert 'value="10,5"' in refused.content.decode()
    assert browser.post(address, {"name": "Kortare", "a.bt_weeks_psy": "10,5"}).status_code == 302
    assert Scenario.objects.get().values.get().value == 10.5


def test_scenarios_stand_side_by_side_with_the_base_case(browser: Client) -> None:
    made = ScenarioFactory.create_batch(2)

    shown = text_of(browser.get(reverse("dimensioning:scenario_compare"), {"s": [one.pk for one in made]}))

    assert all(one.name in shown for one in made)
    assert "Grundfallet" in shown


def test_the_lost_weeks_of_orebro_are_on_the_page(browser: Client) -> None:
    shown = text_of(browser.get(reverse("dimensioning:lost_weeks"), {"region": "REG-18"}))

    assert "+138 (−4 … +279)" in shown
    assert "−276 (−475 … −76)" in shown
    assert "−738" in shown


@pytest.mark.parametrize("name", ["forecast_pdf", "lost_weeks_pdf", "drivers_pdf"])
def test_a_board_paper_is_one_page_of_pdf(browser: Client, name: str) -> None:
    response = browser.get(reverse(f"dimensioning:{name}"), {"region": "REG-18"})

    assert response.content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", response.content)) <= 1  # page objects may lie in compressed streams


def test_the_heat_map_is_a_workbook_too(browser: Client) -> None:
    response = browser.get(reverse("dimensioning:forecast_export", args=["xlsx"]))

    assert response.content.startswith(b"PK")
