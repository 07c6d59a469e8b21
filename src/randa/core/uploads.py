"""Files that people send are searched by the installation's own virus scanner before anything reads or keeps them.

The scanner is clamd, or anything that speaks its INSTREAM (RANDA_VIRUS_SCANNER). What it does not call clean goes no further: a virus,
a scanner that is down, an answer that is not understood.
"""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WHOLE_SECONDS = 20.0
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
security = logging.getLogger("randa.security")


class ScannerError(OSError):
    """The scanner does not answer, or with something else than it should."""


class SearchedFileField(forms.FileField):
    """A file that somebody sends; the one way for a form to take one."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if data and settings.RANDA_VIRUS_SCANNER:
            _refuse_what_is_not_clean(data)
        return found


def _refuse_what_is_not_clean(file: BinaryIO) -> None:
    file.seek(0)
    try:
        virus = virus_in(file)
    except ScannerError as error:
        security.error("the virus scanner failed, a file was refused: %s", error)
        sentence = _(
            "Filen kunde inte sökas igenom efter virus just nu, så den togs inte emot. Försök igen om en stund."
        )
        raise ValidationError(sentence, code="scanner") from error
    finally:
        file.seek(0)
    if virus:
        security.warning("a file with a virus was refused: %s", virus)
        sentence = _(
            "Filen innehåller skadlig kod och togs inte emot. Inget av den har sparats. Kontakta er it-support."
        )
        raise ValidationError(sentence, code="virus")


def virus_in(file: BinaryIO) -> str:
    """Return the scanner's name of the virus in the file, "" for a clean one.

    Raises:
        ScannerError: it cannot be told.
    """
    with _connection() as ask:
        ask.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            ask.sendall(len(piece).to_bytes(4, "big") + piece)
        ask.sendall(bytes(4))
        answer = _answer(ask)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerError(f"the scanner said {answer[:80]!r}")


def answers() -> bool:
    """Tell whether the scanner is there."""
    try:
        with _connection() as ask:
            ask.sendall(b"zPING\0")
            return _answer(ask) == "PONG"
    except ScannerError:
        return False


@contextmanager
def _connection() -> Iterator[socket.socket]:
    place: str = settings.RANDA_VIRUS_SCANNER
    is_path = place.startswith("/")
    try:
        with socket.socket(socket.AF_UNIX if is_path else socket.AF_INET) as ask:
            ask.settimeout(WHOLE_SECONDS)
            host, _colon, port = place.rpartition(":")
            ask.connect(place if is_path else (host, int(port)))
            yield ask
    except ScannerError:
        raise
    except (OSError, ValueError) as error:
        raise ScannerError(f"{place}: {type(error).__name__}") from error


def _answer(ask: socket.socket) -> str:
    """Return what the scanner says, up to its zero byte; the whole wait has an end, however slowly it speaks."""
    said, until = b"", time.monotonic() + WHOLE_SECONDS
    while not said.endswith(b"\0"):
        ask.settimeout(max(0.01, until - time.monotonic()))
        more = ask.recv(LONGEST_ANSWER)
        said += more
        if not more or len(said) > LONGEST_ANSWER or time.monotonic() > until:
            raise ScannerError(f"the scanner broke off after {said[:80]!r}")
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
