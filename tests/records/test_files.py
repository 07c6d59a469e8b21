"""Files: told by their content, kept as they came, corrected by a new version."""

import io
import zipfile

import pytest
from django.db import DatabaseError, transaction

from randa.core.audit.models import AuditEvent
from randa.records.contents import MAX_BYTES, checked
from randa.records.errors import SameFileError, UnacceptableFileError
from randa.records.models import DocumentFile
from randa.records.services import add_version
from tests.records.world import registered, registrar, text_file


def _office(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 ...", "brev.pdf"),
        (b"\x89PNG\r\n\x1a\n....", "brev.png"),
        (b"\xff\xd8\xff\xe0....", "brev.jpg"),
        ("Åtgärder på räls".encode(), "brev.txt"),
        (_office("word/document.xml"), "brev.docx"),
        (_office("xl/workbook.xml"), "brev.xlsx"),
    ],
)
def test_a_file_is_named_after_what_it_holds_whatever_it_is_called(data: bytes, name: str) -> None:
    assert checked("../mapp/brev.exe", data).name == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00program",
        b"<html><script>alert(1)</script>",
        b"text med \x00 tecken",
        _office("annat.xml"),
        _office("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04trasig",
        b"%PDF-" + b"0" * MAX_BYTES,
    ],
)
def test_programs_pages_macros_broken_and_large_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnacceptableFileError):
        checked("brev.pdf", data)


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    assert checked("a.pdf", b"%PDF-" + b"0" * (MAX_BYTES - 5)).media_type == "application/pdf"


@pytest.mark.django_db
def test_a_correction_is_a_new_version_and_the_first_stays() -> None:
    actor, place = registrar()
    document = registered(actor, place, content=text_file("Första"))

    add_version(actor=actor, document=document, content=text_file("Andra"), note="Rättad bilaga")

    assert [(one.version, bytes(one.content).decode()) for one in document.files.order_by("version")] == [
        (1, "Första"),
        (2, "Andra"),
    ]
    assert AuditEvent.objects.filter(action="document.version_added").count() == 2


@pytest.mark.django_db
def test_the_same_file_twice_is_no_new_version() -> None:
    actor, place = registrar()
    document = registered(actor, place, content=text_file())

    with pytest.raises(SameFileError):
        add_version(actor=actor, document=document, content=text_file(), note="")


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_remove_a_file() -> None:
    document = registered(*registrar(), content=text_file())

    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document).update(name="annat.txt")
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document).delete()
