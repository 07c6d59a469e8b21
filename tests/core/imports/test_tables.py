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


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMBS = {
    "entities that grow": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "a file of the server": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
    "another encoding": '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x [+ADwAIQ-ENTITY l9 "ha"+AD4]+AD4-',
}


def _workbook(head: str, part: str, encoding: str = "utf-8") -> io.BytesIO:
    """Return an honest workbook, the named part of which begins with `head` and holds the entity l9."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Region"
    honest, out = io.BytesIO(), io.BytesIO()
    book.save(honest)
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == part:
                text = head + text.partition("?>")[2].replace("Region", "&l9;") if "?>" in text else head + text
            archive.writestr(name, text.encode(encoding if name == part else "utf-8"))
    out.seek(0)
    return out


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_whose_xml_declares_entities_is_never_parsed(bomb: str, part: str) -> None:
    with pytest.raises(InvalidInputError, match="XML-deklarationer"):
        read_upload(_workbook(BOMBS[bomb], part), "bomb.xlsx")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_entities_are_found_in_wide_letters_too(encoding: str) -> None:
    with pytest.raises(InvalidInputError, match="XML-deklarationer"):
        read_upload(_workbook(BOMBS["entities that grow"], "xl/worksheets/sheet1.xml", encoding), "bomb.xlsx")


def test_a_declaration_across_two_pieces_is_found() -> None:
    padding = " " * (1024 * 1024 - 5)
    with pytest.raises(InvalidInputError, match="XML-deklarationer"):
        read_upload(_workbook(padding + BOMBS["entities that grow"], "xl/worksheets/sheet1.xml"), "bomb.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_xml_that_ends_too_early_is_refused_with_what_to_do(part: str) -> None:
    with pytest.raises(InvalidInputError, match="Excel-filen går inte att läsa"):
        read_upload(_workbook("<a><b>", part), "a.xlsx")


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
