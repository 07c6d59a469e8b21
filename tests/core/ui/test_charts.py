"""Charts are plain markup in the reader's language, and carry their figures."""

import io
import re

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from randa.core.ui import chart_drawing, charts

ABOUT = charts.About(
    title="Psykiatrin räcker inte", source="004 Tabell 2", as_of="2027-01-11", description="Behov & platser", key="need"
)
RECORDS = [{"region": "Dalarna", "rate": 15.3}, {"region": "Uppsala", "rate": 11.4}]


def draw():
    with override("sv"):
        return charts.bars(RECORDS, about=ABOUT, label="region", value="rate", value_title="per 100 000", places=1)


def test_figures_have_a_decimal_comma_in_swedish():
    assert ">15,3</text>" in draw().svg


def test_the_markup_passes_a_strict_content_security_policy():
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", draw().svg)


def test_the_description_is_the_chart_for_who_does_not_see_it():
    assert 'role="img" aria-label="Behov &amp; platser"' in draw().svg


def test_two_charts_on_a_page_share_no_ids():
    first, second = (set(re.findall(r'id="([^"]+)"', draw().svg)) for _time in range(2))
    assert first.isdisjoint(second)


def test_the_workbook_holds_the_figures_and_where_they_come_from():
    book = load_workbook(io.BytesIO(charts.chart_xlsx(draw())))

    assert [[cell.value for cell in row] for row in book.worksheets[0]] == [
        ["region", "per 100 000"],
        ["Dalarna", 15.3],
        ["Uppsala", 11.4],
    ]
    assert [row[0].value for row in book["Källa"]][:3] == ["Psykiatrin räcker inte", "004 Tabell 2", "2027-01-11"]


def test_the_picture_is_a_png():
    assert charts.chart_png(draw()).startswith(b"\x89PNG")


@pytest.mark.parametrize("bounds", [(1, 2, 3), (1, 3, 2, 4), (1, 1, 2, 3)])
def test_a_heatmap_needs_four_rising_bounds(bounds):
    with pytest.raises(ValueError, match="four rising numbers"):
        charts.heatmap(RECORDS, about=ABOUT, x="region", y="region", value="rate", bounds=bounds)


def test_a_heatmap_cell_on_a_bound_takes_the_higher_step():
    records = [{"quarter": "kv 1", "area": "PSY", "load": 100}]
    chart = charts.heatmap(records, about=ABOUT, x="quarter", y="area", value="load", bounds=(80, 100, 110, 120))
    assert 'fill="#f6d9a8"' in chart.svg


@pytest.mark.parametrize("years", [(2027, 2028), ("2027", "2028")])
def test_each_line_is_named_at_its_last_point_whatever_the_type_of_x(years):
    records = [{"year": year, "area": "Psykiatri", "need": 148 + step} for step, year in enumerate(years)]
    chart = charts.line_with_band(records, about=ABOUT, x="year", y="need", series="area")
    assert chart.svg.count(">Psykiatri</text>") == 1


def test_no_figures_is_refused_in_words():
    with pytest.raises(ValueError, match="records is empty"):
        charts.bars([], about=ABOUT, label="region", value="rate")


def test_the_same_figures_are_drawn_once():
    chart_drawing._drawn.cache_clear()
    draw()
    draw()
    assert chart_drawing._drawn.cache_info().misses == 1
