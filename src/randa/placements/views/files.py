"""A plan as a file: Excel out and in."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.errors import DomainError
from randa.core.imports.tables import read_upload
from randa.core.ui.export import XLSX_TYPE, file_response
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.exports import plan_xlsx
from randa.placements.forms import ImportForm
from randa.placements.models import Placement
from randa.placements.permissions import can_edit_plan, can_plan_regions
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.views.plan import visible_plan


@login_required
@require_safe
def plan_file(request: AuthedRequest, pk: str) -> HttpResponse:
    """The plan as Excel, the part that one may see."""
    plan = visible_plan(request, pk)
    rows = Placement.objects.visible_to(request.user).usable(request.user).filter(plan=plan)
    content = plan_xlsx(plan, rows.for_file(), with_comments=can_edit_plan(request.user, plan))
    return file_response(content, XLSX_TYPE, f"plan-{plan.start_year}-version-{plan.version}.xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: AuthedRequest, pk: str) -> HttpResponse:
    """Read a changed Excel file as a new draft version; with any fault nothing is taken and every fault is listed."""
    plan = visible_plan(request, pk)
    if not can_plan_regions(request.user, plan.regions.all()):
        raise PermissionDenied("placements.plan")
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"nav": "placements", "plan": plan, "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored, faults = import_plan_rows(actor=request.user, plan=plan, rows=read_upload(upload, upload.name))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            if stored:
                toast(request, _("Filen är inläst som version %(version)d, ett utkast.") % {"version": stored.version})
                return redirect(stored)
            context |= {"faults": faults}
    return render(request, "placements/plan_import.html", context, status=200 if not form.errors else 422)
