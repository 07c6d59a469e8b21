"""The log of changes for whoever reads it, in the order of the chain: the same position never gets another event."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from randa.api.caller import caller_of
from randa.api.operations import operation
from randa.api.schemas import EventOut, EventsPage
from randa.core.access.permissions import require
from randa.core.audit.models import AuditEvent, ChainLink
from randa.core.audit.permissions import can_read_log
from randa.core.audit.queries import events_seen_by

router = Router()


@operation(
    router, "GET", "", scope="audit.read", answer=EventsPage, summary="Events of the log after a position, oldest first",
    description="Ask again with `after` set to `last`; positions follow the order in which changes were stored.",
)  # fmt: skip
def events(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> EventsPage:
    caller = caller_of(request)
    require(can_read_log, caller)
    seen = events_seen_by(caller)
    links = ChainLink.objects.filter(seq__gt=after, event_id__in=seen.values("pk")).order_by("seq")
    places = dict(links.values_list("event_id", "seq")[:limit])
    found = seen.filter(pk__in=places).select_related("actor", "subject")
    rows = sorted((_as_out(one, places[one.pk]) for one in found), key=lambda row: row.position)
    return EventsPage(rows=rows, last=rows[-1].position if rows else after)


def _as_out(one: AuditEvent, position: int) -> EventOut:
    return EventOut(
        position=position, id=one.pk, at=one.at, kind=one.kind, action=one.action, actor=one.actor_id, role=one.role_code,
        object_type=one.object_type, object_id=one.object_id, subject=one.subject_id, organisation_path=one.organisation_path,
        reason=one.reason, before=one.before, after=one.after, request_id=one.request_id,
    )  # fmt: skip
