"""Files that are not what they say, or far more than they say: refused in words, without being opened."""

import inspect
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

import randa
from tests.attacks.conftest import Target, routes_with
from tests.attacks.fields import file_names

pytestmark = pytest.mark.django_db
SOURCE = Path(randa.__file__).parent
ENTITIES = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">"""
    + b"".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">'.encode() for n in range(9))
    + b"]><x>&j;</x>"
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>"""


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _bomb() -> bytes:
    return _zip("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))


FILES = {
    "zip bomb": ("tabell.xlsx", _bomb),
    "entity bomb in a workbook": ("tabell.xlsx", lambda: _zip("xl/workbook.xml", ENTITIES)),
    "outside entity in a workbook": ("tabell.xlsx", lambda: _zip("[Content_Types].xml", OUTSIDE)),
    "path out of the archive": ("tabell.xlsx", lambda: _zip("../../../tmp/randa-was-here", b"x")),
    "program": ("tabell.xlsx", lambda: b"\x7fELF" + b"\0" * 500),
    "picture": ("tabell.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
    "entity bomb": ("tabell.xml", lambda: ENTITIES),
    "nothing": ("tabell.csv", lambda: b""),
    "one long line": ("tabell.csv", lambda: b"a;" * 400_000),
    "strange name": ("../../../etc/passwd\0.xlsx", lambda: b"a;b\n1;2\n"),
}


def module(address: str) -> Path:
    """Return the file in which the page behind `address` is written."""
    page = inspect.unwrap(resolve(address).func)
    return Path(inspect.getfile(page if inspect.isroutine(page) else type(page)))


def reads_files(file: Path) -> bool:
    return ".FILES" in file.read_text()


@pytest.fixture(scope="module")
def takers(target: Target) -> list[str]:
    """Return the addresses of every module that takes files."""
    return [address for address in map(target.address, routes_with("POST")) if reads_files(module(address))]


def test_every_module_that_reads_files_is_attacked(takers: list[str]) -> None:
    assert set(filter(reads_files, SOURCE.rglob("*.py"))) <= set(map(module, takers))


@pytest.mark.parametrize("kind", FILES)
def test_a_harmful_file_is_refused_by_every_address_in_words(kind: str, target: Target, takers: list[str]) -> None:
    name, make = FILES[kind]
    content = make()
    broken, told = [], []
    for address in takers:
        data = {field: SimpleUploadedFile(name, content) for field in file_names()}
        answer = target.administrator.ask(address, "POST", data)
        if answer.status_code >= 500:
            broken.append((address, answer.status_code))
        if b"Traceback" in answer.content or b"/etc/" in answer.content:
            told.append(address)

    assert broken == []
    assert told == []
