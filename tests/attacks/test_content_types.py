"""Every answer says what it is: a browser that believes the words reads what was meant, and guesses nothing."""

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tests.attacks.conftest import Target, routes_with

pytestmark = pytest.mark.django_db
_OUR_NAME = re.compile(r'^attachment; filename="[a-z0-9_-]{1,100}\.(csv|xlsx|svg|png|pdf|ics|zip|json|txt|docx|jpg)"$')
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _is_page(content: bytes) -> bool:
    """A page or a part of one: markup from its first sign to its last, and no JSON."""
    text = content.strip()
    return text.startswith(b"<") and text.endswith(b">") and not text.startswith(b"<?xml")


def _is_json(content: bytes) -> bool:
    json.loads(content)
    return True


def _is_xml(content: bytes) -> bool:
    ET.fromstring(content)  # noqa: S314 - made by ourselves
    return True


def _is_plain(content: bytes) -> bool:
    return not content.lstrip().startswith((b"<", b"{", b"["))


FITS: dict[str, Callable[[bytes], bool]] = {
    "text/html": _is_page,
    "text/plain": _is_plain,
    "text/csv": _is_plain,
    "text/calendar": lambda content: content.startswith(b"BEGIN:VCALENDAR"),
    "application/json": _is_json,
    "application/scim+json": _is_json,
    "application/samlmetadata+xml": _is_xml,
    "image/svg+xml": _is_xml,
    "image/png": lambda content: content.startswith(b"\x89PNG"),
    "application/pdf": lambda content: content.startswith(b"%PDF-"),
    "application/zip": lambda content: content.startswith(b"PK"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": lambda content: content.startswith(b"PK"),
}

SHOWN_BY_NO_BROWSER = {"application/samlmetadata+xml"}


def _body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def _stays_a_file(answer: HttpResponse) -> bool:
    """It is downloaded under a name of our own, in plain letters; or shown, but as nothing that runs or belongs to this site."""
    place = answer.headers.get("Content-Disposition", "")
    return bool(_OUR_NAME.match(place)) or (not place and "sandbox" in answer.headers["Content-Security-Policy"])


def wrong_about(answer: HttpResponse) -> str:
    """Return what the headers say that the content is not, or ""."""
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        return "the browser may guess"
    body = _body(answer)
    if not body:
        return ""
    kind, _mark, rest = answer.headers.get("Content-Type", "").partition(";")
    if kind not in FITS:
        return f"{kind!r} is not a kind that Randa answers with"
    is_page, is_data = kind == "text/html", kind.endswith("json")
    if not is_page and not is_data and kind not in SHOWN_BY_NO_BROWSER and not _stays_a_file(answer):
        return f"{kind} could be shown as a page"
    if kind.startswith("text/") or kind.endswith("xml"):
        if rest.strip().lower() != "charset=utf-8":
            return f"{kind} without its characters: {rest!r}"
        body.decode("utf-8")
    try:
        return "" if FITS[kind](body) else f"{kind}, but {body[:40]!r}"
    except (ValueError, ET.ParseError) as error:
        return f"{kind}, but {error}"


@pytest.mark.parametrize("method", METHODS)
def test_every_answer_says_what_it_is(method: str, target: Target) -> None:
    wrong = []
    for route in routes_with(method):
        for asker in (target.administrator, target.nobody):
            answer = asker.ask(target.address(route), method)
            if fault := wrong_about(answer):
                wrong.append((route, answer.status_code, fault))

    assert wrong == []


def test_an_answer_that_lies_is_found() -> None:
    def made(content: bytes, kind: str, **headers: str) -> HttpResponse:
        return HttpResponse(content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"} | headers)

    assert wrong_about(made(b"<p>Hej</p>", "text/html; charset=utf-8")) == ""
    assert wrong_about(made(b"", "text/html")) == ""
    assert wrong_about(made(b'{"a": 1}', "text/html; charset=utf-8"))
    assert wrong_about(made(b"<p>Hej</p>", "application/json"))
    assert wrong_about(made(b"<p>Hej</p>", "text/html"))
    assert wrong_about(made(b"hej", "application/octet-stream"))
    policy = {"Content-Security-Policy": "default-src 'self'"}
    named = policy | {"Content-Disposition": 'attachment; filename="logg-2027-01-11.csv"'}
    assert wrong_about(made(b"a;b", "text/csv; charset=utf-8", **named)) == ""
    assert wrong_about(made(b"a;b", "text/csv; charset=utf-8", **policy))
    assert wrong_about(
        made(b"a;b", "text/csv; charset=utf-8", **named | {"Content-Disposition": 'attachment; filename="a"b.csv"'})
    )
