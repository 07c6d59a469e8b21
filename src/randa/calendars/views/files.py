"""Calendars as files, to read in once. They hold what the followed ones hold without names, with the same identities."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from randa.calendars.choices import Calendar
from randa.calendars.contents import Event, learner_events, own_events, supervisor_events, unit_events
from randa.calendars.ics import CALENDAR_TYPE, calendar_bytes
from randa.calendars.models import Feed
from randa.calendars.permissions import can_follow_own, can_follow_supervised, can_follow_unit
from randa.calendars.views.follow import site_of
from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.ui.export import file_response
from randa.people.http import AuthedRequest
from randa.placements.models import Placement
from randa.supply.queries.register import units_seen_by
from randa.training.models import Enrolment


@login_required
@require_safe
def own(request: AuthedRequest) -> HttpResponse:
    """One's own published placements."""
    require(can_follow_own, request.user)
    return _file(request, Calendar(Feed.Kind.OWN).label, own_events(request.user, today()))


@login_required
@require_safe
def unit(request: AuthedRequest, code: str) -> HttpResponse:
    """Who comes to a unit that one keeps."""
    found = units_seen_by(request.user).filter(organisation__code=code).first()
    if found is None:
        raise Http404
    require(can_follow_unit, request.user, found)
    events = unit_events(request.user, found, today(), with_names=False)
    return _file(request, Calendar(Feed.Kind.UNIT, found).label, events)


@login_required
@require_safe
def supervisor(request: AuthedRequest) -> HttpResponse:
    """Whom one supervises."""
    require(can_follow_supervised, request.user)
    events = supervisor_events(request.user, today(), with_names=False)
    return _file(request, Calendar(Feed.Kind.SUPERVISOR).label, events)


@login_required
@require_safe
def learner(request: AuthedRequest, enrolment_pk: UUID) -> HttpResponse:
    """The published placements of one learner, as far as one sees them: whoever sees a row of a plan may take its calendar."""
    rows = Placement.objects.visible_to(request.user).filter(enrolment=enrolment_pk, is_published=True)
    enrolments = Enrolment.objects.filter(pk__in=rows.order_by().values("enrolment"))
    enrolment = get_object_or_404(enrolments.select_related("learner", "post"), pk=enrolment_pk)
    asked = open_record(request, enrolment.learner, enrolment)
    if asked is not None:
        return asked
    return _file(request, enrolment.post.number, learner_events(request.user, enrolment, today()))


def _file(request: AuthedRequest, name: str, events: list[Event]) -> HttpResponse:
    content = calendar_bytes(f"Randa: {name}", events, site=site_of(request))
    return file_response(content, CALENDAR_TYPE, f"{name}.ics")
