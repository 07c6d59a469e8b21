"""What the pages of the log read: by index, page by page, a constant number of queries at any size."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from randa.core.access.row_security import as_system
from randa.core.audit.history import history_about, history_among, history_of
from randa.core.audit.models import AuditEvent
from randa.core.merging import accounts_of

__all__ = [
    "Search",
    "events_seen_by",
    "history_about",
    "history_among",
    "history_of",
    "matching",
    "own_events",
    "page_of",
]

PAGE = 50
MOST_PEOPLE = 50  # a name that fits more people than this is too short to search the log with
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


def matching(actor: Any, search: Search) -> QuerySet[AuditEvent]:
    """Return the events that `actor` may read and that fit `search`, newest first."""
    rows = events_seen_by(actor)
    same = {"object_type": search.object_type, "object_id": search.object_id, "action": search.action}
    same |= {"kind": search.kind, "role_code": search.role}
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if search.person:
        people = people_named(search.person)
        rows = rows.filter(Q(actor__in=people) | Q(subject__in=people))
    if search.obj:
        rows = rows.filter(object_name__icontains=search.obj)
    return _within(rows, search.since, search.until).order_by("-pk")


def people_named(text: str) -> list[Any]:
    """Return the keys of people whom `text` names: the whole address, or the beginnings of their names."""
    people = get_user_model().objects.all()
    if "@" in text:
        people = people.filter(email=text.strip().lower())
    else:
        for word in text.split():
            people = people.filter(Q(given_name__istartswith=word) | Q(family_name__istartswith=word))
    with as_system("the log remembers people who have left; which of their events are shown is another question"):
        return list(people.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


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
    if before.isascii() and before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None
