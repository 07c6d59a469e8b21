"""A person's own data as a file: asking, making, fetching, and taking it away after a week."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.jobs.services import start_job
from randa.people.models import User
from randa.privacy.errors import ExportIsGoneError, ExportTooOftenError
from randa.privacy.models import AccessExport, PrivacyRequest
from randa.privacy.permissions import can_ask_for_export, can_open_export

MAKE_EXPORT = "privacy.make_export"
KEPT = dt.timedelta(days=7)
A_DAY = 3  # exports that a person may have made in 24 hours


@transaction.atomic
def ask_for_export(
    *, actor: User, person: User, request: PrivacyRequest | None = None, reason: str = ""
) -> AccessExport:
    """Start making an export; only `person` will be able to open it.

    Raises:
        PermissionDenied: it is somebody else's, and the actor does not answer for that person.
        ExportTooOftenError: three have been asked for in the last 24 hours.
    """
    require(can_ask_for_export, actor, person)
    User.objects.select_for_update().get(pk=person.pk)  # two clicks at once are counted one after the other
    lately = AccessExport.objects.filter(person=person, asked_at__gt=timezone.now() - dt.timedelta(days=1))
    with as_system("those that others have asked for count too"):
        is_often = lately.count() >= A_DAY
    if is_often:
        raise ExportTooOftenError
    export = AccessExport.objects.create(person=person, asked_by=actor, request=request, reason=reason.strip())
    export.job = start_job(
        actor=actor, kind=MAKE_EXPORT, title=_("Utdrag ur personuppgifter"), payload={"export": str(export.pk)}
    )
    export.save(update_fields=["job"])
    record(actor, "access_export.asked", export, reason=reason, subject=person)
    return export


@transaction.atomic
def store_export(*, export: AccessExport, content: bytes) -> AccessExport:
    """Keep a finished file for seven days. Called by the job that made it."""
    export = AccessExport.objects.select_for_update().get(pk=export.pk)
    now = timezone.now()
    export.content, export.size, export.sha256 = content, len(content), hashlib.sha256(content).hexdigest()
    export.ready_at, export.expires_at = now, now + KEPT
    export.save(update_fields=["content", "size", "sha256", "ready_at", "expires_at"])
    record(None, "access_export.made", export, after={"size": export.size}, subject=export.person)
    return export


@transaction.atomic
def fetch_export(*, actor: User, export: AccessExport) -> bytes:
    """Return the file and note that it was fetched.

    Raises:
        PermissionDenied: it is somebody else's.
        ExportIsGoneError: it is not ready, or its week is over.
    """
    export = AccessExport.objects.select_for_update().get(pk=export.pk)
    require(can_open_export, actor, export)
    if not export.is_ready or export.content is None:
        raise ExportIsGoneError
    export.fetched_at = timezone.now()
    export.save(update_fields=["fetched_at"])
    record(actor, "access_export.fetched", export, subject=export.person)
    return bytes(export.content)


@transaction.atomic
def delete_expired_exports() -> int:
    """Take away the files whose week is over; the rows remain. Return how many."""
    expired = list(AccessExport.objects.expired().defer("content").select_for_update(skip_locked=True))
    AccessExport.objects.filter(pk__in=[one.pk for one in expired]).update(content=None)
    for one in expired:
        record(None, "access_export.expired", one, subject=one.person)
    return len(expired)
