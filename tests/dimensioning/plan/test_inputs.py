"""Rows on their way into the plan: kept, looked at, corrected, saved; and out and in again."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from randa.core.imports.tables import read_text, read_upload
from randa.core.ui.export import csv_bytes, xlsx_bytes
from randa.dimensioning.errors import NothingChangedError, TooManyRowsError
from randa.dimensioning.loader import load_published_plan
from randa.dimensioning.models import PlanInput, PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.plan.check import one_line, read_rows
from randa.dimensioning.plan.files import export_rows
from randa.dimensioning.plan.names import POST_TYPE_NAMES, RegionNames
from randa.dimensioning.plan.rows import HEADS, MAX_ROWS, RawRow, raw_rows
from randa.dimensioning.services.inputs import correct_input, keep_input, preview_input, save_input
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import person_with

Country = dict[str, Organisation]
GOOD = RawRow(1, "Dalarna", "2027", "AT", "7")
WRONG = RawRow(2, "Dalarna", "2028", "AT", "sju")


@pytest.fixture
def manager(country: Country) -> User:
    return person_with("dimensioning.view", "dimensioning.edit", at=country["REG-20"])


def test_the_rows_that_can_be_saved_are_saved_and_the_others_stay_as_written(manager: User) -> None:
    kept = keep_input(actor=manager, origin="pasted", rows=[GOOD, WRONG])

    revision, _preview = save_input(actor=manager, plan_input=kept, comment="Ny siffra")

    assert revision.comment == "Ny siffra"
    assert PlannedPosts.objects.get().posts == 7
    again = preview_input(actor=manager, plan_input=kept)
    assert [again.rows[one.place].posts for one in again.refused] == ["sju"]
    assert len(again.check.unchanged) == 1
    assert kept.saved_as == revision


def test_a_corrected_row_can_be_saved(manager: User) -> None:
    kept = keep_input(actor=manager, origin="pasted", rows=[WRONG])

    correct_input(actor=manager, plan_input=kept, corrected={0: {"posts": "7"}, 99: {"posts": "1"}})

    save_input(actor=manager, plan_input=kept)
    assert PlannedPosts.objects.get().posts == 7


def test_saving_the_same_rows_twice_changes_nothing(manager: User) -> None:
    kept = keep_input(actor=manager, origin="pasted", rows=[GOOD])
    save_input(actor=manager, plan_input=kept)

    with pytest.raises(NothingChangedError):
        save_input(actor=manager, plan_input=kept)


def test_a_conflict_is_shown_and_overwritten_only_when_asked_for(manager: User, country: Country) -> None:
    kept = keep_input(actor=manager, origin="grid", rows=[GOOD])
    colleague = person_with("dimensioning.edit", at=country["REG-20"])
    other = keep_input(actor=colleague, origin="grid", rows=[RawRow(1, "Dalarna", "2027", "AT", "9")])
    save_input(actor=colleague, plan_input=other)

    assert [one.code for one in preview_input(actor=manager, plan_input=kept).refused] == ["conflict"]

    correct_input(actor=manager, plan_input=kept, corrected={}, overwrite=["REG-20:2027:AT"])
    save_input(actor=manager, plan_input=kept)
    assert PlannedPosts.objects.get().posts == 7


def test_more_rows_than_a_plan_can_hold_are_refused_at_once(manager: User) -> None:
    with pytest.raises(TooManyRowsError, match=str(MAX_ROWS)):
        keep_input(actor=manager, origin="pasted", rows=[GOOD] * (MAX_ROWS + 1))


def test_ten_thousand_wrong_rows_are_answered_within_seconds_and_all_reasons_can_be_fetched(
    client: Client, manager: User
) -> None:
    """Reading and checking them is about one second of work; the limit leaves room for a busy machine."""
    client.force_login(manager)
    rows = "\n".join(f"Ingenstans {n}\t2027\tAT\t{n}x" for n in range(10_000))
    started = time.monotonic()

    posted = client.post(reverse("dimensioning:plan_input_new"), {"text": rows})
    page = client.get(posted["Location"])

    assert time.monotonic() - started < 8
    assert page.content.decode().count('-region"') == 50
    reasons = client.get(reverse("dimensioning:plan_input_reasons", args=[PlanInput.objects.get().pk]))
    assert reasons.content.decode("utf-8-sig").count("\r\n") == 10_001


def test_the_export_reads_back_without_a_single_change(client: Client, manager: User) -> None:
    load_published_plan()
    client.force_login(manager)
    for file_format in ("xlsx", "csv"):
        content = client.get(reverse("dimensioning:plan_export", args=[file_format])).content
        upload = SimpleUploadedFile(f"plan.{file_format}", content)

        page = client.get(client.post(reverse("dimensioning:plan_input_new"), {"file": upload})["Location"])

        assert page.context["changed_count"] == 0
        assert page.context["refused_count"] == 0
        assert page.context["unchanged_count"] == PlannedPosts.objects.count()
    assert PlanRevision.objects.count() == 1


REGIONS = [("REG-20", "Region Dalarna", "Dalarna"), ("REG-18", "Region Örebro län", "Örebro län")]
words = st.text(max_size=60).map(lambda text: one_line(text) or "")
cells = st.dictionaries(
    st.builds(CellKey, st.sampled_from(["REG-20", "REG-18"]), st.integers(2015, 2060), st.sampled_from(sorted(POST_TYPE_NAMES))),
    st.tuples(st.integers(0, 5000), st.sampled_from(["draft", "decided"]), words, words),
    max_size=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=cells, as_workbook=st.booleans())
def test_whatever_the_plan_holds_its_file_reads_back_the_same(
    plan: dict[CellKey, tuple[int, str, str, str]], as_workbook: bool
) -> None:
    names = {code: name for code, name, _short in REGIONS}
    rows = export_rows((key, names[key.region], *values) for key, values in plan.items())

    if as_workbook:
        import io

        table = read_upload(io.BytesIO(xlsx_bytes("Plan", list(HEADS), rows)), "plan.xlsx")
    else:
        table = read_text(csv_bytes(list(HEADS), rows).decode("utf-8"))
    read = read_rows(raw_rows(table), RegionNames(REGIONS), seen=None)

    assert read.refused == ()
    assert {one.key: (one.posts, one.status, one.source or "", one.comment or "") for one in read.changes} == plan
