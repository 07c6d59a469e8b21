"""The editable grid: its page, all it draws, what has changed since, and the commands it sends."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_POST, require_safe

from randa.core.errors import DomainError
from randa.people.http import AuthedRequest
from randa.placements import grid_commands
from randa.placements.editing.pasting import Misfit
from randa.placements.errors import EditConflictError
from randa.placements.models import Plan
from randa.placements.permissions import can_edit_plan
from randa.placements.queries.board import Told, board, changes_since
from randa.placements.queries.conflicts import conflict_rows
from randa.placements.queries.edits import steps
from randa.placements.views.plan import plan_context, visible_plan

LARGEST = 2_000_000  # bytes of a command


@login_required
@require_safe
def page(request: AuthedRequest, pk: str) -> HttpResponse:
    """Learners × weeks above, units × weeks below; without a script the tables of the other tabs are read."""
    plan = visible_plan(request, pk)
    may_edit = plan.state == Plan.State.DRAFT and can_edit_plan(request.user, plan)
    context = plan_context(request, plan, "grid") | {"may_change": may_edit}
    return render(request, "placements/grid.html", context)


def _version(request: HttpRequest, pk: str) -> str | None:
    """Return what the answer depends on; None for whoever may not see the plan: its number would tell them that it is there."""
    found = Plan.objects.visible_to(request.user).filter(pk=pk).values_list("edit_number", "state").first()  # type: ignore[arg-type]
    asked = request.GET.get("efter", "")
    return found and f'"{pk}-{found[0]}-{found[1]}-{request.user.pk}-{get_language()}-{asked}"'


@login_required
@require_safe
def data(request: AuthedRequest, pk: str) -> HttpResponse:
    """All that the grid draws."""
    plan = visible_plan(request, pk)
    may_edit = plan.state == Plan.State.DRAFT and can_edit_plan(request.user, plan)
    own = steps(plan, request.user)
    told = board(plan, request.user) | {"mayEdit": may_edit, "mayUndo": own.may_undo, "mayRedo": own.may_redo}
    return JsonResponse(told, json_dumps_params={"separators": (",", ":"), "ensure_ascii": False})


@login_required
@require_safe
@condition(etag_func=_version)
def changes(request: AuthedRequest, pk: str) -> HttpResponse:
    """What has changed after edit number `efter`: unchanged is 304 and costs a query."""
    plan = visible_plan(request, pk)
    asked = request.GET.get("efter", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > len("999999999"):
        raise BadRequest("efter: expected the number of an edit")
    return JsonResponse(changes_since(plan, request.user, int(asked)))


View = Callable[..., HttpResponse]


def _refusals_as_json(view: View) -> View:
    """Answer a refusal as what the grid's script reads: a code, the sentence, and both versions of a conflict."""

    @wraps(view)
    def answer(request: AuthedRequest, pk: str) -> HttpResponse:
        try:
            return view(request, pk)
        except EditConflictError as refusal:
            found = {"code": refusal.code, "message": str(refusal), "conflicts": conflict_rows(refusal.conflicts)}
            return JsonResponse(found, status=refusal.status)
        except DomainError as refusal:
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)

    return answer


@login_required
@require_POST
@_refusals_as_json
def edit(request: AuthedRequest, pk: str) -> HttpResponse:
    """Do one command, or with `try` only tell what it would do."""
    asked = grid_commands.Asked(request.user, visible_plan(request, pk), _command(request))
    if asked.data.get("try") is True and asked.data.get("do") == "paste":
        wanted, misfits = grid_commands.pasted(asked)
        return JsonResponse({"fitting": len(wanted), "misfits": [_misfit(one) for one in misfits]})
    with transaction.atomic():
        made = grid_commands.run(asked)
        if asked.data.get("try") is True:
            transaction.set_rollback(True)
            return JsonResponse({"told": _told(made.told)})
    plan = Plan.objects.get(pk=asked.plan.pk)
    heard = asked.heard()
    answer = changes_since(plan, request.user, made.edit.number - 1 if heard is None else heard)
    return JsonResponse(answer | {"told": _told(made.told), "kind": made.edit.get_kind_display()})


def _command(request: AuthedRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST:
        raise BadRequest("the command is too large")
    try:
        found = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("expected JSON") from error
    if not isinstance(found, dict):
        raise BadRequest("expected a command")
    return found


def _told(told: Told) -> dict[str, Any]:
    return {"new": told.new, "mended": told.mended, "remarks": told.remarks, "price": told.price}


def _misfit(one: Misfit) -> list[Any]:
    return [one.row, one.column, one.text, one.why]
