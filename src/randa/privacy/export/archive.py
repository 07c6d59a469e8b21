"""The one file a person gets: a zip with a PDF to read, JSON with everything, and a table per kind of row."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.core.ui.export import csv_bytes
from randa.people.models import User
from randa.privacy.documents import document
from randa.privacy.export.content import Cell, Part, Section, content_of
from randa.privacy.registry import kinds

SHOWN = 40  # rows of one kind in the PDF; the JSON and the tables hold all
Progress = Callable[[int, int], None]


def archive_of(person: User, progress: Progress = lambda _done, _total: None) -> bytes:
    """Return the zip file of everything Randa keeps about `person`; `progress` hears of every kind that is read."""
    total = len(kinds()) + 2
    sections = []
    for section in content_of(person):
        sections.append(section)
        progress(len(sections), total)
    files = {
        "uppgifter.json": json.dumps(as_json(person, sections), ensure_ascii=False, indent=2).encode(),
        "uppgifter.pdf": pdf(person, sections),
        **tables(sections),
    }
    progress(total, total)
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    """Return the files in one zip, with the day as their time, in the order of their names."""
    out = io.BytesIO()
    day = today()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()


def as_json(person: User, sections: Sequence[Section]) -> dict[str, Any]:
    """Return everything by kind, with the purposes and periods that article 15 asks for."""
    return {
        "person": str(person),
        "day": today().isoformat(),
        "kinds": [
            {
                "key": section.kind.key,
                "label": str(section.kind.label),
                "purpose": str(section.kind.purpose),
                "legal_basis": f"{section.kind.legal_basis.article} {section.kind.legal_basis.law}",
                "recipients": str(section.kind.recipients),
                "retention_class": section.kind.retention_class,
                "rows": [
                    {
                        "what": str(part.rows.what),
                        "items": [{cell.field: cell.value for cell in item} for item in part.items],
                    }
                    for part in section.parts
                ],
            }
            for section in sections
        ],
    }


def tables(sections: Sequence[Section]) -> dict[str, bytes]:
    """Return a table per declaration that has rows; no cell can become a formula."""
    files = {}
    for section in sections:
        for number, part in enumerate(section.parts, start=1):
            if part.items:
                name = f"tabeller/{section.kind.key}-{number}-{slugify(str(part.rows.what))}.csv"
                heads = [cell.label for cell in part.items[0]]
                files[name] = csv_bytes(heads, [[_in_table(cell) for cell in item] for item in part.items])
    return files


def pdf(person: User, sections: Sequence[Section]) -> bytes:
    """Return the tagged PDF: per kind why, on what basis, who sees it, and the rows in words."""
    return document(
        title=_("Uppgifter om %(person)s") % {"person": person},
        lead=_(
            "Allt som Randa har sparat om dig. Samma uppgifter finns i uppgifter.json, och som tabeller i samma fil."
        ),
        sections=[_pdf_section(section) for section in sections],
        day=dt.date.isoformat(today()),
    )


def _pdf_section(section: Section) -> dict[str, Any]:
    kind = section.kind
    facts = [
        [_("Ändamål"), str(kind.purpose)],
        [_("Rättslig grund"), f"{_('artikel')} {kind.legal_basis.article}. {kind.legal_basis.law}"],
        [_("Vilka som ser uppgifterna"), str(kind.recipients)],
    ]
    shown: list[dict[str, Any]] = []
    for part in section.parts:
        shown += _pdf_items(part)
    return {
        "title": str(kind.label),
        "facts": facts,
        "text": "" if section.count else _("Inget är sparat."),
        "cards": shown,
    }


def _pdf_items(part: Part) -> list[dict[str, Any]]:
    cards = [
        {
            "title": f"{str(part.rows.what).capitalize()} {number}"
            if len(part.items) > 1
            else str(part.rows.what).capitalize(),
            "facts": [[cell.label, cell.words] for cell in item if cell.words],
            "note": "",
        }
        for number, item in enumerate(part.items[:SHOWN], start=1)
    ]
    if len(part.items) > SHOWN:
        cards[-1]["note"] = _("Här visas %(shown)d av %(all)d. Resten finns i uppgifter.json och i tabellen.") % {
            "shown": SHOWN,
            "all": len(part.items),
        }
    return cards


def _in_table(cell: Cell) -> Any:
    return cell.value if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) else cell.words
