"""Writing to the audit log. Call inside the transaction of the change: both happen or neither."""

import datetime as dt
from typing import Any

from django.db import DatabaseError, DataError, models, transaction
from django.utils import timezone

from randa.core.access.row_security import as_system
from randa.core.audit.errors import AuditUnavailableError
from randa.core.audit.models import AuditEvent
from randa.core.audit.naming import stored_name, without_people
from randa.core.audit.origin import origin, worked_as
from randa.core.audit.places import paths_of_object, paths_of_person, with_all_above
from randa.core.audit.services_gathered import running as gathering_now
from randa.core.audit.wording import is_opening
from randa.core.logs import request_id

SAME_OPENING = dt.timedelta(minutes=10)  # one look at a record is one row, however many pages it takes


def record(
    actor: Any,
    action: str,
    obj: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    subject: Any = None,
    organisation_path: str = "",
) -> AuditEvent:
    """Write that `actor` (None for the system itself) did `action` to `obj`; `before` and `after` hold JSON-able values.

    Names and addresses of people are not kept: the log outlives an erasure (see `naming`).

    Inside `gathered()` the event is written when that block ends, together with the others.
    `subject` is the person whom it concerns, `organisation_path` where it happened when that is not where the object lies.

    Raises:
        AuditUnavailableError: the database refused the row. Let it pass: the change must not happen either.
    """
    role = worked_as(actor)
    paths = ([organisation_path] if organisation_path else []) + _paths_of_object(obj)
    belongs_to = [*paths, role.path, *_paths_of_subject(subject)]
    source = origin.get()
    event = AuditEvent(
        kind=AuditEvent.Kind.OPENING if is_opening(action) else AuditEvent.Kind.CHANGE,
        actor=actor,
        role_code=role.role_code,
        role_at=role.organisation[:120],
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_name=stored_name(obj, subject),
        subject=subject,
        organisation_path=next((path for path in paths if path), role.path),
        scopes=with_all_above(belongs_to),
        reason=reason[:500],
        before=without_people(before or {}),
        after=without_people(after or {}),
        request_id=request_id.get(),
        address=source.address,
        session_mark=source.session_mark,
    )
    _write(event)
    return event


def _write(event: AuditEvent) -> None:
    """Write the event now, or with the others of the running `gathered()`."""
    gathering = gathering_now.get()
    if gathering is not None:
        gathering.events.append(event)
        return
    try:
        with as_system("an event is written whoever acts, also when nobody is signed in"):
            event.save(force_insert=True)
    except DataError:
        raise  # a NUL character in a text is the sender's doing, and answered as such
    except DatabaseError as error:
        raise AuditUnavailableError from error


def _paths_of_object(obj: models.Model) -> list[str]:
    known = _known_paths(obj)
    return paths_of_object(obj) if known is None else known


def _known_paths(obj: Any) -> list[str] | None:
    gathering = gathering_now.get()
    return list(gathering.paths[obj.pk]) if gathering is not None and obj.pk in gathering.paths else None


def _paths_of_subject(subject: Any) -> list[str]:
    if subject is None:
        return []
    known = _known_paths(subject)
    if known is not None:
        return known
    with as_system(
        "the auditors of all the person's organisations may read the row, not only those whom the actor may see"
    ):
        return paths_of_person(subject)


@transaction.atomic
def record_opening(actor: Any, obj: models.Model, subject: Any, reason: str = "") -> AuditEvent | None:
    """Write that `actor` opened `obj`, a record of the person `subject`. Return None for one's own record.

    Opening the same record again within ten minutes in the same session is the same look, unless a new reason is given.

    Raises:
        AuditUnavailableError: the database refused the row; the record must not be shown.
    """
    if actor is not None and actor.pk == subject.pk:
        return None
    same = AuditEvent.objects.filter(
        actor=actor,
        kind=AuditEvent.Kind.OPENING,
        at__gt=timezone.now() - SAME_OPENING,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        subject=subject,
        session_mark=origin.get().session_mark,
    )
    if reason:
        same = same.filter(reason=reason[:500])
    if earlier := same.order_by("-pk").first():
        return earlier
    return record(actor, "record.opened", obj, reason=reason, subject=subject)
