"""Files out of the log for the registrar. Each is an event itself, with what was asked for and the file's checksum."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.chain import CONTENT
from randa.core.audit.history import Line, lines_of
from randa.core.audit.models import AuditEvent, AuditExport
from randa.core.audit.permissions import can_read_log
from randa.core.audit.queries import Search, search_log
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.ui.export import CSV_TYPE, XLSX_TYPE, csv_bytes, xlsx_bytes

MOST_ROWS = 20_000
FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("jsonl", "JSON"))
_LINKED = f"""
    SELECT e.id, l.seq, encode(l.previous, 'hex'), encode(l.hash, 'hex'), {CONTENT}
    FROM core_audit_auditevent e LEFT JOIN core_audit_chainlink l ON l.event_id = e.id
    WHERE e.id = ANY(%s)"""  # noqa: S608 - only our own text


class TooManyEventsError(InvalidInputError):
    """A file holds what a person can go through; more is asked for period by period."""

    code = "too_many_events"

    def __init__(self) -> None:
        super().__init__(
            _("Urvalet har fler än %(most)d händelser. Välj en kortare period och ta ut en fil i taget.")
            % {"most": MOST_ROWS}
        )


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that was taken out."""

    name: str
    content: bytes
    content_type: str


@transaction.atomic
def export_log(*, actor: Any, search: Search, file_format: str) -> ExportFile:
    """Return the events that `actor` may read and that fit `search` as CSV, XLSX or JSON lines, and log that they were taken out.

    A line of JSON holds the text that was hashed and its link, so that SHA-256 over `previous` (as bytes) and `content` can be computed
    by whoever receives the file.

    Raises:
        PermissionDenied: the actor does not read the log.
        TooManyEventsError: more than a file holds.
        InvalidInputError: there is no such format.
    """
    require(can_read_log, actor)
    if file_format not in dict(FORMATS):
        raise InvalidInputError(_("Välj CSV, Excel eller JSON."))
    rows, more = search_log(actor, search, size=MOST_ROWS)
    if more is not None:
        raise TooManyEventsError
    lines = lines_of(rows)
    content, content_type = _written(rows, lines, file_format)
    made = AuditExport.objects.create(
        made_by=actor,
        file_format=file_format,
        filters=search.as_data(),
        rows=len(rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    after = {"rows": made.rows, "file_format": made.file_format, "filters": made.filters, "sha256": made.sha256}
    record(actor, "audit.exported", made, after=after)
    return ExportFile(f"logg.{file_format}", content, content_type)


def _written(rows: Sequence[AuditEvent], lines: Sequence[Line], file_format: str) -> tuple[bytes, str]:
    if file_format == "jsonl":
        return _json_lines(rows, lines), "application/x-ndjson"
    heads = [_("Nummer"), _("När"), _("Vem"), _("Roll och organisation"), _("Vad"), _("Slag av sak"), _("Sak"), _("Person"), _("Varför"),
             _("Före"), _("Efter"), _("Adress"), _("Ärendenummer")]  # fmt: skip
    cells = [_cells(row, line) for row, line in zip(rows, lines, strict=True)]
    if file_format == "csv":
        return csv_bytes(heads, cells), CSV_TYPE
    return xlsx_bytes(_("Utdrag ur loggen"), heads, cells), XLSX_TYPE


def _cells(row: AuditEvent, line: Line) -> list[Any]:
    before = "; ".join(f"{one.label}: {one.before}" for one in line.changes)
    after = "; ".join(f"{one.label}: {one.after}" for one in line.changes)
    when = timezone.localtime(row.at).isoformat(timespec="seconds")
    return [row.pk, when, line.who, line.role, line.what, line.object_type, line.object_name, line.subject, line.reason, before, after,
            row.address or "", row.request_id]  # fmt: skip


def _json_lines(rows: Sequence[AuditEvent], lines: Sequence[Line]) -> bytes:
    said = {line.pk: line.text for line in lines}
    with connection.cursor() as cursor:
        cursor.execute(_LINKED, [[row.pk for row in rows]])
        linked = {key: rest for key, *rest in cursor.fetchall()}
    out = []
    for row in rows:
        seq, previous, digest, content = linked[row.pk]
        data = {
            "id": row.pk,
            "seq": seq,
            "previous": previous,
            "hash": digest,
            "content": content,
            "text": said[row.pk],
        }
        out.append(json.dumps(data, ensure_ascii=False))
    return ("\n".join(out) + "\n").encode() if out else b""
