"""Doing what is approved: in batches, each in its own transaction, and only while the data are what was approved."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.jobs.models import Job
from randa.core.jobs.services import start_job
from randa.people.models import User
from randa.privacy.errors import PlanHasChangedError, RunIsDecidedError
from randa.privacy.models import RetentionItem, RetentionLine, RetentionRun
from randa.privacy.permissions import can_apply_removal
from randa.privacy.planning import digest_of, items_hash, period_of, plan_removal, still_used
from randa.privacy.reading import held_kinds, kept_people, rows_of
from randa.privacy.registry import AtErasure, Rows, all_rows
from randa.privacy.services.erasing import clear_rows
from randa.privacy.services.runs import outdate

APPLY_REMOVAL = "privacy.apply_removal"
BATCH = 200
_GOING_ON = {RetentionRun.State.APPROVED, RetentionRun.State.APPLYING}
Progress = Callable[[int, int], None]


@transaction.atomic
def start_removal(*, actor: User, run: RetentionRun) -> Job:
    """Start an approved removal as a job.

    Raises:
        PermissionDenied: the actor neither proposes nor approves removals there.
        RunIsDecidedError: it is not approved, or done.
    """
    run = _going_on(run)
    require(can_apply_removal, actor, run)
    job = start_job(
        actor=actor, kind=APPLY_REMOVAL, title=_("Gallring %(run)s") % {"run": run}, payload={"run": str(run.pk)}
    )
    run.job = job
    run.save(update_fields=["job"])
    return job


def apply_removal(*, actor: User, run: RetentionRun, progress: Progress = lambda _done, _total: None) -> RetentionRun:
    """Remove what is approved and return the run; one that was cut off goes on where it stopped.

    Raises:
        PermissionDenied: the actor neither proposes nor approves removals there.
        RunIsDecidedError: it is not approved, or done.
        PlanHasChangedError: data, periods or holds differ from what was approved; what was not removed yet stays.
    """
    run = _begin(actor, run)
    total = RetentionItem.objects.filter(line__run=run).count()
    try:
        for line in run.lines.order_by("position"):
            while _remove_batch(run, line):
                progress(RetentionItem.objects.filter(line__run=run, removed_at__isnull=False).count(), total)
    except PlanHasChangedError:
        outdate(actor=actor, run=run)
        raise
    return _end(actor, run)


def _begin(actor: User, run: RetentionRun) -> RetentionRun:
    try:
        with transaction.atomic():
            run = _going_on(run)
            require(can_apply_removal, actor, run)
            _refuse_changed(run)
            if run.state == RetentionRun.State.APPROVED:
                run.state, run.applied_by = RetentionRun.State.APPLYING, actor
                run.save(update_fields=["state", "applied_by"])
                record(actor, "removal.begun", run, after={"plan": run.plan_sha256})
    except PlanHasChangedError:
        outdate(actor=actor, run=run)
        raise
    return run


@transaction.atomic
def _remove_batch(run: RetentionRun, line: RetentionLine) -> int:
    """Remove the next rows of a line and return how many; 0 when there are none left."""
    RetentionRun.objects.select_for_update().get(pk=run.pk, state=RetentionRun.State.APPLYING)
    items = list(line.items.filter(removed_at__isnull=True).order_by("pk")[:BATCH])
    if not items:
        return 0
    rows = _declaration(line.rows)
    keys = [item.object_id for item in items]
    found: QuerySet[Any] = QuerySet(rows.model_class).filter(pk__in=keys)
    stored = {str(row.pk): digest_of(row) for row in found.select_for_update()}
    removes = line.action == AtErasure.REMOVE
    if stored != {item.object_id: item.digest for item in items} or (
        removes and still_used(rows.model_class, keys, {})
    ):
        raise PlanHasChangedError
    if removes:
        found.delete()
    else:
        clear_rows(found, rows)
    RetentionItem.objects.filter(pk__in=[item.pk for item in items]).update(removed_at=timezone.now(), digest="")
    RetentionLine.objects.filter(pk=line.pk).update(removed=F("removed") + len(items))
    return len(items)


@transaction.atomic
def _end(actor: User, run: RetentionRun) -> RetentionRun:
    run = RetentionRun.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    run.state, run.applied_at = RetentionRun.State.APPLIED, timezone.now()
    run.save(update_fields=["state", "applied_at"])
    removed = dict(run.lines.values_list("rows", "removed"))
    record(actor, "removal.applied", run, after=removed)
    return run


def _going_on(run: RetentionRun) -> RetentionRun:
    locked = RetentionRun.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    if locked.state not in _GOING_ON:
        raise RunIsDecidedError(locked.get_state_display())
    return locked


def _refuse_changed(run: RetentionRun) -> None:
    """Compare what would be removed, by the day of the plan, with what is approved.

    A run that has begun has taken away rows that tell when others ended; then nothing may have been added, no hold placed and no
    period changed, and each row that is left is compared when its turn comes.
    """
    left = list(RetentionItem.objects.filter(line__run=run, removed_at__isnull=True).select_related("line"))
    approved = {
        _words(item.line.rows, item.line.action, item.line.months, item.object_id, item.digest) for item in left
    }
    planned = plan_removal(run.organisation, run.day)
    now = {
        _words(one.rows.key, one.action, one.period.months, key, digest)
        for one in planned
        for key, (digest, _day) in one.items.items()
    }
    if not RetentionItem.objects.filter(line__run=run, removed_at__isnull=False).exists():
        same = approved == now and items_hash(approved, run.day) == run.plan_sha256
    else:
        same = now <= approved and not _is_kept(run) and _has_its_periods(run)
    if not same:
        raise PlanHasChangedError


def _is_kept(run: RetentionRun) -> bool:
    people = kept_people(run.day)
    kinds = held_kinds(run.day, run.organisation.path)
    for line in run.lines.filter(items__removed_at__isnull=True).distinct():
        keys = line.items.filter(removed_at__isnull=True).values_list("object_id", flat=True)
        if line.kind in kinds or rows_of(people, _declaration(line.rows)).filter(pk__in=list(keys)).exists():
            return True
    return False


def _has_its_periods(run: RetentionRun) -> bool:
    return all(period_of(line.retention_class, run.organisation).months == line.months for line in run.lines.all())


def _words(rows: str, action: str, months: int | None, key: str, digest: str) -> str:
    return f"{rows} {action} {months} {key} {digest}"


def _declaration(key: str) -> Rows:
    return next(rows for _kind, rows in all_rows() if rows.key == key)
