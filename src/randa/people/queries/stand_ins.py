"""What was done during a stand-in: for whoever was stood in for, and for their managers."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, F, OuterRef, Q, Value
from django.db.models.functions import Cast

from randa.core.access.row_security import as_system
from randa.core.audit.history import History, lines_of
from randa.core.audit.models import AuditEvent
from randa.core.clock import days_ahead
from randa.people.models import RoleAssignment, User

SHOWN = 10  # changes on each row
KEPT = dt.timedelta(days=365)  # so long a stand-in that is over stands on one's own page


def stand_ins_for(person: User, day: dt.date) -> list[RoleAssignment]:
    """Return who stands in for the person, will do so, or did within the last year; with what was done, newest first."""
    rows = RoleAssignment.objects.filter(delegated_from__user=person).not_over(day - KEPT)
    found = list(rows.select_related("user", "role", "organisation").order_by("-starts_on", "pk"))
    put_what_was_done(found)
    return found


def put_what_was_done(rows: Sequence[RoleAssignment]) -> None:
    """Put `done`, the newest changes of its days, on each row that is a stand-in: a constant number of queries.

    Done as a stand-in is what the colleague changed in the organisation of the role during its days: all of it when no role of their own
    reached there, else what they did working as that role. The database leaves out what is about people the viewer does not see.
    """
    stand_ins = {one.pk: one for one in rows if one.is_delegated}
    if not stand_ins:
        return
    both = _with_own_role(list(stand_ins.values()))
    as_it = Q(role_code=OuterRef("role_id"), role_at=OuterRef("organisation__name"))
    keys = _newest(stand_ins.keys() - both, Q()) | _newest(both, as_it)
    wanted = {key for found in keys.values() for key in found[:SHOWN]}
    lines = {line.pk: line for line in lines_of(AuditEvent.objects.filter(pk__in=wanted))}
    for pk, one in stand_ins.items():
        found = keys.get(pk, [])
        one.done = History([lines[key] for key in found[:SHOWN] if key in lines], has_more=len(found) > SHOWN)


def _newest(keys: set[int], further: Q) -> dict[int, list[int]]:
    """Return the keys of each stand-in's newest changes, one more than is shown."""
    events = AuditEvent.objects.filter(
        further, actor=OuterRef("user"), kind=AuditEvent.Kind.CHANGE, at__date__gte=OuterRef("first"),
        at__date__lt=OuterRef("after"), organisation_path__startswith=OuterRef("organisation__path"),
    )  # fmt: skip
    newest = ArraySubquery(events.order_by("-pk").values("pk")[: SHOWN + 1])
    days = {"first": _real_day("starts_on"), "after": _real_day("ends_before")}
    rows = RoleAssignment.objects.filter(pk__in=keys).order_by().annotate(**days).annotate(newest=newest)
    return dict(rows.values_list("pk", "newest"))


def _real_day(field: str) -> Cast:
    return Cast(F(field) - Value(days_ahead()), DateField())


def _with_own_role(stand_ins: Sequence[RoleAssignment]) -> set[int]:
    """Return the stand-ins whose days another role of the same person shares, at the organisation or above it."""
    own = RoleAssignment.objects.filter(user__in={one.user_id for one in stand_ins}, delegated_from=None)
    with as_system("which other roles a colleague had there decides what counts as done in the lent one"):
        held = list(own.select_related("organisation"))
    return {
        one.pk
        for one in stand_ins
        for other in held
        if other.user_id == one.user_id
        and one.organisation.path.startswith(other.organisation.path)
        and (one.ends_before is None or other.starts_on < one.ends_before)
        and (other.ends_before is None or other.ends_before > one.starts_on)
    }
