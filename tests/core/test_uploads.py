"""Files are searched before anything reads them; what is not clean, or not known to be, goes no further."""

import importlib
import pkgutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

import randa
from randa.core import uploads
from randa.core.imports.models import ImportRun
from randa.core.uploads import ScannerError, SearchedFileField, answers, virus_in
from tests.factories import OrganisationFactory, person_with

VIRUS = b"this stands for a virus"


class Clamd(threading.Thread):
    """A scanner on this machine that speaks INSTREAM and PING as clamd does, and keeps what it was sent."""

    def __init__(self, place: socket.socket) -> None:
        super().__init__(daemon=True)
        self.place, self.got, self.says, self.dawdles = place, [], "", 0.0  # type: ignore[var-annotated]
        self.place.listen()

    def run(self) -> None:
        while True:
            try:
                caller, _address = self.place.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as words:
                self._answer(caller, words)

    def _answer(self, caller: socket.socket, words: object) -> None:
        read = words.read  # type: ignore[attr-defined]
        command = b""
        while not command.endswith(b"\0"):
            command += read(1)
        if command == b"zPING\0":
            caller.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(read(4), "big"):
            content += read(size)
        self.got.append(content)
        said = self.says or ("stream: Test.Virus-1 FOUND" if VIRUS in content else "stream: OK")
        try:
            for letter in f"{said}\0".encode():
                time.sleep(self.dawdles)
                caller.sendall(bytes([letter]))
        except OSError:
            return


@pytest.fixture(params=["path", "port"])
def clamd(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Clamd]:
    if request.param == "path":
        place = socket.socket(socket.AF_UNIX)
        settings.RANDA_VIRUS_SCANNER = str(tmp_path / "ctl")
        place.bind(settings.RANDA_VIRUS_SCANNER)
    else:
        place = socket.socket()
        place.bind(("127.0.0.1", 0))
        settings.RANDA_VIRUS_SCANNER = f"127.0.0.1:{place.getsockname()[1]}"
    made = Clamd(place)
    made.start()
    yield made
    place.shutdown(socket.SHUT_RDWR)
    place.close()


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("lista.csv", content)


def test_a_clean_file_is_sent_whole_and_can_be_read_afterwards(clamd: Clamd) -> None:
    content = b"a;b\n" * 100_000

    taken = SearchedFileField().clean(_file(content))

    assert clamd.got == [content]
    assert taken.read() == content
    assert answers()


def test_a_virus_is_refused_in_words_and_named_in_the_log(clamd: Clamd, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(forms.ValidationError, match="skadlig kod"):
        SearchedFileField().clean(_file(b"a;b\n" * 50_000 + VIRUS))

    assert "Test.Virus-1" in caplog.text


@pytest.mark.parametrize(
    "says", ["INSTREAM size limit exceeded. ERROR", "stream: OK but", "OK", "", "stream: x ERROR", "x" * 5000]
)
def test_whatever_is_not_a_clean_bill_is_a_refusal(clamd: Clamd, says: str) -> None:
    clamd.says = says or " "

    with pytest.raises(forms.ValidationError, match="Försök igen om en stund"):
        SearchedFileField().clean(_file(b"a;b\n"))


def test_a_scanner_that_dawdles_is_not_waited_for(clamd: Clamd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "WHOLE_SECONDS", 0.2)
    clamd.dawdles = 0.1
    began = time.monotonic()

    with pytest.raises(ScannerError):
        virus_in(_file(b"a;b\n"))
    assert time.monotonic() - began < 2


def test_a_scanner_that_is_not_there_lets_nothing_through(settings: Settings, tmp_path: Path) -> None:
    settings.RANDA_VIRUS_SCANNER = str(tmp_path / "nobody")

    assert not answers()
    with pytest.raises(forms.ValidationError, match="Försök igen om en stund"):
        SearchedFileField().clean(_file(b"a;b\n"))


def test_without_a_scanner_files_are_taken(settings: Settings) -> None:
    settings.RANDA_VIRUS_SCANNER = ""

    assert SearchedFileField().clean(_file(VIRUS)).read() == VIRUS


@pytest.mark.django_db
def test_nothing_of_a_file_with_a_virus_is_kept(clamd: Clamd, client: Client) -> None:
    region = OrganisationFactory.create(code="REG-20")
    client.force_login(person_with("people.import", "people.view", "roles.grant", at=region))
    heads = "Förnamn;Efternamn;E-post;Roll;Organisation;Från\n".encode()

    def send(content: bytes) -> int:
        return client.post(reverse("people:import"), {"organisation": "REG-20", "file": _file(content)}).status_code

    assert send(heads + VIRUS) == 422
    assert not ImportRun.objects.exists()
    assert send(heads + b"Ada;Test;ada@test.example;x;REG-20;2027-01-11\n") == 302
    assert ImportRun.objects.count() == 1
    assert len(clamd.got) == 2


def test_every_form_takes_its_files_through_the_search() -> None:
    for module in pkgutil.walk_packages(randa.__path__, "randa."):
        if not module.ispkg and ("form" in module.name or ".views" in module.name):
            importlib.import_module(module.name)
    found, wait, bare = 0, [forms.BaseForm], []
    while wait:
        for one in wait.pop().__subclasses__():
            wait.append(one)
            for name, field in getattr(one, "base_fields", {}).items():
                if isinstance(field, forms.FileField) and one.__module__.startswith("randa."):
                    found += 1
                    if not isinstance(field, SearchedFileField):
                        bare.append(f"{one.__qualname__}.{name}")

    assert bare == []
    assert found >= 5
