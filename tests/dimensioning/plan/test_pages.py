"""The pages of the plan and the overview."""

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.dimensioning.loader import load_dimensioning_reference, load_published_plan
from randa.dimensioning.models import PlanInput, PlannedPosts, PlanRevision
from randa.dimensioning.queries.figures import country as read_country
from randa.dimensioning.queries.overview import overview_of
from randa.dimensioning.queries.table import plan_grid
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import person_with

Country = dict[str, Organisation]
PLAN = reverse("dimensioning:plan")


@pytest.fixture
def plan(country: Country) -> Country:
    load_dimensioning_reference()
    load_published_plan()
    return country


@pytest.fixture
def manager(plan: Country) -> User:
    return person_with("dimensioning.view", "dimensioning.edit", at=plan["REG-20"])


def boxes(html: str) -> int:
    return html.count('class="cell-input"')


def test_the_overview_says_whether_the_plan_fits_the_need(client: Client, manager: User) -> None:
    client.force_login(manager)

    html = client.get(reverse("dimensioning:overview")).content.decode()

    for text in (
        "523 BT-tjänster 2030",
        "21,8\xa0% (523/2\xa0400)",
        "20,4 %",
        "34 fler",
        "Planen räcker från 2029",
        "18,5 %",
        "+79",
    ):
        assert text in html, text


def test_the_overview_finds_the_cliff_and_the_rates_that_do_not_add_up(plan: Country) -> None:
    found = overview_of(read_country())

    assert found.deepest_drop == (2027, 303, 499)
    assert {row.facts.short for row in found.deviating} == {"Dalarna", "Gävleborg", "Värmland", "Västmanland"}
    assert [one.difference for one in found.years] == [-354, -226, -38, 30, 34]


def test_the_overview_of_a_region_compares_with_its_own_share(plan: Country) -> None:
    nation = read_country()

    found = overview_of(nation, region=nation.region("REG-20"))

    assert (found.last.posts, found.last.fair_part, found.last.difference) == (80, 65, 15)
    assert found.printed_share is None


def test_an_unknown_region_has_no_overview(client: Client, manager: User) -> None:
    client.force_login(manager)

    assert client.get(reverse("dimensioning:region", args=["REG-99"])).status_code == 404


def test_the_board_paper_is_one_tagged_page_with_the_answer(client: Client, manager: User) -> None:
    client.force_login(manager)

    document = pypdf.PdfReader(io.BytesIO(client.get(reverse("dimensioning:overview_pdf", args=["alla"])).content))

    assert len(document.pages) == 1
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert document.root_object["/Lang"] == "sv"
    assert "523 BT-tjänster" in document.pages[0].extract_text()


@pytest.mark.parametrize("file_format", ["png", "svg", "xlsx"])
def test_every_chart_of_the_overview_can_be_taken_away(client: Client, manager: User, file_format: str) -> None:
    client.force_login(manager)

    for key in ("at-bt", "per-100k"):
        assert client.get(reverse("dimensioning:overview_chart", args=["alla", key, file_format])).status_code == 200


def test_only_ones_own_region_has_boxes_to_type_in(client: Client, manager: User) -> None:
    client.force_login(manager)

    html = client.get(PLAN).content.decode()

    assert boxes(html) == 4 * 5  # four post types of Dalarna in five years
    assert 'name="REG-20:2027:BTF" value="50"' in html
    assert 'data-cell="REG-03:2027:BTF"' in html


def test_per_100_000_and_the_nations_need_follow_from_the_cells(plan: Country, manager: User) -> None:
    grid = plan_grid(viewer=manager, nation=read_country(), years=(2030,), kinds=("BT",))
    dalarna, together = grid.groups[0], grid.groups[-1]

    assert [round(line.values[0] or 0, 1) for line in dalarna.lines if line.formula] == [80, 27.9]
    assert [round(line.values[0] or 0, 1) for line in together.lines] == [523, 24.3, 2400, 21.8, 489, 34]


def test_what_was_typed_is_saved_and_what_was_not_touched_is_left_alone(client: Client, manager: User) -> None:
    client.force_login(manager)

    client.post(
        reverse("dimensioning:plan_save"),
        {"seen": 1, "source": "RS 14", "comment": "Mer", "REG-20:2027:BTF": "55", "REG-20:2028:BTF": "67"},
    )

    revision = PlanRevision.objects.get(number=2)
    assert [(one.year, one.posts_before, one.posts_after) for one in revision.changes.all()] == [(2027, 50, 55)]
    assert (revision.comment, revision.changes.get().source_after) == ("Mer", "RS 14")


