"""A person's export holds everything about them, and nothing about anybody else."""

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from randa.core.audit.models import AuditEvent
from randa.core.jobs.services import execute
from randa.organisations.models import Organisation
from randa.people.models import IdentityNumber, RoleAssignment, User
from randa.privacy.errors import ExportIsGoneError, ExportTooOftenError
from randa.privacy.export.archive import archive_of
from randa.privacy.export.content import content_of, exported_fields
from randa.privacy.export.words import FIELD_WORDS
from randa.privacy.models import AccessExport
from randa.privacy.registry import all_rows
from randa.privacy.services import ask_for_export, delete_expired_exports, fetch_export, store_export
from tests.factories import JobFactory, RoleAssignmentFactory, UserFactory
from tests.privacy.test_erasure import KINDS_OF_ROWS, add
from tests.privacy.world import TODAY, busy, former, world

pytestmark = pytest.mark.django_db
NUMBER = "19121212-1212".replace("-", "")  # Skatteverket's published test number, in twelve digits


def opened(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def data_of(person: User) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(archive_of(person))["uppgifter.json"])
    return found


@pytest.mark.slow
@given(chosen=st.lists(st.sampled_from(KINDS_OF_ROWS), max_size=8))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_kind_that_has_rows_about_the_person_is_in_the_export(chosen: list[str]) -> None:
    made = world()
    person = former(made.region)
    for kind in chosen:
        add(kind, person, made)

    sections = {section.kind.key: section for section in content_of(person)}

    for kind, rows in all_rows():
        found = rows.model_class._base_manager.filter(**{f"{rows.person}": person.pk}).count()
        part = next(one for one in sections[kind.key].parts if one.rows is rows)
        assert len(part.items) >= found, rows.key


def test_nothing_about_other_people_is_in_the_export() -> None:
    made = world()
    other = UserFactory.create(given_name="Annat", family_name="Namnsson", hsa_id="SE5566778899-9")
    busy(made.person, made.region)
    busy(other, made.region)
    RoleAssignmentFactory.create(
        user=other, organisation=made.region, granted_by=made.person, reason="För Annat Namnsson"
    )
    AuditEvent.objects.create(
        actor=made.person, subject=other, action="record.opened", object_type="people.user", object_id=str(other.pk),
        object_name="Annat Namnsson", before={"email": other.email}, reason="Annat Namnsson frågade",
    )  # fmt: skip

    files = opened(archive_of(made.person))

    readable = b"".join(content for name, content in files.items() if not name.endswith(".pdf")).decode()
    assert "Namnsson" not in readable
    assert other.email not in readable
    assert str(other.pk) not in readable


def test_a_colleague_is_named_where_they_acted() -> None:
    made = world()
    giver = UserFactory.create(given_name="Gav", family_name="Rollsson")
    RoleAssignment.objects.filter(user=made.person).update(granted_by=giver)

    roles = next(kind for kind in data_of(made.person)["kinds"] if kind["key"] == "roles")

    named = [item.get("granted_by") for part in roles["rows"] for item in part["items"]]
    assert named == ["Gav Rollsson"]


def test_the_persons_own_identity_number_is_readable_to_them() -> None:
    made = world()
    IdentityNumber.objects.create(person=made.person, kind="personal", number=NUMBER, starts_on=TODAY, reason="Intyg")

    assert NUMBER in opened(archive_of(made.person))["uppgifter.json"].decode()


def test_a_cell_of_a_table_never_becomes_a_formula() -> None:
    made = world()
    JobFactory.create(started_by=made.person, title='=HYPERLINK("http://x.example")')

    table = next(
        content for name, content in opened(archive_of(made.person)).items() if name.startswith("tabeller/jobs")
    )

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert any(cell.startswith("'=HYPERLINK") for cell in rows[1])


def test_secrets_never_stand_in_an_export() -> None:
    secret = {"password", "session_key", "token", "sealed", "fingerprint", "data", "content", "number_index"}

    shown = {f"{rows.model}.{field.name}" for _kind, rows in all_rows() for field in exported_fields(rows)}

    assert {name for name in shown if name.rpartition(".")[2] in secret} == set()


def test_every_field_of_an_export_has_a_word() -> None:
    missing = {field.name for _kind, rows in all_rows() for field in exported_fields(rows)} - set(FIELD_WORDS)

    assert missing == set(), "give them a word in randa/privacy/export/words.py"


def test_the_pdf_is_tagged_and_readable_aloud() -> None:
    made = world()
    busy(made.person, made.region)

    pdf = opened(archive_of(made.person))["uppgifter.pdf"]

    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf
    assert b"StructTreeRoot" in pdf


def test_an_export_is_made_by_the_worker_and_fetched_by_the_person_alone() -> None:
    made = world()
    export = ask_for_export(actor=made.person, person=made.person)
    execute(str(export.job_id))

    content = fetch_export(actor=made.person, export=export)

    assert "uppgifter.pdf" in opened(content)
    with pytest.raises(PermissionDenied):
        fetch_export(actor=made.officer, export=export)
    assert AuditEvent.objects.filter(action="access_export.fetched", subject=made.person).count() == 1


def test_an_officer_may_have_one_made_but_not_open_it() -> None:
    made = world()

    export = ask_for_export(actor=made.officer, person=made.person, reason="Begäran per brev")
    store_export(export=export, content=b"zip")

    with pytest.raises(PermissionDenied):
        fetch_export(actor=made.officer, export=export)
    assert fetch_export(actor=made.person, export=export) == b"zip"


def test_somebody_elses_data_are_not_exported() -> None:
    made, other = world(), world()

    with pytest.raises(PermissionDenied):
        ask_for_export(actor=other.approver, person=made.person)


def test_a_fourth_export_in_a_day_waits_until_tomorrow() -> None:
    made = world()
    for _number in range(3):
        ask_for_export(actor=made.person, person=made.person)

    with pytest.raises(ExportTooOftenError):
        ask_for_export(actor=made.person, person=made.person)
    AccessExport.objects.update(asked_at=timezone.now() - dt.timedelta(days=1, seconds=1))
    ask_for_export(actor=made.person, person=made.person)


def test_after_a_week_the_file_is_gone_and_the_row_remains() -> None:
    made = world()
    export = store_export(export=ask_for_export(actor=made.person, person=made.person), content=b"zip")
    AccessExport.objects.update(expires_at=timezone.now())

    with pytest.raises(ExportIsGoneError):
        fetch_export(actor=made.person, export=export)
    assert delete_expired_exports() == 1
    assert delete_expired_exports() == 0
    assert AccessExport.objects.get(pk=export.pk).content is None


def test_an_organisation_is_no_person() -> None:
    assert Organisation not in {rows.model_class for _kind, rows in all_rows()}
