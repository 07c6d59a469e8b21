"""Files open right in Swedish Excel and can never run anything."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from randa.core.ui.export import csv_bytes, neutral, xlsx_bytes


@pytest.mark.parametrize("text", ["=1+1", "+46 70", "-5 platser", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_is_neutralised(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, 2.5, None, "Falun", dt.date(2027, 1, 11)])
def test_everything_else_is_left_alone(value):
    assert neutral(value) == value


def test_csv_has_byte_order_mark_semicolons_and_decimal_commas():
    content = csv_bytes(["Region", "per 100 000"], [["Örebro län", 16.1], ["=Dalarna", None]])
    assert content == "\ufeffRegion;per 100 000\r\nÖrebro län;16,1\r\n'=Dalarna;\r\n".encode()


def test_xlsx_keeps_types_and_makes_no_formula():
    content = xlsx_bytes("Plan", ["Enhet", "Platser", "Från"], [["=1+1", 4, dt.date(2027, 1, 11)]])

    sheet = load_workbook(io.BytesIO(content)).active

    assert [str(cell.value) for cell in sheet[2]] == ["'=1+1", "4", "2027-01-11 00:00:00"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d"]


def test_xlsx_of_the_same_figures_is_the_same_file():
    assert xlsx_bytes("Plan", ["A"], [[1]]) == xlsx_bytes("Plan", ["A"], [[1]])