def test_a_cell_a_colleague_changed_and_i_did_not_touch_is_no_conflict(
    client: Client, manager: User, plan: Country
) -> None:
    client.force_login(manager)
    client.post(reverse("dimensioning:plan_save"), {"seen": 1, "REG-20:2027:BTF": "55"})

    client.post(reverse("dimensioning:plan_save"), {"seen": 1, "REG-20:2027:BTF": "50", "REG-20:2028:BTF": "70"})

    values = PlannedPosts.objects.filter(region__code="REG-20", post_type="BTF", year__in=(2027, 2028))
    assert list(values.order_by("year").values_list("posts", flat=True)) == [55, 70]


def test_a_wrong_value_sends_all_that_was_typed_to_the_preview_and_saves_nothing(client: Client, manager: User) -> None:
    client.force_login(manager)

    answer = client.post(
        reverse("dimensioning:plan_save"), {"seen": 1, "REG-20:2027:BTF": "55", "REG-20:2028:BTF": "-1"}, follow=True
    )

    html = answer.content.decode()
    assert "-1 är färre än noll tjänster" in html
    assert 'value="-1"' in html
    assert PlanRevision.objects.count() == 1
    assert [row[4] for row in PlanInput.objects.get().rows] == ["55", "-1"]


def test_what_the_person_saw_is_what_is_saved(client: Client, manager: User) -> None:
    client.force_login(manager)
    client.post(reverse("dimensioning:plan_input_new"), {"text": "Dalarna\t2027\tAT\t9"})
    kept = PlanInput.objects.get()

    client.post(reverse("dimensioning:plan_input_save", args=[kept.pk]), {"expected": "2"})
    assert PlanRevision.objects.count() == 1

    client.post(reverse("dimensioning:plan_input_save", args=[kept.pk]), {"expected": "1"})
    assert PlanRevision.objects.count() == 2


def test_undo_is_one_press_away_and_puts_the_value_back(client: Client, manager: User) -> None:
    client.force_login(manager)
    client.post(reverse("dimensioning:plan_save"), {"seen": 1, "REG-20:2027:BTF": "55"})

    client.post(reverse("dimensioning:revision_undo", args=[2]))

    assert PlannedPosts.objects.get(region__code="REG-20", year=2027, post_type="BTF").posts == 50


def test_undoing_comes_back_to_the_region_and_years_that_were_shown(client: Client, manager: User) -> None:
    client.force_login(manager)
    shown = {"region": "REG-20", "typ": "BT", "fran": "2026", "till": "2029"}
    page = client.post(
        reverse("dimensioning:plan_save"), {"seen": 1, "REG-20:2027:BTF": "55", **shown}, follow=True
    ).content.decode()
    query = "region=REG-20&typ=BT&fran=2026&till=2029"
    undo = f"{reverse('dimensioning:revision_undo', args=[2])}?{query}"
    assert f'action="{undo.replace("&", "&amp;")}"' in page

    assert client.post(undo).headers["Location"] == f"{reverse('dimensioning:plan')}?{query}"


def test_comparing_shows_the_cells_that_differ_and_their_sums(client: Client, manager: User) -> None:
    client.force_login(manager)
    client.post(reverse("dimensioning:plan_save"), {"seen": 1, "REG-20:2027:BTF": "55"})

    page = client.get(reverse("dimensioning:compare"), {"fran": 1, "till": 2})

    comparison = page.context["comparison"]
    assert [(str(one.key), one.change) for one in comparison.differences] == [("REG-20:2027:BTF", 5)]
    assert [row[:2] for row in comparison.totals] == [("BTF", 2027)]


def test_a_wrong_number_in_the_cells_own_form_stays_there_with_its_reason(client: Client, manager: User) -> None:
    client.force_login(manager)
    address = reverse("dimensioning:cell", args=["REG-20:2027:BTF"])

    answer = client.post(address, {"posts": "många", "status": "draft", "seen": 1})

    assert answer.status_code == 400
    assert 'value="många"' in answer.content.decode()


@pytest.mark.parametrize("years", [("2027", "2027"), ("2026", "2030")])
@pytest.mark.parametrize("region", ["REG-20", ""])
def test_the_plan_runs_as_many_queries_for_all_regions_and_years_as_for_one(
    client: Client,
    manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    years: tuple[str, str],
    region: str,
) -> None:
    client.force_login(manager)
    with django_assert_num_queries(11):
        client.get(PLAN, {"region": region, "fran": years[0], "till": years[1]})


@pytest.mark.parametrize("address", [reverse("dimensioning:overview"), reverse("dimensioning:region", args=["REG-20"])])
def test_the_overview_runs_as_many_queries_for_all_regions_as_for_one(
    client: Client, manager: User, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client.force_login(manager)
    with django_assert_num_queries(9):
        client.get(address)
