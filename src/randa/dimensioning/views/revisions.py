"""The revision log: who changed what, when and why; undo; two revisions side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from randa.core.ui.tables import Column, Table, table_response
from randa.core.ui.toasts import toast
from randa.dimensioning.errors import UndoRefusedError
from randa.dimensioning.models import PlanRevision
from randa.dimensioning.permissions import can_edit_plan_of
from randa.dimensioning.queries.cells import latest_number
from randa.dimensioning.queries.figures import country
from randa.dimensioning.queries.history import changes_of, compare_revisions, revision_rows
from randa.dimensioning.services.plan import undo_revision
from randa.dimensioning.views.access import plan_editor, plan_reader
from randa.dimensioning.views.plan import choice_query, plan_address, undo_address
from randa.people.http import AuthedRequest

_COLUMNS = (
    Column("number", gettext_lazy("Revision"), numeric=True),
    Column("saved_at", gettext_lazy("När")),
    Column(
        "saved_by",
        gettext_lazy("Vem"),
        order_by="saved_by__family_name",
        value=lambda row: str(row.saved_by or _("Systemet")),
    ),
    Column("comment", gettext_lazy("Varför")),
    Column("change_count", gettext_lazy("Celler"), numeric=True),
    Column("is_undone", gettext_lazy("Ångrad"), value=lambda row: _("ja") if row.is_undone else ""),
)


@require_safe
@plan_reader
def revision_list(request: AuthedRequest) -> HttpResponse:
    """Every saved change of the plan, newest first."""
    table = Table(
        key="revisions",
        columns=_COLUMNS,
        rows=revision_rows(),
        params=request.GET,
        caption=_("Revisioner av planen"),
        row_url=lambda row: reverse("dimensioning:revision", args=[row.number]),
        empty=_("Planen har inte ändrats än. När någon sparar en ändring står den här."),
        search_fields=("comment", "saved_by__given_name", "saved_by__family_name"),
    )
    return table_response(request, "dimensioning/revisions.html", table, {"nav": "plan", "latest": latest_number()})


@require_safe
@plan_reader
def detail(request: AuthedRequest, number: int) -> HttpResponse:
    """What one revision changed."""
    revision = get_object_or_404(revision_rows(), number=number)
    changes = list(changes_of(revision))
    may_undo = bool(changes) and all(can_edit_plan_of(request.user, one.region) for one in changes)
    context = {"nav": "plan", "revision": revision, "changes": changes, "may_undo": may_undo, "latest": latest_number()}
    return render(request, "dimensioning/revision.html", context)


@require_POST
@plan_editor
def undo(request: AuthedRequest, number: int) -> HttpResponse:
    """Put the cells of a revision back, and return to the part of the plan that was shown."""
    revision = get_object_or_404(PlanRevision, number=number)
    try:
        undoing = undo_revision(actor=request.user, revision=revision)
    except UndoRefusedError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("dimensioning:revision", number)
    text = _("Revision %(number)d är ångrad.") % {"number": number}
    query = choice_query(request.GET)
    toast(request, text, undo_url=undo_address(undoing, query))
    return redirect(plan_address(query))


@require_safe
@plan_reader
def compare(request: AuthedRequest) -> HttpResponse:
    """The plan after one revision beside the plan after another."""
    latest = latest_number()
    first = _number(request.GET.get("fran"), default=max(latest - 1, 0), most=latest)
    second = _number(request.GET.get("till"), default=latest, most=latest)
    context = {
        "nav": "plan",
        "first": first,
        "second": second,
        "revisions": revision_rows()[:200],
        "comparison": compare_revisions(first, second, country()),
    }
    return render(request, "dimensioning/compare.html", context)


def _number(text: str | None, *, default: int, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() and len(text) < 9 else default
