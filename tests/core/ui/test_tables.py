"""Sorting, filtering, paging, columns: all of it in the query string."""

from dataclasses import dataclass

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override

from randa.core.ui.export import table_file
from randa.core.ui.tables import Column, Filter, Table


@dataclass(frozen=True)
class Unit:
    name: str
    region: str
    seats: int | None


UNITS = [
    Unit("Ögonkliniken", "Dalarna", 2),
    Unit("Akuten", "Värmland", None),
    Unit("Åre vårdcentral", "Dalarna", 10),
    Unit("Ärla vårdcentral", "Sörmland", 4),
]
COLUMNS = [
    Column("name", "Enhet"),
    Column("region", "Region"),
    Column("seats", "Platser", numeric=True, unit="per vecka"),
    Column("length", "Namnlängd", numeric=True, value=lambda unit: len(unit.name), default_visible=False),
]


def table(query="", rows=UNITS, **values):
    values = {"filters": [Filter("region", "Region")], **values}
    return Table(key="units", columns=COLUMNS, rows=rows, params=QueryDict(query), caption="Enheter", **values)


def names(shown):
    return [row.cells[0].text for row in shown.page_rows]


def test_names_sort_in_swedish_order():
    assert names(table("sort=name")) == ["Akuten", "Åre vårdcentral", "Ärla vårdcentral", "Ögonkliniken"]


@pytest.mark.parametrize("query", ["sort=seats", "sort=-seats"])
def test_empty_cells_stay_last_in_both_directions(query):
    assert names(table(query))[-1] == "Akuten"


def test_numbers_sort_as_numbers_descending():
    assert names(table("sort=-seats"))[:3] == ["Åre vårdcentral", "Ärla vårdcentral", "Ögonkliniken"]


def test_an_unknown_column_in_the_address_leaves_the_order():
    assert names(table("sort=secret")) == [unit.name for unit in UNITS]


def test_the_label_of_the_sorted_column_turns_the_order_round():
    heading = table("sort=name&f_region=Dalarna&page=2").headings[0]
    assert (heading.direction, heading.url) == ("ascending", "?sort=-name&f_region=Dalarna")


def test_a_filter_keeps_only_its_rows_and_says_so_in_plain_words():
    shown = table("f_region=Dalarna&sort=name")

    assert names(shown) == ["Åre vårdcentral", "Ögonkliniken"]
    assert (shown.matching_count, shown.total_count) == (2, 4)
    assert shown.chips == [{"text": "Region: Dalarna", "url": "?sort=name"}]


def test_every_word_of_a_search_must_occur():
    assert names(table("q=vård+dalarna")) == ["Åre vårdcentral"]


def test_a_page_holds_25_rows_and_the_last_page_the_rest():
    many = [Unit(f"Enhet {number:02d}", "Dalarna", number) for number in range(60)]
    shown = table("page=3", rows=many)

    assert (len(shown.page_rows), shown.first_number, shown.last_number, shown.page_count) == (10, 51, 60, 3)
    assert (shown.previous_url, shown.next_url) == ("?page=2", "")


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", ""])
def test_a_page_that_does_not_exist_shows_one_that_does(page):
    assert names(table(f"page={page}")) == [unit.name for unit in UNITS]


def test_all_rows_fit_on_one_page_when_asked_for():
    many = [Unit(f"Enhet {number}", "Dalarna", number) for number in range(130)]
    assert len(table("size=all", rows=many).page_rows) == 130


def test_chosen_columns_replace_the_usual_ones_but_never_the_first():
    shown = table(visible_keys=["length"])
    assert [column.key for column in shown.visible_columns] == ["name", "length"]


def test_parameters_of_others_on_the_page_are_kept():
    assert table("scenario=3&q=a").kept_params == [("scenario", "3")]


def test_the_export_holds_all_matching_rows_in_order_and_the_visible_columns():
    with override("sv"):
        response = table_file(table("export=csv&sort=name&f_region=Dalarna&size=25"))

    assert response.content.decode("utf-8-sig").splitlines() == [
        "Enhet;Region;Platser (per vecka)",
        "Åre vårdcentral;Dalarna;10",
        "Ögonkliniken;Dalarna;2",
    ]
    assert 'filename="units-2027-01-11.csv"' in response.headers["Content-Disposition"]


def test_the_page_says_how_many_of_how_many():
    with override("sv"):
        assert "Rad 1–2 av 2 (2/4)" in render_to_string("ui/table.html", {"table": table("f_region=Dalarna")})


def test_no_rows_says_what_to_do():
    with override("sv"):
        assert "Ta bort ett filter" in render_to_string("ui/table.html", {"table": table("q=finns+inte")})


def test_a_table_without_any_rows_says_what_to_do_first_and_counts_nothing():
    with override("sv"):
        page = render_to_string("ui/table.html", {"table": table(rows=[], empty="Börja med Lägg till enhet.")})

    assert "Börja med Lägg till enhet." in page
    assert "Ta bort ett filter" not in page
    assert "Rad 0" not in page
