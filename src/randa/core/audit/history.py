"""Events as people read them: one line each, with who, what, why, and before and after."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
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
    return history_among(obj._meta.label_lower, [str(obj.pk)], viewer, permission=permission, limit=limit)


def history_about(person: Any, viewer: Any, *, permission: str, limit: int = SHOWN) -> History:
    """Return the changes that concern a person, on whatever object: roles given, data corrected, accounts joined."""
    rows = AuditEvent.objects.filter(subject__in=accounts_of(person))
    return _history(rows, viewer, permission, limit)


def history_among(
    object_type: str, object_ids: Collection[str], viewer: Any, *, permission: str = "", limit: int = SHOWN
) -> History:
    """Return the changes of several objects of one kind as one history: every changed mandate of a unit."""
    if not object_ids:
        return History()
    rows = AuditEvent.objects.filter(object_type=object_type, object_id__in=object_ids)
    return _history(rows, viewer, permission, limit)


def _history(rows: QuerySet[AuditEvent], viewer: Any, permission: str, limit: int) -> History:
    rows = rows.filter(kind=AuditEvent.Kind.CHANGE)
    if permission:
        seen = Q(actor=viewer) | Q(subject=viewer)
        for path in viewer.paths_with(permission):
            seen |= Q(organisation_path__startswith=path)
        rows = rows.filter(seen)
    found = list(rows.order_by("-pk")[: limit + 1])
    return History(lines_of(found[:limit]), has_more=len(found) > limit)
