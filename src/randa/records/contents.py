"""What a file is, told by its content and never by its name."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from randa.records.errors import UnacceptableFileError

MAX_MEGABYTES = 10
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
TEXT = "text/plain"
PDF = "application/pdf"
_STARTS = (
    (b"%PDF-", PDF, ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)
_OFFICE = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """A file that may be kept: `name` ends as its kind does."""

    name: str
    media_type: str
    data: bytes


def checked(name: str, data: bytes) -> Content:
    """Return the file with its kind and a harmless name.

    Raises:
        UnacceptableFileError: empty, larger than 10 MB, or neither PDF, PNG, JPEG, Word, Excel nor UTF-8 text.
    """
    if not data:
        raise UnacceptableFileError.empty()
    if len(data) > MAX_BYTES:
        raise UnacceptableFileError.too_large(MAX_MEGABYTES)
    media_type, ending = _kind_of(data)
    return Content(_harmless(name, ending), media_type, data)


def text_of(media_type: str, data: bytes) -> str:
    """Return the text of a text file, and nothing for other kinds: their text cannot be masked safely here."""
    return data.decode("utf-8-sig") if media_type == TEXT else ""


def _kind_of(data: bytes) -> tuple[str, str]:
    for start, media_type, ending in _STARTS:
        if data.startswith(start):
            return media_type, ending
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnacceptableFileError.of_unknown_kind() from error
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t\f" for sign in text) or text.lstrip()[:1] == "<":
        raise UnacceptableFileError.of_unknown_kind()  # binary, or a page with scripts
    return TEXT, ".txt"


def _office_kind(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise UnacceptableFileError.of_unknown_kind() from error
    for part, media_type, ending in _OFFICE:
        if part in names and not any(name.lower().endswith("vbaproject.bin") for name in names):
            return media_type, ending
    raise UnacceptableFileError.of_unknown_kind()


def _harmless(name: str, ending: str) -> str:
    stem = re.sub(r"\.[^.]{1,5}$", "", name.replace("\\", "/").rpartition("/")[2])
    stem = re.sub(r"[^\w .,()+-]", "_", stem).strip(" .") or "handling"
    return stem[:140] + ending
