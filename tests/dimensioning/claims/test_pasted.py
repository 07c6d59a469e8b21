"""A pasted table is checked like a published one, and a bad cell never spoils the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.dimensioning.claims import Cause, TableCheck, check_table
from randa.reference.readers import population_by_county, printed_table

POPULATIONS = population_by_county()

FORECAST = """\
Region\t2029\t2030\t2030 per 100 000
Dalarna\t80\t80\t27,9
Gävleborg\t80\t80\t28,0
Region Örebro län\t75\t75\t24,3
Totalt\t235\t235\t26,7
"""


def check(pasted: str | list[list[object]]) -> TableCheck:
    return check_table(pasted, POPULATIONS)


def findings(pasted: str | list[list[object]]) -> dict[str, Cause]:
    return {finding.id: finding.cause for finding in check(pasted).findings}


def errors(pasted: str) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.cell) for error in check(pasted).row_errors]


def test_a_right_table_has_nothing_to_say() -> None:
    outcome = check(FORECAST)

    assert (outcome.findings, outcome.row_errors) == ((), ())
    assert [(cell.label, cell.column, cell.fits) for cell in outcome.recomputed] == [
        ("Dalarna", "2030 per 100 000", True),
        ("Gävleborg", "2030 per 100 000", True),
        ("Örebro län", "2030 per 100 000", True),
        ("Totalt", "2030 per 100 000", True),
        ("Totalt", "2029", True),
        ("Totalt", "2030", True),
    ]


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_tabs_and_semicolons_separate_cells(separator: str) -> None:
    assert findings(FORECAST.replace("\t", separator).replace("27,9", "26,0")) == {
        "pasted.r2.c4": Cause.DENOMINATOR_LARGER_POPULATION
    }


def test_commas_separate_cells_when_decimals_use_points() -> None:
    table = FORECAST.replace(",", ".").replace("\t", ",").replace("24.3", "25.3")

    assert findings(table) == {"pasted.r4.c4": Cause.DENOMINATOR_OLDER_POPULATION}


def test_rows_from_a_spreadsheet_are_read_with_their_numbers() -> None:
    rows: list[list[object]] = [
        ["Region", 2030.0, "per 100 000"],
        ["Dalarna", 80, 27.9],
        ["Sörmland", 80.0, None],
        ["Summa", 161, None],
    ]

    assert findings(rows) == {"pasted.r4.c2": Cause.ARITHMETIC}


def test_the_published_forecast_pasted_gives_the_same_wrong_rates() -> None:
    table = printed_table("t2025_2_bt_forecast")
    rows: list[list[object]] = [["Region", "2026", "2027", "2028", "2029", "2030", "per 100 000 2030"]]
    rows += [[row[name] for name in table.header[:7]] for row in table.rows]

    assert findings(rows) == {
        "pasted.r2.c7": Cause.DENOMINATOR_COPIED_RATE,
        "pasted.r3.c7": Cause.DENOMINATOR_COPIED_RATE,
        "pasted.r6.c7": Cause.DENOMINATOR_LARGER_POPULATION,
        "pasted.r7.c7": Cause.DENOMINATOR_OLDER_POPULATION,
    }


def test_rates_of_a_region_that_no_population_fits_are_one_finding() -> None:
    table = "Region\tAT\tAT per 100 000\tVFU\tVFU per 100 000\nÖrebro\t56\t18,6\t4 923\t1 604\n"

    assert findings(table) == {"pasted.r2.rates": Cause.DENOMINATOR_OLDER_POPULATION}


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("Totalt\t235", "Totalt\t155", Cause.MISSING_REGION),
        ("Totalt\t235", "Totalt\t236", Cause.ARITHMETIC),
        ("Dalarna\t80", "Dalarna\t?", Cause.MISSING_REGION),
    ],
)
def test_a_wrong_total_has_a_likely_cause(old: str, new: str, cause: Cause) -> None:
    assert findings(FORECAST.replace(old, new, 1)) == {"pasted.r5.c2": cause}


def test_a_total_of_decimals_may_be_off_by_their_rounding() -> None:
    table = "Region\t2030\nDalarna\t10,4\nGävleborg\t10,4\nTotalt\t21\n"

    assert findings(table) == {"pasted.r4.c2": Cause.ROUNDING}


def test_a_sum_column_is_checked_against_the_years_beside_it() -> None:
    table = "Region;2029;2030;Totalt\nDalarna;80;80;160\nGävleborg;80;80;170\n"

    assert findings(table) == {"pasted.r3.c4.row_sum": Cause.ARITHMETIC}


def test_a_share_is_of_the_columns_total() -> None:
    table = "Region;Antal 2030;Andel %\nDalarna;30;30,0\nGävleborg;70;60,0\nTotalt;100;100\n"

    assert findings(table) == {"pasted.r3.c3": Cause.DENOMINATOR_WRONG_SHARE}


def test_a_share_of_the_population_is_of_the_country() -> None:
    table = (
        "Region;Andel av befolkningen %\nDalarna;2,7\nGävleborg;2,7\nSörmland;2,9\nUppsala;3,8\nVärmland;2,7\n"
        "Västmanland;2,7\nÖrebro län;2,9\nTotalt;18,5\n"
    )
    outcome = check(table)

    assert [(finding.id, str(finding.recomputed)) for finding in outcome.findings] == [("pasted.r9.c2", "20,39")]


def test_rows_of_years_need_no_region() -> None:
    table = "År;Svensk;Utländsk;Totalt\n2025;1506;162;1668\n2026;1412;162;1575\n"

    assert errors(table) == []
    assert findings(table) == {"pasted.r3.c4.row_sum": Cause.ARITHMETIC}


def test_a_title_above_the_header_is_passed_over() -> None:
    assert findings("Tabell 2. Prognos\n\n" + FORECAST.replace("27,9", "25")) == {
        "pasted.r4.c4": Cause.DENOMINATOR_LARGER_POPULATION
    }


def test_a_comment_column_is_left_alone() -> None:
    assert errors("Region;2030;Kommentar\nDalarna;80;beslut i maj\nGävleborg;80;\n") == []


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("Dalarna\t80", "Dalarna\tåttio", (2, "2029", "åttio")),
        ("Dalarna\t80", "Dalarna\t-80", (2, "2029", "-80")),
        ("Gävleborg", "Gävlborg", (3, "Region", "Gävlborg")),
        ("Gävleborg", "Region Dalarna", (3, "Region", "Region Dalarna")),
        ("Gävleborg", "", (3, "Region", "")),
        ("2029", "2030", (1, "2030", "2030")),
        ("28,0", "28,0\textra", (3, "", "extra")),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_stands(old: str, new: str, error: tuple[int, str, str]) -> None:
    assert errors(FORECAST.replace(old, new, 1)) == [error]


def test_a_bad_cell_leaves_the_rest_checked() -> None:
    outcome = check(FORECAST.replace("Dalarna\t80", "Dalarna\tåttio").replace("24,3", "20"))

    assert {finding.id for finding in outcome.findings} == {"pasted.r5.c2", "pasted.r4.c4"}


def test_a_rate_without_a_count_is_refused_with_a_remedy() -> None:
    outcome = check("Region;per 100 000\nDalarna;26\n")

    assert [error.text for error in outcome.row_errors] == [
        "per 100 000 har inget antal att räkna från. Lägg till en kolumn med antalet."
    ]


@pytest.mark.parametrize("pasted", ["", "\n\n", "Dalarna;80;26\n", "bara text"])
def test_a_table_without_a_header_is_refused_whole(pasted: str) -> None:
    outcome = check(pasted)

    assert [error.row for error in outcome.row_errors] == [0]
    assert (outcome.findings, outcome.recomputed) == ((), ())


def test_ten_thousand_rows_are_cut_with_a_reason() -> None:
    rows = "".join(f"Enhet {number};1\n" for number in range(10_000))

    outcome = check("Region;2030\nDalarna;80\n" + rows)

    assert outcome.row_errors[-1].text == (
        "Tabellen har 10001 rader; de första 1000 är kontrollerade. Dela upp resten."
    )
    assert len(outcome.row_errors) == 1_000


def test_an_unclosed_quote_before_much_text_does_not_stop_the_check() -> None:
    outcome = check('Region;2030\nDalarna;80\n"Gävleborg;80\n' + "x" * 200_000)

    assert [cell for cell in outcome.row_errors if cell.row == 2] == []


def test_an_own_population_decides_what_fits() -> None:
    table = "Region;2030;per 100 000\nDalarna;80;26\n"

    assert check_table(table, {"Dalarna": 307_692}).findings == ()


@given(st.text(alphabet='Dalarn 0123456789,;\t\n"%-?åäö.', max_size=120))
def test_any_pasted_text_gives_an_answer_and_never_an_exception(text: str) -> None:
    outcome = check(text)

    assert all(finding.text for finding in outcome.findings)
    assert all(error.text for error in outcome.row_errors)


@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=8)), max_size=5), max_size=6)
)
def test_any_spreadsheet_gives_an_answer_and_never_an_exception(rows: list[list[object]]) -> None:
    outcome = check(rows)

    assert len({finding.id for finding in outcome.findings}) == len(outcome.findings)
