"""One cell of the plan: what stands there, why, since when, and changing all of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.ui.toasts import toast
from randa.dimensioning.errors import NothingChangedError, PlanRefusedError
from randa.dimensioning.forms import CellForm
from randa.dimensioning.models import PostType
from randa.dimensioning.permissions import can_decide_plan_of, can_edit_plan_of
from randa.dimensioning.plan.changes import CellKey, cell_key
from randa.dimensioning.plan.check import read_rows
from randa.dimensioning.plan.figures import FIRST_YEAR, LAST_YEAR
from randa.dimensioning.plan.rows import RawRow
from randa.dimensioning.queries.cells import latest_number, region_names
from randa.dimensioning.queries.history import cell_history, cell_now
from randa.dimensioning.services.plan import save_plan_changes, take_over_cell
from randa.dimensioning.views.access import plan_editor, plan_reader
from randa.dimensioning.views.plan import saved_toast
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest


@require_http_methods(["GET", "HEAD", "POST"])
@plan_reader
def cell(request: AuthedRequest, key: str) -> HttpResponse:
    """A page of its own; the plan table shows the same part in a panel at its side."""
    found, region = _key_or_404(key)
    form = CellForm(request.POST) if request.method == "POST" else _form_for(found)
    if request.method == "POST" and form.is_valid() and _save(request, found, form):
        return redirect("dimensioning:plan")
    row = cell_now(found)
    context = {
        "nav": "plan",
        "key": found,
        "region": region,
        "type_name": PostType(found.post_type).label,
        "cell": row,
        "history": cell_history(found, row),
        "form": form,
        "may_edit": can_edit_plan_of(request.user, region),
        "may_decide": can_decide_plan_of(request.user, region),
    }
    template = "dimensioning/_cell.html" if request.headers.get("HX-Request") else "dimensioning/cell.html"
    response = render(request, template, context, status=400 if form.errors else 200)
    response.headers["Vary"] = "HX-Request"
    return response


@require_POST
@plan_editor
def take_over(request: AuthedRequest, key: str) -> HttpResponse:
    """Answer for a cell from now on."""
    found, _region = _key_or_404(key)
    row = cell_now(found)
    if row is None:
        raise Http404
    take_over_cell(actor=request.user, cell=row)
    toast(request, _("Du ansvarar nu för cellen."))
    return redirect("dimensioning:cell", str(found))


def _key_or_404(text: str) -> tuple[CellKey, Organisation]:
    key = cell_key(text)
    if key is None or key.post_type not in PostType.values or not FIRST_YEAR <= key.year <= LAST_YEAR:
        raise Http404
    region = Organisation.objects.regions().filter(code=key.region).first()
    if region is None:
        raise Http404
    return key, region


def _form_for(key: CellKey) -> CellForm:
    row = cell_now(key)
    initial = {"seen": latest_number(), "status": "draft"}
    if row is not None:
        initial |= {"posts": str(row.posts), "status": row.status, "source": row.source, "comment": row.comment}
    return CellForm(initial=initial)


def _save(request: AuthedRequest, key: CellKey, form: CellForm) -> bool:
    """Save the form's values; put what stops them on the form and return False when they cannot be saved."""
    values = form.cleaned_data
    raw = RawRow(
        1,
        key.region,
        str(key.year),
        key.post_type,
        values["posts"],
        values["status"],
        values["source"],
        values["comment"],
    )
    read = read_rows([raw], region_names(), seen=values["seen"])
    refusals = list(read.refused)
    if not refusals:
        try:
            saved_toast(request, save_plan_changes(actor=request.user, changes=read.changes), 1)
        except NothingChangedError as refusal:
            toast(request, str(refusal), tone="info")
        except PlanRefusedError as refusal:
            refusals = list(refusal.refusals)
    for one in refusals:
        form.add_error("posts", f"{one.reason} {one.remedy}")
    return not refusals
