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
from tests.factories import AssumptionValueFactory, ScenarioFactory

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

    with django_assert_num_queries(5):  # session, person, roles, bell, scenarios
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


@pytest.mark.parametrize("name", ["forecast_pdf", "lost_weeks_pdf", "drivers_pdf", "ceilings_pdf"])
def test_a_board_paper_is_one_page_of_pdf(browser: Client, name: str) -> None:
    response = browser.get(reverse(f"dimensioning:{name}"), {"region": "REG-18"})

    assert response.content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", response.content)) <= 1  # page objects may lie in compressed streams


def test_the_heat_map_is_a_workbook_too(browser: Client) -> None:
    response = browser.get(reverse("dimensioning:forecast_export", args=["xlsx"]))

    assert response.content.startswith(b"PK")


def test_a_chosen_cell_takes_the_focus_and_leads_back_to_its_place_in_the_map(browser: Client) -> None:
    address = reverse("dimensioning:forecast_cell", args=["REG-20", "PSY", "2028Q1"])
    anchor = "cell-REG-20-PSY-2028Q1"

    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    page = browser.get(reverse("dimensioning:forecast"), {"region": "REG-20"}).content.decode()

    assert 'tabindex="-1" autofocus' in part
    assert f'href="#{anchor}"' in part
    assert f'id="{anchor}"' in page
    assert "autofocus" not in page  # the example in the panel does not take the focus when the page opens


@pytest.mark.parametrize(("key", "row"), [("graduates_factor", "at_queue"), ("licensed_per_year", "licensed")])
def test_the_first_two_sliders_change_who_waits(browser: Client, key: str, row: str) -> None:
    value = {"graduates_factor": "1,1", "licensed_per_year": "2700"}[key]

    answer = browser.get(reverse("dimensioning:scenario_try"), {f"a.{key}": value}, headers={"HX-Request": "true"})

    changed = {one.key: one for one in answer.context["figures"] if one.change}
    assert changed[row].change.startswith("+")
    assert changed[row].tone == "danger"


def test_the_base_case_is_the_same_on_the_sliders_and_in_the_comparison(browser: Client) -> None:
    alone = browser.get(reverse("dimensioning:scenario_base")).context["figures"]
    beside = browser.get(reverse("dimensioning:scenario_compare")).context["rows"]

    assert alone == [cells[0] for _label, cells in beside]


def test_a_scenario_in_the_comparison_leads_to_its_page(browser: Client) -> None:
    made = ScenarioFactory.create()

    shown = browser.get(reverse("dimensioning:scenario_compare"), {"s": made.pk}).content.decode()

    assert f'<a href="{reverse("dimensioning:scenario", args=[made.pk])}">{made.name}</a>' in shown
    assert f'<a href="{reverse("dimensioning:scenario_base")}">Grundfallet</a>' in shown


def test_the_comparison_is_a_file_too(browser: Client) -> None:
    made = ScenarioFactory.create()
    choice = {"s": made.pk}

    workbook = browser.get(reverse("dimensioning:scenario_compare_export", args=["xlsx"]), choice)
    lines = browser.get(reverse("dimensioning:scenario_compare_export", args=["csv"]), choice).content.decode()

    assert workbook.content.startswith(b"PK")
    assert f"Grundfallet;{made.name};{made.name}, mot grundfallet" in lines
    assert "Väntar på AT i slutet av 2030;personer;" in lines


def test_supervisors_time_is_a_file_too(browser: Client) -> None:
    address = reverse("dimensioning:supervision_export", args=["csv"])

    lines = browser.get(address, {"region": "REG-20"}).content.decode().splitlines()

    assert lines[0].startswith("\ufeffOmråde;2026 kv 1;")
    assert [line.partition(";")[0] for line in lines[1:]] == [
        "Psykiatrin", "Allmänmedicinen", "Internmedicinen", "Kirurgin", "Akutsjukvården", "Bedömningar per månad",
    ]  # fmt: skip


def test_the_chart_of_what_decides_is_saved_for_its_region_and_scenario(browser: Client) -> None:
    made = ScenarioFactory.create()
    shown = browser.get(reverse("dimensioning:drivers"), {"region": "REG-20", "scenario": made.pk})
    address = f"{reverse('dimensioning:drivers')}REG-20/{made.pk}/drivkrafter."

    assert shown.context["chart"].export_url == address
    assert browser.get(address + "svg").content.startswith(b"<svg")
    assert browser.get(address + "xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    "address", ["avgor/REG-99/0/drivkrafter.svg", "avgor/alla/0/drivkrafter.exe", "handledning/export.exe"]
)
def test_a_file_that_does_not_exist_is_not_found(browser: Client, address: str) -> None:
    assert browser.get(reverse("dimensioning:forecast") + address).status_code == 404


@pytest.mark.parametrize("page", ["shared", "lost_weeks"])
def test_a_saved_chart_is_that_of_the_chosen_scenario(browser: Client, page: str) -> None:
    longer = AssumptionValueFactory.create(key="bt_weeks_psy", value=13.0).scenario

    shown = browser.get(reverse(f"dimensioning:{page}"), {"scenario": longer.pk}).content.decode()
    base = browser.get(reverse(f"dimensioning:{page}")).content.decode()

    files = [re.search(r'href="([^"]+/(?:psykiatri|veckor)\.svg)"', text) for text in (shown, base)]
    saved = [browser.get(found[1]).content for found in files if found]
    assert len(saved) == 2
    assert saved[0] != saved[1]
