"""Reading the chain of the audit log: every link and event once, in constant memory, and a name for each thing that is wrong."""

import hashlib
import itertools
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from randa.core.audit.models import ChainCheck, ChainLink

START = bytes(32)
ROWS_AT_A_TIME = 2000
MOST_KEPT = 1000  # faults that are named; further ones are counted
MOST_COMPARED = 200  # changed rows that are held against each other to see whether they only have changed places
# Version 1 of what is hashed; the same text stands in migration 0003. Not the database's function: that one could be replaced.
CONTENT = """jsonb_build_array(
    1, e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.actor_id, e.role_code, e.role_at, e.action,
    e.object_type, e.object_id, e.object_name, e.subject_id, e.organisation_path, to_jsonb(e.scopes), e.reason,
    e.before, e.after, e.request_id, host(e.address), e.session_mark)::text"""
_LINKS = f"""
    SELECT l.seq, l.event_id, l.previous, l.hash, CASE WHEN e.id IS NULL THEN NULL ELSE {CONTENT} END, e.action, e.object_name
    FROM core_audit_chainlink l LEFT JOIN core_audit_auditevent e ON e.id = l.event_id
    ORDER BY l.seq"""  # noqa: S608 - only our own text
_UNLINKED = """
    SELECT e.id, e.action, e.object_name FROM core_audit_auditevent e
    WHERE NOT EXISTS (SELECT 1 FROM core_audit_chainlink l WHERE l.event_id = e.id)
    ORDER BY e.id"""
_HEAD = re.compile(r"^([0-9]{1,18}):([0-9a-f]{64})$")


class Head(NamedTuple):
    """The last link: its number and its hash. Whoever has written it down can tell later that nothing before it was changed."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


NOTHING = Head(0, START.hex())


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at a place in the chain, with the event that it concerns."""

    code: str
    seq: int | None
    event: int | None
    name: str = ""

    def __str__(self) -> str:
        return _sentence(self.code) % {"seq": self.seq, "event": self.event, "name": self.name}

    def as_data(self) -> dict[str, Any]:
        return {"code": self.code, "seq": self.seq, "event": self.event, "name": self.name}


def _sentence(code: str) -> str:
    return {
        "changed": _("Händelse %(event)s (%(name)s) på plats %(seq)s har ändrats efter att den skrevs."),
        "removed": _("Händelse %(event)s på plats %(seq)s har tagits bort."),
        "moved": _("Händelse %(event)s (%(name)s) på plats %(seq)s skrevs på en annan plats: raderna har bytt ordning."),
        "out_of_order": _("Plats %(seq)s (händelse %(event)s) hör inte ihop med platsen före."),
        "link_removed": _("Plats %(seq)s i kedjan saknas."),
        "unlinked": _("Händelse %(event)s (%(name)s) finns inte i kedjan: den har skrivits vid sidan av, eller lyfts ur."),
        "shortened": _("Kedjan har haft plats %(seq)s men är kortare nu: rader i slutet har tagits bort."),
        "rewritten": _("Plats %(seq)s har en annan kontrollsumma än den som antecknades: kedjan har räknats om."),
    }[code]  # fmt: skip


@dataclass(slots=True)
class Report:
    """What a reading found.

    Attributes:
        head: the last link read.
        events: how many events were read, linked or not.
        fault_count: all faults; `faults` names the first thousand.
    """

    head: Head = NOTHING
    events: int = 0
    seconds: float = 0.0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.fault_count == 0

    @property
    def rows_per_second(self) -> int:
        return round(self.events / self.seconds) if self.seconds else 0

    def add(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_KEPT:
            self.faults.append(fault)


class _Row(NamedTuple):
    seq: int
    event: int
    previous: bytes
    hash: bytes
    content: str | None
    action: str | None
    name: str | None

    def fits(self, content: str) -> bool:
        return hashlib.sha256(self.previous + content.encode()).digest() == self.hash


def read_head(text: str) -> Head:
    """Return the head that `str(head)` wrote.

    Raises:
        ValueError: the text is not a number, a colon and 64 hexadecimal digits.
    """
    found = _HEAD.match(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no head of a chain; expected a number, a colon and 64 hexadecimal digits")
    return Head(int(found[1]), found[2])


def head() -> Head:
    """Return the chain's last link as it stands now: one query."""
    last = ChainLink.objects.order_by("-seq").first()
    return Head(last.seq, bytes(last.hash).hex()) if last is not None else NOTHING


@transaction.atomic
def verify(expected: Sequence[Head] = ()) -> Report:
    """Read the whole chain and report everything that does not fit: with its links, with earlier checks, with `expected`."""
    began = time.perf_counter()
    report = Report()
    anchors = _anchors(expected)
    misfits = _read_links(report, anchors)
    _name_misfits(report, misfits)
    for event, action, name in _stream(_UNLINKED):
        report.events += 1
        report.add(Fault("unlinked", None, event, f"{action} {name}"))
    for seq in sorted(anchors):
        report.add(Fault("shortened", seq, None))
    report.seconds = time.perf_counter() - began
    return report


def _anchors(expected: Sequence[Head]) -> dict[int, set[str]]:
    """Return what has been noted before: number -> hashes. Only checks that found nothing wrong are believed."""
    kept = ChainCheck.objects.filter(fault_count=0, seq__gt=0).order_by("seq").values_list("seq", "hash")
    found: dict[int, set[str]] = {}
    for seq, digest in itertools.chain(kept, expected):
        if seq:
            found.setdefault(seq, set()).add(digest)
    return found


def _read_links(report: Report, anchors: dict[int, set[str]]) -> list[_Row]:
    """Walk through the links; take every anchor that is passed out of `anchors`. Return rows whose hash does not fit their event."""
    misfits: list[_Row] = []
    last_seq, last_hash = 0, START
    for values in _stream(_LINKS):
        row = _Row(*values)
        for missing in itertools.islice(range(last_seq + 1, row.seq), MOST_KEPT):
            report.add(Fault("link_removed", missing, None))
        if row.seq == last_seq + 1 and row.previous != last_hash:
            report.add(Fault("out_of_order", row.seq, row.event))
        if row.content is None:
            report.add(Fault("removed", row.seq, row.event))
        else:
            report.events += 1
            if not row.fits(row.content):
                misfits.append(row)
        noted = anchors.pop(row.seq, None)
        if noted is not None and noted != {row.hash.hex()}:
            report.add(Fault("rewritten", row.seq, row.event))
        last_seq, last_hash = row.seq, row.hash
    report.head = Head(last_seq, last_hash.hex())
    return misfits


def _name_misfits(report: Report, misfits: Sequence[_Row]) -> None:
    """Tell rows that have changed places from rows that were changed: the former fit each other's links."""
    few = misfits[:MOST_COMPARED]
    for row in misfits:
        moved = any(other.fits(row.content or "") for other in few if other is not row) if row in few else False
        report.add(Fault("moved" if moved else "changed", row.seq, row.event, f"{row.action} {row.name}"))


def _stream(sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows without holding them all: a cursor on the server's side."""
    connection.ensure_connection()
    with connection.connection.cursor(name="audit_chain", binary=True) as cursor:
        cursor.itersize = ROWS_AT_A_TIME
        cursor.execute(sql)
        yield from cursor


def fault_of(data: Mapping[str, Any]) -> Fault:
    """Return the fault that `as_data` wrote."""
    return Fault(data["code"], data["seq"], data["event"], data["name"])
