"""The edges of each rule: where a cause stops, and where nothing may be said."""

import pytest

from randa.dimensioning.claims import Cause, Finding, check_table
from randa.dimensioning.claims.check import check_all
from randa.dimensioning.claims.places import PopulationVector
from randa.dimensioning.claims.published import Published, published
from randa.reference.readers import population_by_county

POPULATIONS = population_by_county()
OWN = ("03", "04", "17", "18", "19", "20", "21")


def found(documents: Published, populations: dict[str, int] = POPULATIONS) -> dict[str, Finding]:
    return {finding.id: finding for finding in check_all(documents, PopulationVector.of(populations))}


def causes(pasted: str) -> dict[str, Cause]:
    return {finding.id: finding.cause for finding in check_table(pasted, POPULATIONS).findings}


def test_rates_on_both_sides_of_the_population_are_not_blamed_on_an_older_one() -> None:
    table = "Region;AT;AT per 100 000;BT;BT per 100 000\nDalarna;80;27;80;29\n"

    assert causes(table) == {"pasted.r2.rates": Cause.DENOMINATOR_MIXED}


def test_a_rate_above_zero_without_posts_is_not_a_copied_rate() -> None:
    table = "Region;2030;per 100 000\nDalarna;0;1,2\nGävleborg;0;1,2\n"

    assert causes(table) == {"pasted.r2.c3": Cause.QUANTITY_DIFFERS, "pasted.r3.c3": Cause.QUANTITY_DIFFERS}


def test_a_rate_far_from_the_population_is_for_another_count() -> None:
    assert causes("Region;2030;per 100 000\nDalarna;80;40\n") == {"pasted.r2.c3": Cause.QUANTITY_DIFFERS}


def test_two_rates_of_which_one_is_impossible_say_so() -> None:
    table = "Region;AT;AT per 100 000;BT;BT per 100 000\nDalarna;80;27,9;0;29\n"

    assert causes(table) == {"pasted.r2.rates": Cause.QUANTITY_DIFFERS}


def test_a_total_of_known_parts_still_names_the_unknown_one() -> None:
    outcome = check_table("Region;2030\nDalarna;80\nVärmland;?\nTotalt;80\n", POPULATIONS)

    assert [finding.params["others"] for finding in outcome.findings] == ["Värmland"]


def test_a_year_as_high_as_the_one_before_is_no_decline() -> None:
    level = published().with_cell("t2025_3_at_need", "2026", "total_need_of_at", "1668")

    assert found(level)["text.at_decline"].params["year"] == 2027


def test_every_region_that_does_not_rise_is_named() -> None:
    regions = found(published())["compare.posts_2023_to_2026"].params["regions"]

    assert regions == "Dalarna (14 → 14), Sörmland (40 → 24), Örebro län (20 → 20), Värmland (12 → 12)"


def test_a_region_level_with_the_nation_is_not_above_it() -> None:
    level = published().with_cell("t2023_1_dimensioning", "Riket", "at_2022_per_100k", "17.6")

    assert found(level)["001.text.at_above_nation"].params["recomputed"] == 5


@pytest.mark.parametrize(("year", "value", "is_found"), [(2023, 2, False), (2023, 7, True), (2022, 2, True)])
def test_an_increase_is_borne_out_only_by_the_years_it_is_about(year: int, value: int, *, is_found: bool) -> None:
    changed = published().with_fact("001.text.at_increase", year=year, value=value)

    assert ("001.text.at_increase" in found(changed)) is is_found


def test_a_plan_below_the_share_of_the_population_is_said_to_be_so() -> None:
    doubled = {code: number * 2 if code in OWN else number for code, number in POPULATIONS.items()}

    text = found(published(), doubled)["004.text.population_share"].text

    assert text.endswith("alltså inte mer än andelen.")


def test_a_total_rate_is_not_judged_when_a_regions_population_is_unknown() -> None:
    outcome = check_table("Region;2030;per 100 000\nDalarna;80;27,9\nAtlantis;1;9\nTotalt;81;3\n", POPULATIONS)

    assert outcome.findings == ()
    assert [cell.fits for cell in outcome.recomputed if cell.label == "Totalt" and cell.column == "per 100 000"] == [
        None
    ]


def test_a_rate_without_a_year_belongs_to_the_nearest_count_to_its_left() -> None:
    assert causes("Region;2029;2030;per 100 000\nDalarna;40;80;27,9\n") == {}


def test_a_rate_belongs_to_the_count_with_the_same_words() -> None:
    table = "Region;AT 2029;BT 2029;AT 2029 per 100 000;BT 2029 per 100 000\nDalarna;40;80;13,9;27,9\n"

    assert causes(table) == {}


def test_a_total_beside_one_column_is_not_its_sum() -> None:
    assert causes("Region;Varav integrerad;Totalt\nDalarna;6;36\n") == {}


def test_no_share_is_judged_when_a_part_is_unknown() -> None:
    assert causes("Region;Antal 2030;Andel %\nDalarna;30;30\nGävleborg;?;70\n") == {}


def test_the_national_row_is_not_part_of_the_total() -> None:
    table = "Region;2030;per 100 000\nDalarna;80;27,9\nTotalt;80;27,9\nRiket;2 400;22,7\n"

    assert causes(table) == {}
