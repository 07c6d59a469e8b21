"""The overview: how many posts, and does that fit the need?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from randa.dimensioning.views.access import plan_reader
from randa.people.http import AuthedRequest


@require_safe
@plan_reader
def overview(request: AuthedRequest, code: str = "") -> HttpResponse:
    return render(request, "dimensioning/overview.html", {"nav": "dimensioning", "code": code})
