"""What was promised at a unit and changed late."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.core.ui.formats import quarter_words
from randa.people.http import AuthedRequest
from randa.placements.models import LateChange
from randa.supply.queries.late_changes import late_changes_at
from randa.supply.views.units import page_of, visible_unit


@login_required
@require_safe
def late_changes(request: AuthedRequest, code: str) -> HttpResponse:
    """The unit's late changes of a year in figures, two years by quarter, and for those who follow it up each with its reason."""
    unit = visible_unit(request, code)
    shown = late_changes_at(request.user, unit, today())
    context = page_of(request, unit, "late_changes") | {
        "late": shown,
        "figures": shown.figures,
        "hit_of": f"{shown.figures.year.learners}/{shown.figures.placed}" if shown.figures.year else "",
        "causes": [(LateChange.Cause(one.key).label, one) for one in shown.figures.causes or ()],
        "quarters": [(quarter_words(one.key), one) for one in shown.figures.quarters or ()],
        "most": max((one.changes for one in shown.figures.quarters or ()), default=0),
    }
    return render(request, "supply/late_changes.html", context)
