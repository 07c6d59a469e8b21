"""The published documents: exactly the known deviations, each by its own figure."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from randa.dimensioning.claims import Cause, Severity, check_published
from randa.dimensioning.claims.check import check_all
from randa.dimensioning.claims.places import PopulationVector
from randa.dimensioning.claims.published import Published, published
from randa.dimensioning.claims.tables import rate_checks
from randa.reference.readers import population_by_county

POPULATIONS = population_by_county()
DIMENSIONING = "t2023_1_dimensioning"
FORECAST = "t2025_2_bt_forecast"

EXPECTED = {
    # 2023, table 1: no single population fits a region's five rates
    "t2023_1_dimensioning.18.rates": Cause.DENOMINATOR_OLDER_POPULATION,
    "t2023_1_dimensioning.19.rates": Cause.DENOMINATOR_OLDER_POPULATION,
    "t2023_1_dimensioning.03.rates": Cause.DENOMINATOR_OLDER_POPULATION,
    "t2023_1_dimensioning.21.rates": Cause.DENOMINATOR_MIXED,
    "t2023_1_dimensioning.17.rates": Cause.DENOMINATOR_MIXED,
    "t2023_1_dimensioning.20.rates": Cause.DENOMINATOR_MIXED,
    "t2023_1_dimensioning.04.rates": Cause.ROUNDING,
    "t2023_1_dimensioning.no_total": Cause.MISSING_TOTAL,
    "001.text.at_increase": Cause.TEXT_AGAINST_TABLE,
    # 2025, table 1: employment forms
    "t2025_1_employment_forms.incomplete": Cause.MISSING_REGION,
    "compare.posts_and_completions": Cause.QUANTITY_DIFFERS,
    "004.text.case_based_assessment": Cause.TEXT_AGAINST_TEXT,
    # 2025, table 2: forecast
    "t2025_2_bt_forecast.20.bt_per_100k_2030": Cause.DENOMINATOR_COPIED_RATE,
    "t2025_2_bt_forecast.21.bt_per_100k_2030": Cause.DENOMINATOR_COPIED_RATE,
    "t2025_2_bt_forecast.17.bt_per_100k_2030": Cause.DENOMINATOR_LARGER_POPULATION,
    "t2025_2_bt_forecast.19.bt_per_100k_2030": Cause.DENOMINATOR_OLDER_POPULATION,
    "004.text.rate_range": Cause.TEXT_AGAINST_TABLE,
    "text.bt_level": Cause.TEXT_AGAINST_TEXT,
    "compare.posts_2023_to_2026": Cause.QUANTITY_DIFFERS,
    # national comparison
    "004.text.population_share": Cause.DENOMINATOR_WRONG_SHARE,
    "004.text.national_rate": Cause.ROUNDING,
    # 2025, table 3: need of AT
    "004.text.foreign_degrees_only": Cause.TEXT_AGAINST_TABLE,
    "text.at_decline": Cause.TEXT_AGAINST_TEXT,
}


def ids(documents: Published, populations: dict[str, int] = POPULATIONS) -> set[str]:
    return {finding.id for finding in check_all(documents, PopulationVector.of(populations))}


def finding_text(finding_id: str) -> str:
    found = {finding.id: finding for finding in check_published(POPULATIONS)}
    return found[finding_id].text.replace("\u00a0", " ")


def test_the_documents_have_exactly_the_known_deviations_with_their_causes() -> None:
    findings = check_published(POPULATIONS, counted_on=date(2023, 12, 31))

    assert len(findings) == len(EXPECTED)
    assert {finding.id: finding.cause for finding in findings} == EXPECTED


@pytest.mark.parametrize(
    ("code", "pair"),
    [
        ("18", "AT 2022 kräver 300 268–301 887 invånare, VFU-veckor 2022 306 825–307 016"),
        ("19", "AT 2022 kräver 271 955–273 504 invånare, VFU-veckor 2022 278 174–278 970"),
        ("03", "BT 2023 kräver 369 231–380 952 invånare, VFU-veckor 2022 399 895–400 105"),
        ("21", "BT 2023 kräver 270 270–285 714 invånare, VFU-veckor 2022 287 908–289 017"),
        ("17", "BT 2023 kräver 275 862–282 353 invånare, VFU-veckor 2022 283 571–283 997"),
        ("20", "BT 2023 kräver 282 828–288 660 invånare, AT 2023 288 939–290 249"),
        ("04", "VFU-veckor 2022 kräver 300 703–302 118 invånare, AT 2022 302 158–303 614"),
    ],
)
def test_a_region_is_shown_with_its_tightest_contradiction(code: str, pair: str) -> None:
    assert pair in finding_text(f"{DIMENSIONING}.{code}.rates")


@pytest.mark.parametrize(
    ("finding_id", "words"),
    [
        (f"{DIMENSIONING}.no_total", "AT 2022: 388, AT 2023: 386, BT 2023: 111, VFU-veckor 2022: 18 280"),
        ("001.text.at_increase", "ökar Dalarna, Örebro län medan Sörmland, Värmland minskar"),
        ("t2025_1_employment_forms.incomplete", "uppgift saknas för Värmland"),
        ("t2025_1_employment_forms.incomplete", "210"),
        ("compare.posts_and_completions", "Örebro län: 20 planerade på ett år, 21 genomförda"),
        ("004.text.case_based_assessment", "har 5 av 7 central rekrytering. Bara integrerad BT: Sörmland, Värmland"),
        ("004.text.rate_range", "omräknat är det 19,8–28,0, från Uppsala till Gävleborg"),
        ("004.text.population_share", "folkmängden ger 20,4 %. Av 2 400 platser blir det 489 i stället för 444"),
        ("004.text.population_share", "523 (21,8 %), fortfarande mer än andelen"),
        ("004.text.national_rate", "10 551 707 invånare blir det 22,7"),
        ("004.text.national_rate", "10 666 667–11 162 791"),
        ("004.text.foreign_degrees_only", "noll svenska redan från 2028"),
        ("text.at_decline", "Tabellen minskar från 2026"),
        ("text.bt_level", "Tabellen når sin slutnivå (523) 2030"),
        ("compare.posts_2023_to_2026", "Sörmland (40 → 24)"),
    ],
)
def test_a_finding_says_the_recomputed_figures(finding_id: str, words: str) -> None:
    assert words in finding_text(finding_id)


@pytest.mark.parametrize(("code", "recomputed"), [("20", "27.9"), ("21", "28.0"), ("17", "21.2"), ("19", "24.2")])
def test_a_wrong_rate_of_2030_stands_beside_its_recomputed_value(code: str, recomputed: str) -> None:
    found = {finding.id: finding for finding in check_published(POPULATIONS)}

    value = found[f"{FORECAST}.{code}.bt_per_100k_2030"].recomputed

    assert value is not None
    assert value.rounded() == Decimal(recomputed)


def test_every_rate_is_recomputed_as_in_the_independent_list() -> None:
    with (Path(__file__).parent / "implied_population.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    vector, tables = PopulationVector.of(POPULATIONS), published().tables
    checks = [
        check
        for key in (DIMENSIONING, FORECAST)
        for of_row in rate_checks(tables[key], vector).values()
        for check in of_row
    ]

    assert len(checks) == len(listed) == 43
    for check, row in zip(checks, listed, strict=True):
        assert check.implied is not None
        assert check.implied.high is not None
        assert check.recomputed is not None
        assert (round(check.implied.low), round(check.implied.high)) == (
            int(row["implied_population_low"]),
            int(row["implied_population_high"]),
        )
        assert round(check.recomputed, 2) == pytest.approx(float(row["per_100k_recomputed_2023_population"]))
        assert check.fits == (row["agrees_within_rounding"] == "yes")


@pytest.mark.parametrize(
    ("table", "label", "column", "printed", "gone"),
    [
        (FORECAST, "Region Dalarna", "bt_per_100k_2030", "28", {f"{FORECAST}.20.bt_per_100k_2030"}),
        (FORECAST, "Region Värmland", "bt_per_100k_2030", "21", {f"{FORECAST}.17.bt_per_100k_2030"}),
        (DIMENSIONING, "Sörmland", "at_2022_per_100k", "20.9", {f"{DIMENSIONING}.04.rates"}),
        ("t2025_1_employment_forms", "Region Värmland", "completed_bt_2021_2025", "30", set()),
    ],
)
def test_a_corrected_figure_takes_its_finding_away_and_no_other(
    table: str, label: str, column: str, printed: str, gone: set[str]
) -> None:
    corrected = published().with_cell(table, label, column, printed)

    missing, added = EXPECTED.keys() - ids(corrected), ids(corrected) - EXPECTED.keys()

    if gone:
        assert (missing, added) == (gone, set())
    else:  # the last unknown figure: the note changes from "cannot be summed" to "no total printed"
        assert (missing, added) == ({f"{table}.incomplete"}, {f"{table}.no_total"})


@pytest.mark.parametrize(
    ("table", "label", "column", "printed", "new"),
    [
        (FORECAST, "Totalt", "bt_2027", "264", f"{FORECAST}.total.bt_2027"),
        (FORECAST, "Totalt", "bt_per_100k_2030", "25", f"{FORECAST}.total.bt_per_100k_2030"),
        (FORECAST, "Region Uppsala", "bt_per_100k_2030", "21", f"{FORECAST}.03.bt_per_100k_2030"),
        (FORECAST, "Region Uppsala", "bt_2027", "25", f"{FORECAST}.total.bt_2027"),
        ("t2025_1_employment_forms", "Region Dalarna", "completed_integrated", "7",
         "t2025_1_employment_forms.20.completed_bt_2021_2025"),
        ("t2025_3_at_need", "2026", "total_need_of_at", "1575", "t2025_3_at_need.2026.total_need_of_at"),
        (DIMENSIONING, "Riket", "at_2022_per_100k", "18.3", "001.text.at_above_nation"),
    ],
)  # fmt: skip
def test_a_spoilt_figure_gives_its_finding_and_no_other(
    table: str, label: str, column: str, printed: str, new: str
) -> None:
    spoilt = published().with_cell(table, label, column, printed)

    assert ids(spoilt) == EXPECTED.keys() | {new}


@pytest.mark.parametrize(
    ("statement", "facts", "gone"),
    [
        ("004.text.rate_range", {"high": 28}, "004.text.rate_range"),
        ("004.text.level_from_2029", {"value": 2030}, "text.bt_level"),
        ("004.text.population_share", {"value": 20.4}, "004.text.population_share"),
        ("004.text.national_rate", {"value": 23}, "004.text.national_rate"),
        ("004.text.foreign_degrees_only", {"value": 2027}, "004.text.foreign_degrees_only"),
        ("004.text.case_based_assessment", {"value": 5}, "004.text.case_based_assessment"),
    ],
)
def test_a_corrected_sentence_takes_its_finding_away_and_no_other(
    statement: str, facts: dict[str, float], gone: str
) -> None:
    assert ids(published().with_fact(statement, **facts)) == EXPECTED.keys() - {gone}


def test_another_population_gives_other_findings() -> None:
    older = {**POPULATIONS, "19": 277_000, "17": 300_000}

    missing = EXPECTED.keys() - ids(published(), older)

    assert missing == {f"{FORECAST}.19.bt_per_100k_2030", f"{FORECAST}.17.bt_per_100k_2030"}


def test_without_every_county_no_share_of_the_country_is_checked() -> None:
    own = {code: POPULATIONS[code] for code in ("03", "04", "17", "18", "19", "20", "21")}

    assert EXPECTED.keys() - ids(published(), own) == {"004.text.population_share", "004.text.national_rate"}


def test_populations_may_be_keyed_by_organisation_id() -> None:
    keyed = {f"REG-{code}": population for code, population in POPULATIONS.items()} | {"SE": 10_551_707}

    assert {finding.id for finding in check_published(keyed)} == EXPECTED.keys()


@pytest.mark.parametrize(("populations", "words"), [({"Atlantis": 1}, "Atlantis"), ({"20": 0}, "more than 0")])
def test_a_population_that_cannot_be_used_is_refused(populations: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_published(populations)


def test_the_same_documents_give_the_same_findings_in_the_same_order() -> None:
    assert check_published(POPULATIONS) == check_published(dict(reversed(POPULATIONS.items())))


def test_a_missing_total_is_a_note_and_a_wrong_rate_a_deviation() -> None:
    severity = {finding.id: finding.severity for finding in check_published(POPULATIONS)}

    assert severity[f"{DIMENSIONING}.no_total"] == Severity.NOTE
    assert severity[f"{DIMENSIONING}.04.rates"] == Severity.NOTE
    assert severity[f"{FORECAST}.20.bt_per_100k_2030"] == Severity.DEVIATION


def test_changing_a_cell_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="Region Skåne"):
        published().with_cell(FORECAST, "Region Skåne", "bt_2027", "1")
