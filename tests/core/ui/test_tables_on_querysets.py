"""A table over a queryset searches, filters, orders and pages in the database."""

import pytest
from django.http import QueryDict

from randa.core.access.models import Role
from randa.core.ui.tables import Column, Filter, Table

pytestmark = pytest.mark.django_db


def roles_table(query, **values):
    return Table(
        key="roles",
        columns=[Column("name", "Roll", order_by="name_sv"), Column("sort_order", "Ordning", numeric=True)],
        rows=Role.objects.filter(code__startswith="made-"),
        params=QueryDict(query),
        caption="Roller",
        search_fields=["name_sv", "code"],
        filters=[Filter("order", "Ordning", choices=[("1", "Ett"), ("2", "Två")], lookup="sort_order")],
        **values,
    )


def make_roles(count):
    Role.objects.bulk_create(
        Role(code=f"made-{number:02d}", name_sv=f"Roll {number:02d}", name_en="", sort_order=number % 3)
        for number in range(count)
    )


def names(table):
    return [row.cells[0].text for row in table.page_rows]


def test_it_searches_filters_and_orders():
    make_roles(9)
    assert names(roles_table("q=made&f_order=1&sort=-name")) == ["Roll 07", "Roll 04", "Roll 01"]


@pytest.mark.parametrize("row_count", [1, 60])
def test_a_page_takes_two_queries_however_many_rows_there_are(django_assert_num_queries, row_count):
    make_roles(row_count)
    table = roles_table("sort=name")

    with django_assert_num_queries(2):  # how many there are, and the rows of the page
        shown = len(table.page_rows)
        table.next_url, table.chips, table.headings, table.total_count  # noqa: B018 - what the page asks for

    assert shown == min(row_count, 25)
