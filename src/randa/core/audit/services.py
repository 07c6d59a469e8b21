"""Writing to the audit log. Call inside the transaction of the change: both happen or neither."""

from typing import Any

from django.db import models

from randa.core.audit.models import AuditEvent
from randa.core.logs import request_id


def record(
    actor: Any,
    action: str,
    obj: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write that `actor` (None for the system itself) did `action` to `obj`; `before` and `after` hold JSON-able values."""
    return AuditEvent.objects.create(
        actor=actor,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_name=str(obj)[:200],
        reason=reason,
        before=before or {},
        after=after or {},
        request_id=request_id.get(),
    )
