"""The auditor's pages: search the log, read one event, take out a file, and see whether the chain is whole."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.audit.chain import fault_of, head
from randa.core.audit.forms import SearchForm
from randa.core.audit.history import lines_of
from randa.core.audit.models import AuditEvent, ChainCheck, ChainLink
from randa.core.audit.names import VagueNameError
from randa.core.audit.permissions import can_read_log
from randa.core.audit.queries import Search, events_seen_by, search_log
from randa.core.audit.services_chain import ask_for_check
from randa.core.audit.services_export import FORMATS, MOST_ROWS, TooManyEventsError, export_log
from randa.core.ui.export import file_response
from randa.core.ui.toasts import toast


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Events of the organisations where one reads the log, newest first, by person, object, event, role and period."""
    require(can_read_log, request.user)
    form, search = _search(request.GET)
    found: Sequence[AuditEvent] = []
    older = None
    try:
        found, older = search_log(request.user, search, request.GET.get("fore", ""))
    except VagueNameError as vague:
        form.add_error("person" if search.person and not search.obj else None, str(vague))
    kept = request.GET.copy()
    kept.pop("fore", None)
    context = {
        "nav": "audit",
        "form": form,
        "rows": lines_of(found),
        "older": older,
        "query": kept.urlencode(),
        "formats": FORMATS,
        "most_rows": MOST_ROWS,
        "hidden": [(name, value) for name, value in kept.items() if value],
    }
    return render(request, "audit/index.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event with everything that is known about it, and its place in the chain."""
    require(can_read_log, request.user)
    row = get_object_or_404(events_seen_by(request.user), pk=pk)
    link = ChainLink.objects.filter(event_id=pk).first()
    context: dict[str, Any] = {"nav": "audit", "event": row, "line": lines_of([row])[0], "link": link}
    if link is not None:
        context |= {"hash": bytes(link.hash).hex(), "previous": bytes(link.previous).hex()}
    return render(request, "audit/event.html", context)


@never_cache
@login_required
@require_http_methods(["POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The events that the search finds as a file; taking it out is an event of its own."""
    require(can_read_log, request.user)
    _form, search = _search(request.POST)
    try:
        made = export_log(actor=request.user, search=search, file_format=request.POST.get("format", ""))
    except (TooManyEventsError, VagueNameError) as refusal:
        toast(request, str(refusal), tone="error")
        return redirect("audit:index")
    return file_response(made.content, made.content_type, made.name)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chain(request: HttpRequest) -> HttpResponse:
    """The last readings of the chain, its head now, and a button that reads it again."""
    require(can_read_log, request.user)
    if request.method == "POST":
        ask_for_check(actor=request.user)
        toast(request, _("Kedjan läses igenom. Ladda om sidan om en stund för att se utfallet."))
        return redirect("audit:chain")
    checks = list(ChainCheck.objects.all()[:20])
    faults = [str(fault_of(one)) for one in checks[0].faults] if checks else []
    return render(request, "audit/chain.html", {"nav": "audit", "head": head(), "checks": checks, "faults": faults})


def _search(data: Any) -> tuple[SearchForm, Search]:
    form = SearchForm(data, roles=[(role.code, role.name) for role in Role.objects.all()])
    form.is_valid()
    asked = form.cleaned_data
    return form, Search(
        person=asked.get("person", "").strip(),
        obj=asked.get("sak", "").strip(),
        object_type=asked.get("slag", ""),
        action=asked.get("handelse", ""),
        kind=asked.get("typ", ""),
        role=asked.get("roll", ""),
        since=asked.get("fran"),
        until=asked.get("till"),
    )
