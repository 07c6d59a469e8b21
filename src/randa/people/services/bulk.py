"""One change of roles for several people: shown person by person before it is made, and undone together."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import DomainError
from randa.core.ui.formats import day_words
from randa.organisations.models import Organisation
from randa.people.errors_leaving import LeavingOverError
from randa.people.models import RoleAssignment, RoleBatch, RoleBatchLine, User
from randa.people.permissions import can_end_roles_at
from randa.people.services.roles import as_data, change_end, end_role, grant_role, withdraw_role

ONE_DAY = dt.timedelta(days=1)
Kind = RoleBatch.Kind
UNDO_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done for everybody: `ends_before` is the end of a given role, the new end, or the first day without the role."""

    kind: str
    role: Role
    organisation: Organisation
    starts_on: dt.date
    ends_before: dt.date | None
    reason: str = ""


@dataclass(slots=True)
class Outcome:
    """What happens to one person: a sentence for each role, or why nothing does."""

    person: User
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lines: list[RoleBatchLine] = field(default_factory=list)


@transaction.atomic
def preview_bulk(*, actor: User, people: Iterable[User], change: Change, today: dt.date) -> list[Outcome]:
    """Return exactly what `change_many` would do now: it is done, and taken back before anybody can see it.

    Raises:
        PermissionDenied: `actor` does not give roles over the organisation.
    """
    require(can_end_roles_at, actor, change.organisation)
    found = [_outcome(actor, person, change, today) for person in people]
    transaction.set_rollback(True)
    return found


@transaction.atomic
def change_many(
    *, actor: User, people: Iterable[User], change: Change, today: dt.date
) -> tuple[RoleBatch | None, list[Outcome]]:
    """Change the roles of several people; what is refused for one does not stop the others. No batch when nothing was changed.

    Raises:
        PermissionDenied: `actor` does not give roles over the organisation.
    """
    require(can_end_roles_at, actor, change.organisation)
    found = [_outcome(actor, person, change, today) for person in people]
    lines = [line for one in found for line in one.lines]
    if not lines:
        return None, found
    on = change.starts_on if change.kind == Kind.GIVE else max(change.ends_before or today, today)
    batch = RoleBatch.objects.create(
        kind=change.kind, organisation=change.organisation, on=on, reason=change.reason, made_by=actor
    )
    for line in lines:
        line.batch = batch
    RoleBatchLine.objects.bulk_create(lines)
    after = {
        "organisation": change.organisation.code,
        "role": change.role.code,
        "people": len({line.user_id for line in lines}),
    }
    record(actor, "roles.changed_together", batch, after=after, reason=change.reason)
    return batch, found


def _outcome(actor: User, person: User, change: Change, today: dt.date) -> Outcome:
    outcome = Outcome(person)
    if change.kind == Kind.GIVE:
        _try(outcome, partial(_give, actor, outcome, change))
        return outcome
    held = RoleAssignment.objects.filter(
        user=person, role=change.role, organisation__path__startswith=change.organisation.path, delegated_from=None
    ).not_over(today)
    step = _end if change.kind == Kind.END else _extend
    roles = list(held.select_related("role", "organisation", "user").order_by("starts_on", "pk"))
    for one in roles:
        _try(outcome, partial(step, actor, outcome, one, change, today))
    if not roles:
        outcome.refused.append(_("Har inte rollen där."))
    return outcome


def _try(outcome: Outcome, step: Callable[[], None]) -> None:
    """Do one step; a refusal is noted, and leaves nothing behind."""
    try:
        with transaction.atomic():
            step()
    except (DomainError, PermissionDenied) as refusal:
        outcome.refused.append(str(refusal) or _("Det får du inte göra."))


def _give(actor: User, outcome: Outcome, change: Change) -> None:
    known = set(outcome.person.role_assignments.values_list("pk", flat=True))
    made = grant_role(
        actor=actor, person=outcome.person, role=change.role, organisation=change.organisation, starts_on=change.starts_on,
        ends_before=change.ends_before, reason=change.reason,
    )  # fmt: skip
    if made.pk in known:
        outcome.refused.append(_("Har redan just den rollen."))
        return
    words = {"role": made.role, "place": made.organisation, "first": day_words(made.starts_on)}
    if made.ends_before:
        words["last"] = day_words(made.ends_before - ONE_DAY)
        outcome.done.append(_("Får rollen %(role)s i %(place)s från %(first)s till och med %(last)s") % words)
    else:
        outcome.done.append(_("Får rollen %(role)s i %(place)s från %(first)s") % words)
    outcome.lines.append(RoleBatchLine(user=outcome.person, assignment=made, after=as_data(made)))


