"""A learner's own placements: where now, where next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.people.http import AuthedRequest
from randa.placements.hosts import hosts_of
from randa.placements.queries.plans import own_placements
from randa.placements.queries.swaps import open_swaps, own_swaps, swappable_keys


@login_required
@require_safe
def own(request: AuthedRequest) -> HttpResponse:
    """Own published placements, with the one that is on now marked."""
    enrolments, swaps = own_placements(request.user), own_swaps(request.user)
    hosts = hosts_of([row for _one, rows in enrolments for row in rows])
    context = {
        "nav": "mine",
        "enrolments": [(one, [(row, hosts.get(row.pk)) for row in rows]) for one, rows in enrolments],
        "today": today(),
        "own_swaps": swaps,
        "open_swaps": open_swaps(request.user),
        "swappable": swappable_keys((row for _one, rows in enrolments for row in rows), swaps),
    }
    return render(request, "placements/mine.html", context)
