"""Health for whoever runs Randa: is the process up, and is what it needs there. JSON without secrets."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

DISK_FREE_MIN_BYTES = 500 * 1024 * 1024
HEARTBEAT_MAX_AGE = timedelta(seconds=60)  # procrastinate's worker writes one every 10 seconds


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """Everything needed is there; 503 with the failing part otherwise."""
    parts = readiness()
    ready = all(part == "ok" for part in parts.values())
    return JsonResponse({"status": "ok" if ready else "not ready", "parts": parts}, status=200 if ready else 503)


def readiness() -> dict[str, str]:
    """Return "ok" or what is wrong for database, migrations, worker and disk."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        parts = {"database": "ok", "migrations": _migrations(), "worker": _worker()}
    except DatabaseError:
        parts = {"database": "does not answer", "migrations": "unknown", "worker": "unknown"}
    free = shutil.disk_usage(settings.HOME if settings.HOME.exists() else "/").free
    return parts | {"disk": "ok" if free > DISK_FREE_MIN_BYTES else "less than 500 MB free"}


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not missing else f"{len(missing)} not applied"


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select max(last_heartbeat) from procrastinate_workers")
        (last,) = cursor.fetchone()
    return "ok" if last and timezone.now() - last < HEARTBEAT_MAX_AGE else "no heartbeat in the last minute"
