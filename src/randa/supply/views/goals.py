"""Which objectives a learner's plan can meet, where, and with what to spare."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from randa.core.audit.duty import open_record
from randa.people.http import AuthedRequest
from randa.supply.queries.goals import goal_map
from randa.training.models import Enrolment


@login_required
@require_safe
def goals(request: AuthedRequest, enrolment_pk: str) -> HttpResponse:
    """Objectives × planned placements, with weeks and what is left if a unit drops out."""
    rows = Enrolment.objects.visible_to(request.user).select_related("learner", "post__programme")
    enrolment = get_object_or_404(rows, pk=enrolment_pk)
    asked = open_record(request, enrolment.learner)
    if asked is not None:
        return asked
    is_own = enrolment.learner_id == request.user.pk
    context = {"nav": "mine" if is_own else "units", "enrolment": enrolment, "goals": goal_map(request.user, enrolment)}
    return render(request, "supply/goals.html", context | {"is_own": is_own})
