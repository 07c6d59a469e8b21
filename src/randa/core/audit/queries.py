"""What the pages of the log read: by index, page by page, a constant number of queries at any size."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from randa.core.access.row_security import as_system
from randa.core.audit.history import history_about, history_among, history_at, history_of
from randa.core.audit.models import AuditEvent, NameWord
from randa.core.audit.names import objects_named, people_named
from randa.core.merging import accounts_of

__all__ = [
    "Search",
    "events_seen_by",
    "history_about",
    "history_among",
    "history_at",
    "history_of",
    "own_events",
    "page_of",
    "search_log",
]

PAGE = 50
NEAR = 10_000  # rows are numbered almost in order of time: so far off may a neighbour be
PERMISSION = "audit.view"
_overseers: list[Callable[[Any], bool]] = []


def register_overseer(rule: Callable[[Any], bool]) -> None:
    """Tell who reads the whole log, also what belongs to no organisation; organisations belong to a floor above."""
    _overseers[:] = [rule]


def sees_everything(actor: Any) -> bool:
    """Tell whether the actor's roles as an auditor together cover the whole installation."""
    return any(rule(actor) for rule in _overseers)


@dataclass(frozen=True, slots=True)
class Search:
    """What an auditor looks for; empty is everything."""

    person: str = ""
    obj: str = ""
    object_type: str = ""
    object_id: str = ""
    action: str = ""
    kind: str = ""
    role: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def as_data(self) -> dict[str, str]:
        """Return what was asked for, as kept with an export."""
        return {key: str(value) for key, value in asdict(self).items() if value}


def events_seen_by(actor: Any) -> QuerySet[AuditEvent]:
    """Return the events of the organisations where the actor reads the log; all of them for whoever covers everything."""
    if sees_everything(actor):
        return AuditEvent.objects.all()
    return AuditEvent.objects.filter(scopes__overlap=actor.paths_with(PERMISSION) or [""])


def search_log(
    actor: Any, search: Search, before: str = "", size: int = PAGE
) -> tuple[Sequence[AuditEvent], int | None]:
    """Return the newest events that `actor` may read and that fit `search`, and what to ask for next; never a count.

    Their numbers are found as the system, among what the actor's organisations own; the rows are read as the actor, so that the
    database has the last word.

    Raises:
        VagueNameError: a name in the search fits more people or things than can be looked up one by one.
    """
    rows = _narrowed(events_seen_by(actor), search)
    if is_number(before):
        rows = rows.filter(pk__lt=int(before))
    with as_system("a page of the log must be found by index, which row-level security prevents for who acts"):
        keys = _newest(rows, search, size + 1)
    found = list(AuditEvent.objects.filter(pk__in=keys[:size]).order_by("-pk"))
    return found, keys[size - 1] if len(keys) > size else None


def _narrowed(rows: QuerySet[AuditEvent], search: Search) -> QuerySet[AuditEvent]:
    same = {"object_type": search.object_type, "object_id": search.object_id, "action": search.action}
    same |= {"kind": search.kind, "role_code": search.role}
    return _within(rows.filter(**{name: value for name, value in same.items() if value}), search.since, search.until)


def _newest(rows: QuerySet[AuditEvent], search: Search, limit: int) -> list[int]:
    """Return the highest keys of `rows` that fit the names asked for: the newest of each person or thing, by index, then of all."""
    things = _bearing(objects_named(search.obj)) if search.obj else None
    if search.person:
        if things is not None:
            rows = rows.filter(
                Exists(things.filter(object_type=OuterRef("object_type"), object_id=OuterRef("object_id")))
            )
        people = get_user_model().objects.filter(pk__in=people_named(search.person))
        each = [_of_each(people, rows.filter(**{side: OuterRef("pk")}), limit) for side in ("actor", "subject")]
        return sorted({key for keys in each for key in keys}, reverse=True)[:limit]
    if things is not None:
        same = rows.filter(object_type=OuterRef("object_type"), object_id=OuterRef("object_id"))
        return sorted(set(_of_each(things, same, limit)), reverse=True)[:limit]
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


def _of_each(bearers: QuerySet[Any], rows: QuerySet[AuditEvent], limit: int) -> list[int]:
    newest = ArraySubquery(rows.order_by("-pk").values("pk")[:limit])
    return [key for keys in bearers.order_by().annotate(newest=newest).values_list("newest", flat=True) for key in keys]


def _bearing(found: Sequence[tuple[str, str]]) -> QuerySet[NameWord]:
    """Return one row per thing in `found`."""
    wanted = Q(pk__in=[])
    for object_type, object_id in found:
        wanted |= Q(object_type=object_type, object_id=object_id)
    return NameWord.objects.filter(wanted).order_by("object_type", "object_id").distinct("object_type", "object_id")


def _within(rows: QuerySet[AuditEvent], since: dt.date | None, until: dt.date | None) -> QuerySet[AuditEvent]:
    """Limit to days, in time and, so that an old period is found without reading what came after it, in numbers too."""
    if since is not None:
        begins = _midnight(since)
        rows = rows.filter(at__gte=begins)
        first = AuditEvent.objects.filter(at__gte=begins).order_by("at").values_list("pk", flat=True).first()
        rows = rows.filter(pk__gte=first - NEAR) if first is not None else rows.none()
    if until is not None:
        ends = _midnight(until + dt.timedelta(days=1))
        rows = rows.filter(at__lt=ends)
        last = AuditEvent.objects.filter(at__lt=ends).order_by("-at").values_list("pk", flat=True).first()
        rows = rows.filter(pk__lte=last + NEAR) if last is not None else rows.none()
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def own_events(person: Any, kind: str) -> QuerySet[AuditEvent]:
    """Return what others did about a person, under whichever of their accounts: openings, or changes."""
    own = accounts_of(person)
    return AuditEvent.objects.filter(subject__in=own, kind=kind).exclude(actor__in=own).order_by("-pk")


def page_of(rows: QuerySet[AuditEvent], before: str, size: int = PAGE) -> tuple[Sequence[AuditEvent], int | None]:
    """Return one page of events older than `before`, and what to ask for next; one query, never a count."""
    if is_number(before):
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def is_number(text: str) -> bool:
    """Tell whether `text` can be the key of an event."""
    return text.isascii() and text.isdecimal() and len(text) < 19
