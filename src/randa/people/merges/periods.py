"""Roles of two accounts as those of one: overlapping periods joined, and nobody gets a day or a permission more."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from randa.people.models import RoleAssignment

Period = tuple[dt.date, dt.date]  # half-open; what has no end ends on dt.date.max


@dataclass(slots=True)
class Outcome:
    """What becomes of role rows.

    Attributes:
        changed: key -> columns that get other values.
        dropped: key -> the row that takes its place, or None when nothing does.
        made: rows that are new, as columns, each with the key of the row that it is a part of.
    """

    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    dropped: dict[int, int | None] = field(default_factory=dict)
    made: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


def last(row: RoleAssignment) -> dt.date:
    return row.ends_before or dt.date.max


def end_of(day: dt.date) -> str | None:
    return None if day == dt.date.max else day.isoformat()


def overlapping(rows: Iterable[RoleAssignment]) -> list[list[RoleAssignment]]:
    """Return rows in groups: those that overlap, directly or through one another, stand together."""
    groups: list[list[RoleAssignment]] = []
    until = dt.date.min
    for row in sorted(rows, key=lambda one: (one.starts_on, one.pk)):
        if groups and row.starts_on < until:
            groups[-1].append(row)
            until = max(until, last(row))
        else:
            groups.append([row])
            until = last(row)
    return groups


def grouped(rows: Iterable[RoleAssignment], key: Callable[[RoleAssignment], Hashable]) -> list[list[RoleAssignment]]:
    found: dict[Hashable, list[RoleAssignment]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return list(found.values())


def join_roles(rows: list[RoleAssignment], survivor: UUID, merged: UUID, held_by_others: set[int]) -> Outcome:
    """Return what becomes of the two accounts' roles and of everything that is lent to them or by them.

    `rows` are the roles of both, and all stand-ins in or for them. `held_by_others` are roles that a directory gave and may end: where a
    role that a person gave overlaps with one of these, the person's stays.
    """
    outcome = Outcome()
    people = {merged: survivor}
    own = [row for row in rows if row.delegated_from_id is None]
    for same in grouped(own, lambda row: (row.role_id, row.organisation_id)):
        for group in overlapping(same):
            _join_own(group, survivor, held_by_others, outcome)
    lenders = {row.pk: people.get(row.user_id, row.user_id) for row in own}
    stand_ins = []
    for row in rows:
        if row.delegated_from_id is not None:
            lent = outcome.dropped.get(row.delegated_from_id) or row.delegated_from_id
            user = people.get(row.user_id, row.user_id)
            if lenders.get(lent) == user:
                outcome.dropped[row.pk] = None  # nobody stands in for themselves
            else:
                stand_ins.append((row, user, lent))
    targets = {row.pk: (user, lent) for row, user, lent in stand_ins}
    for same in grouped([row for row, _user, _lent in stand_ins], lambda row: targets[row.pk]):
        for group in overlapping(same):
            _join_stand_ins(group, *targets[group[0].pk], outcome)
    return outcome


def _join_own(group: list[RoleAssignment], survivor: UUID, held_by_others: set[int], outcome: Outcome) -> None:
    if len(group) == 1:
        outcome.changed[group[0].pk] = {"user_id": str(survivor)}
        return
    kept = min(group, key=lambda row: (row.pk in held_by_others, row.user_id != survivor, row.starts_on, row.pk))
    outcome.changed[kept.pk] = {
        "user_id": str(survivor),
        "starts_on": min(row.starts_on for row in group).isoformat(),
        "ends_before": end_of(max(last(row) for row in group)),
    }
    outcome.dropped |= {row.pk: kept.pk for row in group if row.pk != kept.pk}


def _join_stand_ins(group: list[RoleAssignment], user: UUID, lent: int, outcome: Outcome) -> None:
    same = {"user_id": str(user), "delegated_from_id": lent}
    if len(group) == 1:
        outcome.changed[group[0].pk] = same
        return
    unused = list(group)
    for (start, end), permissions in slices(group):
        columns = same | {"starts_on": start.isoformat(), "ends_before": end_of(end), "limited_to": permissions}
        if unused:
            outcome.changed[unused.pop(0).pk] = columns
        else:
            outcome.made.append((group[0].pk, columns))
    outcome.dropped |= {row.pk: group[0].pk for row in unused}


def slices(group: list[RoleAssignment]) -> list[tuple[Period, list[str]]]:
    """Return periods, without overlap, with what the rows together allow on each of their days."""
    days = sorted({day for row in group for day in (row.starts_on, last(row))})
    found: list[tuple[Period, list[str]]] = []
    for start, end in pairwise(days):
        allowed = sorted({name for row in group if row.starts_on <= start < last(row) for name in row.limited_to or ()})
        if found and found[-1][1] == allowed:
            found[-1] = ((found[-1][0][0], end), allowed)
        else:
            found.append(((start, end), allowed))
    return found
