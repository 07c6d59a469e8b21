"""Text that people have written comes out as text, wherever it is shown or saved, in every text field there is."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.attacks.conftest import Target, routes_open_to_the_administrator

pytestmark = pytest.mark.django_db
MARK = "<script>alert(7)</script>"
FORMULA = "=1+cmd|' /C calc'!A0"
NOT_TEXT = {"password", "path", "session_key", "token_hash"}
KEPT = {"core_audit", "procrastinate", "sessions", "contenttypes", "django_cache"}


def text_fields() -> Iterator[models.Field]:
    """Yield the free text fields of Randa's tables: not keys, states, or what other rows and sessions are found by."""
    for model in apps.get_models():
        if not model.__module__.startswith("randa.") or model._meta.app_label in KEPT or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
                field, models.GeneratedField
            )
            if (
                is_text
                and field.name not in NOT_TEXT
                and not (field.primary_key or field.choices or field.unique or field.is_relation)
            ):
                yield field


def fill(text: str) -> list[str]:
    """Put `text` into every text field that takes it; return the fields that did."""
    filled = []
    for field in text_fields():
        table, column = field.model._meta.db_table, field.column
        width = getattr(field, "max_length", None) or 1000
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute(f'update "{table}" set "{column}" = left(%s, {width})', [text])  # noqa: S608 - names of our own tables
                if cursor.rowcount:
                    filled.append(f"{table}.{column}")
        except DatabaseError:
            continue  # a rule of the database keeps such text out of this field
        finally:
            with connection.cursor() as cursor:
                cursor.execute("set constraints all deferred")
    return filled


@pytest.fixture
def filled_with_markup(target: Target) -> list[str]:
    return fill(f"{MARK}\"'><img src=x onerror=alert(1)>")


@pytest.fixture
def filled_with_formulas(target: Target) -> list[str]:
    return fill(FORMULA)


def test_markup_in_any_field_is_shown_as_text_on_every_page(filled_with_markup: list[str], target: Target) -> None:
    assert {"people_user.given_name", "organisations_organisation.name", "placements_plan.name"} <= set(
        filled_with_markup
    )
    shown, raw = set(), set()
    for route in routes_open_to_the_administrator("GET"):
        answer = target.administrator.ask(target.address(route), "GET")
        if answer.headers.get("Content-Type", "").startswith(("text/html", "image/svg")):
            raw |= {route} if MARK.encode() in answer.content or b"<img src=x" in answer.content else set()
            shown |= {route} if b"&lt;script&gt;alert(7)" in answer.content else set()

    assert raw == set()
    assert len(shown) > 10  # the attack did reach the pages


def test_a_formula_in_any_field_is_text_in_every_file(filled_with_formulas: list[str], target: Target) -> None:
    run, read = [], 0
    for route in routes_open_to_the_administrator("GET"):
        for query in ("", "?export=csv", "?export=xlsx"):
            answer = target.administrator.ask(target.address(route) + query, "GET")
            for cell in _cells(answer.headers.get("Content-Type", ""), answer.getvalue()):
                read += 1
                if cell.startswith(("=", "@")):
                    run.append((route, query, cell[:40]))

    assert run == []
    assert read > 100


def _cells(kind: str, content: bytes) -> Iterator[str]:
    if kind.startswith("text/csv"):
        yield from (cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row)
    elif "spreadsheetml" in kind:
        book = openpyxl.load_workbook(io.BytesIO(content))
        yield from (
            str(cell.value) if cell.data_type != "f" else f"={cell.value}"
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        )
