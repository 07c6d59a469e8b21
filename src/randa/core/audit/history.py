"""Events as people read them: one line each, with who, what, why, and before and after."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from randa.core.access.models import Role
from randa.core.access.row_security import as_system
from randa.core.audit.models import AuditEvent
from randa.core.audit.wording import Change, Words, type_name
from randa.core.merging import accounts_of

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words.

    Attributes:
        what: what was done, without who and why.
        text: the whole sentence.
        who, role: the person, and the role they worked as with its organisation; empty when it was Randa itself.
        url: where the object has a page of its own, on a history of several objects.
    """

    pk: int
    at: dt.datetime
    what: str
    text: str
    who: str
    role: str
    subject: str
    object_name: str
    object_type: str
    reason: str
    changes: list[Change]
    url: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The newest events of an object, and whether there are older ones."""

    lines: list[Line] = field(default_factory=list)
    has_more: bool = False


def lines_of(events: Iterable[AuditEvent]) -> list[Line]:
    """Return events in words; people, roles and other names are read once for all of them."""
    rows = list(events)
    if not rows:
        return []
    codes = {row.role_code for row in rows if row.role_code}
    roles = {role.code: role.name for role in Role.objects.filter(code__in=codes)} if codes else {}
    with as_system("whoever may read an event may know who did it and whom it concerns, wherever these work today"):
        people = get_user_model().objects.in_bulk(
            {key for row in rows for key in (row.actor_id, row.subject_id) if key}
        )
        words = Words(rows, people)
    return [_line(row, words, roles, people) for row in rows]


def _line(row: AuditEvent, words: Words, roles: Mapping[str, str], people: Mapping[Any, Any]) -> Line:
    what, who = words.sentence(row), str(people[row.actor_id]) if row.actor_id else "Randa"
    said = {"what": what, "who": who, "why": row.reason}
    text = _("%(what)s av %(who)s") % said
    if row.reason:
        text = _("%(what)s av %(who)s, därför att: ”%(why)s”") % said
    role = ", ".join(part for part in (roles.get(row.role_code, row.role_code), row.role_at) if part)
    subject = str(people[row.subject_id]) if row.subject_id else ""
    changes = words.changes(row)
    return Line(
        row.pk, row.at, what, text, who, role, subject, words.name(row), type_name(row.object_type), row.reason, changes
    )


def history_of(obj: Model, viewer: Any, *, permission: str = "", limit: int = SHOWN) -> History:
    """Return the changes of `obj`, newest first: a constant number of queries.

    The caller has seen to it that `viewer` may see the object. Where parts of its history belong to other organisations (a person's
    roles), `permission` limits it to where the viewer has that, and to what the viewer did or what concerns the viewer.
    """
    rows = events_of({obj._meta.label_lower: [str(obj.pk)]})
    return as_history(_seen_by(rows, viewer, permission), limit=limit)


def history_about(person: Any, viewer: Any, *, permission: str, limit: int = SHOWN) -> History:
    """Return the changes that concern a person, on whatever object: roles given, data corrected, accounts joined."""
    rows = AuditEvent.objects.filter(subject__in=accounts_of(person))
    return as_history(_seen_by(rows, viewer, permission), limit=limit)


def history_among(object_type: str, object_ids: Collection[str], *, limit: int = SHOWN) -> History:
    """Return the changes of several objects of one kind as one history: every changed mandate of a unit."""
    return as_history(events_of({object_type: object_ids}), limit=limit)


def history_at(path: str, object_types: Collection[str], *, limit: int = SHOWN) -> History:
    """Return the changes of objects of certain kinds that lie in the organisation at `path`, and not below it: by index."""
    rows = AuditEvent.objects.filter(organisation_path=path, object_type__in=object_types)
    return as_history(rows, limit=limit)


def events_of(objects: Mapping[str, Collection[str]]) -> QuerySet[AuditEvent]:
    """Return the events of objects, given as kind -> keys."""
    wanted = Q(pk__in=[])
    for object_type, object_ids in objects.items():
        wanted |= Q(object_type=object_type, object_id__in=object_ids)
    return AuditEvent.objects.filter(wanted)


def as_history(
    rows: QuerySet[AuditEvent],
    *,
    limit: int = SHOWN,
    narrow: Callable[[AuditEvent], None] = lambda _row: None,
    url_of: Callable[[AuditEvent], str] = lambda _row: "",
) -> History:
    """Return the newest changes among `rows` in words.

    Args:
        narrow: takes out of an event what is not about the page (other cells of the same revision); the row itself is never saved.
        url_of: the page of an event's object, where that is another one than the page.
    """
    found = list(rows.filter(kind=AuditEvent.Kind.CHANGE).order_by("-pk")[: limit + 1])
    for row in found:
        narrow(row)
    lines = lines_of(found[:limit])
    shown = [replace(line, url=url_of(row)) for line, row in zip(lines, found, strict=False)]
    return History(shown, has_more=len(found) > limit)


def _seen_by(rows: QuerySet[AuditEvent], viewer: Any, permission: str) -> QuerySet[AuditEvent]:
    if not permission:
        return rows
    seen = Q(actor=viewer) | Q(subject=viewer)
    for path in viewer.paths_with(permission):
        seen |= Q(organisation_path__startswith=path)
    return rows.filter(seen)
