"""The door of every page about the plan."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from randa.core.access.permissions import require
from randa.dimensioning.permissions import can_edit_any_plan, can_view_plan
from randa.people.http import AuthedRequest

View = Callable[..., HttpResponse]


def plan_reader(view: View) -> View:
    """Let in those who may see the plan; for others the page does not exist."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_view_plan(
            cast("AuthedRequest", request).user
        ):  # login_required has seen to it that somebody is there
            raise Http404
        return view(request, *args, **kwargs)

    return cast("View", login_required(checked))


def plan_editor(view: View) -> View:
    """Let in those who may also change something in it; readers are told that they may not."""

    @wraps(view)
    def checked(request: AuthedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(can_edit_any_plan, request.user)
        return view(request, *args, **kwargs)

    return plan_reader(checked)
