"""What people write, row by row: taken, or refused with a reason and what to do."""

import pytest

from randa.dimensioning.plan.changes import CellChange, CellKey, cell_key
from randa.dimensioning.plan.check import ReadRows, one_line, read_rows
from randa.dimensioning.plan.figures import BadNumber, parse_posts, parse_year
from randa.dimensioning.plan.names import RegionNames, post_type_code
from randa.dimensioning.plan.rows import MAX_ROWS, RawRow, guarded, raw_rows

NAMES = RegionNames([("REG-20", "Region Dalarna", "Dalarna"), ("REG-18", "Region Örebro län", "Örebro län")])


def read(*rows: RawRow) -> ReadRows:
    return read_rows(rows, NAMES, seen=4)


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("12", 12), (" 12 ", 12), ("1 200", 1200), ("1\u00a0200", 1200), ("12,0", 12), ("12.00", 12), ("+7", 7), ("0", 0), ("", None),
        ("  ", None), ("-3", BadNumber.NEGATIVE), ("\u22123", BadNumber.NEGATIVE), ("-0", 0), ("12,5", BadNumber.DECIMAL),
        ("tolv", BadNumber.LETTERS), ("12 st", BadNumber.LETTERS), ("1 2", BadNumber.LETTERS), ("1e3", BadNumber.LETTERS),
        ("٣", BadNumber.LETTERS), ("5000", 5000), ("5001", BadNumber.TOO_BIG), ("9" * 400, BadNumber.TOO_BIG),
        ("-" + "9" * 400, BadNumber.NEGATIVE),
    ],
)  # fmt: skip
def test_a_number_of_posts_is_read_as_people_type_it(text: str, posts: int | BadNumber | None) -> None:
    assert parse_posts(text) == posts


@pytest.mark.parametrize(
    ("text", "year"), [("2027", 2027), ("2027,0", 2027), ("27", None), ("2014", None), ("2061", None), ("tjugo", None)]
)
def test_a_year_is_four_digits_within_the_plan(text: str, year: int | None) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize("text", ["Dalarna", "region dalarna", " DALARNA ", "REG-20", "20"])
def test_a_region_is_known_by_all_its_names(text: str) -> None:
    assert NAMES.code_of(text) == "REG-20"


@pytest.mark.parametrize("text", ["Örebro", "Region Örebro län", "örebro län", "REG-18"])
def test_county_in_a_name_does_not_matter(text: str) -> None:
    assert NAMES.code_of(text) == "REG-18"


@pytest.mark.parametrize(
    ("text", "code"),
    [("BT, fristående", "BTF"), ("BT fristående", "BTF"), ("bti", "BTI"), ("AT", "AT"), ("BT", "BT"), ("XT", None)],
)
def test_post_types_are_known_by_code_and_word(text: str, code: str | None) -> None:
    assert post_type_code(text) == code


@pytest.mark.parametrize(
    ("row", "code", "remedy"),
    [
        (RawRow(1, "Dalrana", "2027", "AT", "1"), "unknown_region", "Menade du Region Dalarna?"),
        (RawRow(1, "Norge", "2027", "AT", "1"), "unknown_region", "21 regionerna"),
        (RawRow(1, "", "2027", "AT", "1"), "unknown_region", "REG-20"),
        (RawRow(1, "Dalarna", "27", "AT", "1"), "bad_year", "2015–2060"),
        (RawRow(1, "Dalarna", "2027", "BT", "1"), "ambiguous_post_type", "BT fristående eller BT integrerad"),
        (RawRow(1, "Dalarna", "2027", "XT", "1"), "unknown_post_type", "Välj en av"),
        (RawRow(1, "Dalarna", "2027", "AT", "-4"), "negative", "0 eller fler"),
        (RawRow(1, "Dalarna", "2027", "AT", "4,5"), "decimal", "heltal"),
        (RawRow(1, "Dalarna", "2027", "AT", "fyra"), "not_a_number", "bara siffror"),
        (RawRow(1, "Dalarna", "2027", "AT", "50000"), "too_big", "5000"),
        (RawRow(1, "Dalarna", "2027", "AT", "4", status="kanske"), "bad_status", "utkast eller beslutad"),
        (RawRow(1, "Dalarna", "2027", "AT", "4", comment="x" * 501), "too_long", "500"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_with_its_reason_and_a_way_out(row: RawRow, code: str, remedy: str) -> None:
    (refusal,) = read(row).refused

    assert refusal.code == code
    assert remedy in refusal.remedy


def test_the_good_rows_survive_the_wrong_ones() -> None:
    result = read(
        RawRow(1, "Dalarna", "2027", "AT", "-1"), RawRow(2, "Dalarna", "2028", "AT", "4", "beslutad", "RS 1", "ja")
    )

    assert result.changes == (
        CellChange(CellKey("REG-20", 2028, "AT"), 4, "decided", "RS 1", "ja", seen=4, line=2, place=1),
    )
    assert [one.place for one in result.refused] == [0]


def test_all_rows_about_the_same_cell_are_refused_because_nobody_knows_which_was_meant() -> None:
    result = read(
        RawRow(1, "Dalarna", "2027", "AT", "4"),
        RawRow(2, "Örebro", "2027", "AT", "4"),
        RawRow(3, "REG-20", "2027", "at", "5"),
    )

    assert [(one.code, one.place) for one in result.refused] == [("twice", 0), ("twice", 2)]
    assert "1, 3" in result.refused[0].reason
    assert [one.key.region for one in result.changes] == ["REG-18"]


def test_a_long_table_is_read_by_its_headings_in_any_order() -> None:
    table = [["Antal", "År", "Region", "Tjänst"], ["12", "2027", "Dalarna", "AT"]]

    assert raw_rows(table) == [RawRow(2, "Dalarna", "2027", "AT", "12")]


def test_a_wide_table_like_the_reports_gives_a_row_per_year() -> None:
    table = [["Region", "2026", "BT 2027"], ["Dalarna", "14", "60"]]

    assert raw_rows(table, post_type="BTI") == [
        RawRow(2, "Dalarna", "2026", "BTI", "14"),
        RawRow(2, "Dalarna", "2027", "BTI", "60"),
    ]


def test_a_year_that_stands_twice_in_the_headings_is_refused_for_both_columns() -> None:
    rows = raw_rows([["Region", "2027", "2027"], ["Dalarna", "14", "60"]], post_type="AT")

    assert [one.code for one in read(*rows).refused] == ["twice", "twice"]


def test_rows_without_headings_are_taken_in_the_order_of_the_export() -> None:
    assert raw_rows([["Dalarna", "2027", "AT", "12"]]) == [RawRow(1, "Dalarna", "2027", "AT", "12")]


def test_no_more_rows_are_made_than_a_plan_can_hold_and_one() -> None:
    years = [str(year) for year in range(2015, 2061)]

    assert len(raw_rows([["Region", *years], *[["Dalarna", *["1"] * 46]] * 2000])) == MAX_ROWS + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "'=1", "''=1", "vanlig", "'citat'", ""])
def test_a_guarded_text_reads_back_as_it_was(text: str) -> None:
    (row,) = raw_rows([["Region", "År", "Kommentar"], ["Dalarna", "2027", guarded(text)]])

    assert row.comment == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def test_a_text_is_kept_on_one_line_without_control_characters() -> None:
    assert one_line(" a\n\tb\0c ") == "a b c"


@pytest.mark.parametrize("text", ["REG-20:2027", "REG-20:år:AT", "csrfmiddlewaretoken", "REG-20:20271:AT", ""])
def test_only_a_cells_own_name_is_a_cell(text: str) -> None:
    assert cell_key(text) is None
