"""The published plan and the national need."""

import pytest
from django.db.models import Sum

from randa.core.provenance import Provenance
from randa.dimensioning.loader import load_dimensioning_reference, load_published_plan
from randa.dimensioning.models import NationalNeed, PlannedPosts, PlanRevision
from randa.organisations.models import Organisation
from randa.reference import readers

Country = dict[str, Organisation]


def test_the_national_need_is_that_of_the_report_and_loading_twice_changes_nothing(db: None) -> None:
    load_dimensioning_reference()

    assert not load_dimensioning_reference()
    at = dict(NationalNeed.objects.filter(post_type="AT").values_list("year", "total"))
    assert at == {2025: 1668, 2026: 1574, 2027: 172, 2028: 145, 2029: 130, 2030: 95}
    assert set(NationalNeed.objects.filter(post_type="BT").values_list("total", flat=True)) == {2400}
    assert NationalNeed.objects.get(post_type="AT", year=2026).from_swedish_degrees == 1412


def test_the_bt_posts_of_every_region_and_year_add_up_to_the_printed_table(country: Country) -> None:
    load_published_plan()

    for row in readers.printed_table("t2025_2_bt_forecast").rows:
        for year in range(2026, 2031):
            cells = PlannedPosts.objects.filter(year=year, post_type__in=["BTF", "BTI"])
            cells = cells if row["region"] == "Totalt" else cells.filter(region__name=row["region"])
            assert cells.aggregate(posts=Sum("posts"))["posts"] == int(row[f"bt_{year}"]), (row["region"], year)


def test_a_split_sum_says_that_it_is_derived_and_a_single_form_is_as_stated(country: Country) -> None:
    load_published_plan()

    split = PlannedPosts.objects.get(region=country["REG-20"], year=2027, post_type="BTI")
    single = PlannedPosts.objects.get(region=country["REG-04"], year=2027, post_type="BTI")
    assert (split.posts, split.provenance) == (10, Provenance.DERIVED)  # 60 x 6 / 36
    assert "6 integrerade och 30 fristående" in split.comment
    assert (single.posts, single.provenance) == (48, Provenance.STATED)
    assert not PlannedPosts.objects.filter(region=country["REG-04"], post_type="BTF").exists()


def test_at_follows_the_national_need_as_an_assumption(country: Country) -> None:
    load_published_plan()

    at = {cell.year: cell for cell in PlannedPosts.objects.filter(region=country["REG-18"], post_type="AT")}
    assert {year: cell.posts for year, cell in at.items()} == {
        2022: 56, 2023: 58, 2025: 58, 2026: 55, 2027: 6, 2028: 5, 2029: 5, 2030: 3,
    }  # fmt: skip
    assert at[2023].provenance == Provenance.STATED
    assert at[2027].provenance == Provenance.ASSUMED


def test_a_plan_that_people_have_begun_is_left_alone(country: Country) -> None:
    first = load_published_plan()

    assert load_published_plan() == first
    assert PlanRevision.objects.count() == 1


@pytest.mark.parametrize("year", range(2026, 2031))
def test_every_region_starts_a_fifth_of_its_st_doctors(country: Country, year: int) -> None:
    load_published_plan()

    cell = PlannedPosts.objects.get(region=country["REG-03"], post_type="ST", year=year)
    assert (cell.posts, cell.provenance) == (93, Provenance.ASSUMED)  # 465 / 5
