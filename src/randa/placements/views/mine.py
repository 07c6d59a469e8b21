"""A learner's own placements: where now, where next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.people.http import AuthedRequest
from randa.placements.models import Placement
from randa.placements.queries.plans import own_placements
from randa.placements.queries.swaps import open_swaps, own_swaps, swappable_keys
from randa.placements.views.files import calendar_response
from randa.training.models import Enrolment


@login_required
@require_safe
def own(request: AuthedRequest) -> HttpResponse:
    """Own published placements, with the one that is on now marked."""
    enrolments, swaps = own_placements(request.user), own_swaps(request.user)
    context = {
        "nav": "mine",
        "enrolments": enrolments,
        "today": today(),
        "own_swaps": swaps,
        "open_swaps": open_swaps(request.user),
        "swappable": swappable_keys((row for _one, rows in enrolments for row in rows), swaps),
    }
    return render(request, "placements/mine.html", context)


@login_required
@require_safe
def calendar(request: AuthedRequest, enrolment_pk: str) -> HttpResponse:
    """Own published placements as a calendar file."""
    enrolment = get_object_or_404(
        Enrolment.objects.filter(learner=request.user).select_related("learner"), pk=enrolment_pk
    )
    rows = Placement.objects.filter(enrolment=enrolment, is_published=True).for_calendar()
    return calendar_response(request, enrolment, rows)