def _end(actor: User, outcome: Outcome, one: RoleAssignment, change: Change, today: dt.date) -> None:
    before: dict[str, Any] = as_data(one)
    words: dict[str, object] = {"role": one.role, "place": one.organisation}
    on = max(change.ends_before or today, today)
    if one.ends_before is not None and one.ends_before <= on:
        outcome.refused.append(_("%(role)s i %(place)s upphör redan då eller tidigare.") % words)
        return
    if one.starts_on >= on:
        withdraw_role(actor=actor, assignment=one, today=today, reason=change.reason)
        outcome.done.append(_("%(role)s i %(place)s tas tillbaka, den har inte börjat") % words)
        outcome.lines.append(RoleBatchLine(user=outcome.person, before=before))
        return
    ended = end_role(actor=actor, assignment=one, on=on, today=today, reason=change.reason)
    outcome.done.append(_("%(role)s i %(place)s: sista dag %(last)s") % (words | {"last": day_words(on - ONE_DAY)}))
    outcome.lines.append(RoleBatchLine(user=outcome.person, assignment=ended, before=before, after=as_data(ended)))


def _extend(actor: User, outcome: Outcome, one: RoleAssignment, change: Change, today: dt.date) -> None:
    before: dict[str, Any] = as_data(one)
    words: dict[str, object] = {"role": one.role, "place": one.organisation}
    if one.ends_before is None or (change.ends_before is not None and change.ends_before <= one.ends_before):
        outcome.refused.append(_("%(role)s i %(place)s gäller redan så länge eller längre.") % words)
        return
    longer = change_end(actor=actor, assignment=one, ends_before=change.ends_before, today=today, reason=change.reason)
    last = day_words(change.ends_before - ONE_DAY) if change.ends_before else _("tills vidare")
    outcome.done.append(_("%(role)s i %(place)s: sista dag %(last)s") % (words | {"last": last}))
    outcome.lines.append(RoleBatchLine(user=outcome.person, assignment=longer, before=before, after=as_data(longer)))


def can_still_be_undone(batch: RoleBatch, today: dt.date) -> bool:
    """Tell whether there is time: what was given or extended within a day, what ends until the day it shows."""
    if batch.undone_at is not None:
        return False
    return batch.on > today if batch.kind == Kind.END else timezone.now() - batch.made_at < UNDO_FOR


@transaction.atomic
def undo_bulk(*, actor: User, batch: RoleBatch, today: dt.date) -> int:
    """Put every role back as it was; return how many. What has been changed since is left as it is.

    Raises:
        PermissionDenied: `actor` does not give roles there.
        LeavingOverError: it is undone already, or too late.
        DomainError: a role cannot be put back; then none is.
    """
    batch = RoleBatch.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=batch.pk)
    require(can_end_roles_at, actor, batch.organisation)
    if not can_still_be_undone(batch, today):
        raise LeavingOverError
    lines = batch.lines.select_related("assignment__role", "assignment__organisation", "assignment__user", "user")
    restored = sum(_put_back(actor, line, today) for line in lines)
    batch.undone_by, batch.undone_at = actor, timezone.now()
    batch.save(update_fields=["undone_by", "undone_at"])
    record(actor, "roles.undone", batch, after={"organisation": batch.organisation.code})
    return restored


def _put_back(actor: User, line: RoleBatchLine, today: dt.date) -> bool:
    one = line.assignment
    if one is None:
        return _give_back(actor, line)
    if as_data(one) != line.after:
        return False
    if not line.before and one.starts_on >= today:
        withdraw_role(actor=actor, assignment=one, today=today)
    elif not line.before:
        end_role(actor=actor, assignment=one, on=today, today=today)
    else:
        change_end(actor=actor, assignment=one, ends_before=_day(line.before["ends_before"]), today=today)
    return True


def _give_back(actor: User, line: RoleBatchLine) -> bool:
    """Give a role again that was taken back before it began; a line without anything before was given, and withdrawn since."""
    if not line.before:
        return False
    grant_role(
        actor=actor, person=line.user, role=Role.objects.get(code=line.before["role"]),
        organisation=Organisation.objects.get(code=line.before["organisation"]),
        starts_on=dt.date.fromisoformat(line.before["starts_on"]), ends_before=_day(line.before["ends_before"]),
    )  # fmt: skip
    return True


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
