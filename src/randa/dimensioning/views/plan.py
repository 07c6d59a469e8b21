"""The plan table: see it, type in it, save it, take it out as a file."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from randa.core.ui.toasts import toast
from randa.dimensioning.errors import NothingChangedError
from randa.dimensioning.forms import KINDS, PlanChoice, SaveForm, plan_choice
from randa.dimensioning.models import PlanInput, PlanRevision
from randa.dimensioning.plan.changes import cell_key
from randa.dimensioning.plan.files import export_rows
from randa.dimensioning.plan.names import POST_TYPE_NAMES
from randa.dimensioning.plan.rows import HEADS, RawRow
from randa.dimensioning.queries.cells import cells_at, region_labels
from randa.dimensioning.queries.exports import plan_export_rows
from randa.dimensioning.queries.figures import country
from randa.dimensioning.queries.table import plan_grid
from randa.dimensioning.services.inputs import keep_input, preview_input, save_input
from randa.dimensioning.views.access import plan_editor, plan_reader
from randa.people.http import AuthedRequest


@require_safe
@plan_reader
def plan(request: AuthedRequest) -> HttpResponse:
    """The plan as a spreadsheet; without JavaScript a form with a box per cell."""
    nation = country()
    choice = plan_choice(request.GET, (one.code for one in nation.members))
    grid = plan_grid(viewer=request.user, nation=nation, years=choice.years, kinds=choice.kinds, region=choice.region)
    context = {
        "nav": "plan",
        "grid": grid,
        "choice": choice,
        "kinds": KINDS,
        "form": SaveForm(initial={"seen": grid.latest}),
        "query": _query(choice),
        "newest": PlanRevision.objects.select_related("saved_by").first(),
    }
    return render(request, "dimensioning/plan.html", context)


@require_POST
@plan_editor
def save(request: AuthedRequest) -> HttpResponse:
    """Save what was typed. When something cannot be taken, nothing is saved yet: the rows wait with their reasons."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        toast(request, _("Kommentaren eller källan är för lång."), tone="error")
        return redirect(_back(request))
    values = form.cleaned_data
    rows = _typed_rows(request.POST, values["seen"], values["source"])
    if not rows:
        toast(request, _("Inget var ändrat."), tone="info")
        return redirect(_back(request))
    kept = keep_input(
        actor=request.user, origin=PlanInput.Origin.GRID, rows=rows, comment=values["comment"], seen=values["seen"]
    )
    if preview_input(actor=request.user, plan_input=kept).refused:
        return redirect("dimensioning:plan_input", kept.pk)
    try:
        revision, _preview = save_input(actor=request.user, plan_input=kept)
    except NothingChangedError as refusal:
        toast(request, str(refusal), tone="info")
        return redirect(_back(request))
    saved_toast(request, revision, len(rows), query=choice_query(request.POST))
    return redirect(_back(request))


def saved_toast(request: AuthedRequest, revision: PlanRevision, count: int, *, query: str = "") -> None:
    """Tell what was saved, with the way back; `query` is the choice to come back to."""
    text = ngettext(
        "%(count)d cell sparad i revision %(number)d.", "%(count)d celler sparade i revision %(number)d.", count
    ) % {"count": count, "number": revision.number}
    toast(request, text, undo_url=undo_address(revision, query))


def _typed_rows(posted: QueryDict, seen: int, source: str) -> list[RawRow]:
    """Return the cells whose text is not what stood there when the page was opened."""
    then, names = cells_at(seen), region_labels()
    rows: list[RawRow] = []
    for name, text in posted.items():
        key = cell_key(name)
        if key is None:
            continue
        state = then.get(key)
        if str(text).strip() != (str(state.posts) if state else ""):
            kind = POST_TYPE_NAMES.get(key.post_type, key.post_type)
            rows.append(
                RawRow(
                    len(rows) + 1,
                    names.get(key.region, key.region),
                    str(key.year),
                    kind,
                    str(text),
                    source=source or None,
                )
            )
    return rows


@require_safe
@plan_reader
def export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """The chosen part of the plan as a file that can be read in again unchanged."""
    from randa.core.ui.export import CSV_TYPE, XLSX_TYPE, csv_bytes, file_response, xlsx_bytes  # only needed for a file

    nation = country()
    choice = plan_choice(request.GET, (one.code for one in nation.members))
    codes = [one.code for one in nation.members if not choice.region or one.code == choice.region]
    years = choice.years if "fran" in request.GET or "till" in request.GET else ()
    rows = export_rows(plan_export_rows(codes, kinds=choice.kinds, years=years))
    if file_format == "csv":
        return file_response(csv_bytes(list(HEADS), rows), CSV_TYPE, "plan.csv")
    if file_format == "xlsx":
        return file_response(xlsx_bytes("Plan", list(HEADS), rows), XLSX_TYPE, "plan.xlsx")
    raise Http404


def _query(choice: PlanChoice) -> str:
    return urlencode({"region": choice.region, "typ": choice.kind, "fran": choice.first, "till": choice.last})


def _back(request: AuthedRequest) -> str:
    """Return the plan page with the choice that the form was sent from."""
    return plan_address(choice_query(request.POST))


def choice_query(params: QueryDict) -> str:
    """Return what is chosen on the plan page as a query string; empty when nothing is."""
    chosen = {name: params.get(name, "") for name in ("region", "typ", "fran", "till")}
    return urlencode({name: value for name, value in chosen.items() if value})


def plan_address(query: str) -> str:
    return f"{reverse('dimensioning:plan')}{'?' if query else ''}{query}"


def undo_address(revision: PlanRevision, query: str) -> str:
    """Return where to undo a revision and then come back to the same choice."""
    return f"{reverse('dimensioning:revision_undo', args=[revision.number])}{'?' if query else ''}{query}"
