"""Uploads and pasted text become rows of texts, or are refused in words."""

import io
import zipfile

import openpyxl
import pytest

from randa.core.errors import InvalidInputError
from randa.core.imports.tables import MAX_ROWS, read_text, read_upload
from randa.core.ui.export import csv_bytes, xlsx_bytes


def test_excels_clipboard_is_read_by_tab_and_keeps_decimal_commas() -> None:
    assert read_text("Region\t2027\nDalarna\t27,9\n\n") == [["Region", "2027"], ["Dalarna", "27,9"]]


@pytest.mark.parametrize("text", ["Region;2027\r\nÖrebro;45", "\ufeffRegion;2027\nÖrebro;45", "Region,2027\nÖrebro,45"])
def test_csv_is_read_with_semicolon_or_comma_and_with_or_without_byte_order_mark(text: str) -> None:
    assert read_text(text) == [["Region", "2027"], ["Örebro", "45"]]


def test_old_swedish_excel_text_keeps_its_letters() -> None:
    assert read_upload(io.BytesIO("Region;Ort\nSörmland;Åsa".encode("cp1252")), "a.csv") == [
        ["Region", "Ort"],
        ["Sörmland", "Åsa"],
    ]


@pytest.mark.parametrize("make", [xlsx_bytes, lambda _title, heads, rows: csv_bytes(heads, rows)], ids=["xlsx", "csv"])
def test_what_is_exported_is_read_back_unchanged_even_what_looks_like_a_formula(make) -> None:
    rows = [["=1+1", "-", "@anna", "+46"], ["Dalarna", 60, 27.5, ""]]

    read = read_upload(io.BytesIO(make("Plan", ["a", "b", "c", "d"], rows)), "plan")

    assert read == [["a", "b", "c", "d"], ["=1+1", "-", "@anna", "+46"], ["Dalarna", "60", "27,5"]]


def test_a_picture_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidInputError, match=r"bild.png är varken en Excel-fil \(.xlsx\) eller en textfil"):
        read_upload(io.BytesIO(b"\x89PNG\x00\x00"), "bild.png")


def test_a_broken_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidInputError, match="Excel-filen går inte att läsa"):
        read_upload(io.BytesIO(b"PK\x03\x04 not a workbook"), "a.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 61 * 1024 * 1024)

    with pytest.raises(InvalidInputError, match="mycket större uppackad"):
        read_upload(io.BytesIO(out.getvalue()), "bomb.xlsx")


def test_a_sheet_that_claims_a_million_rows_is_read_to_its_last_filled_row() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Region"
    book.active["A900000"] = "långt ner"
    out = io.BytesIO()
    book.save(out)

    assert read_upload(io.BytesIO(out.getvalue()), "a.xlsx") == [["Region"]]


def test_more_rows_than_the_limit_are_refused_with_the_limit() -> None:
    with pytest.raises(InvalidInputError, match=f"fler än {MAX_ROWS} rader"):
        read_text("rad\n" * (MAX_ROWS + 1))


def test_a_file_over_five_megabytes_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="större än 5 MB"):
        read_upload(io.BytesIO(b"a" * (5 * 1024 * 1024 + 1)), "a.csv")
