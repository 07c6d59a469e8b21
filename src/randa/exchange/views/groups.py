"""Course occasions of a university: the list, a new one, and the page of one with its students and seats."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.formats import week
from randa.core.ui.tables import Column, Table, table_response
from randa.core.ui.toasts import toast
from randa.exchange.forms_groups import GroupForm, universities
from randa.exchange.models import StudentGroup
from randa.exchange.queries.groups import groups_of, members_of, requests_for
from randa.exchange.services.groups import make_group
from randa.exchange.views.requests import tabs
from randa.people.http import AuthedRequest

FORM_METHODS = ["GET", "HEAD", "POST"]
COLUMNS = (
    Column("course", gettext_lazy("Kurs")),
    Column("term", gettext_lazy("Termin")),
    Column("organisation", gettext_lazy("Lärosäte"), value=lambda one: str(one.organisation), order_by="organisation__sort_name"),
    Column("kind", gettext_lazy("För"), value=lambda one: str(one.kind), order_by="kind__sort_order"),
    Column("area", gettext_lazy("Område"), value=lambda one: str(one.area), order_by="area__sort_order"),
    Column("starts_on", gettext_lazy("Från"), value=lambda one: week(one.starts_on)),
    Column("students", gettext_lazy("Studenter"), numeric=True),
    Column("seats", gettext_lazy("Bekräftade platser"), numeric=True),
    Column("placed", gettext_lazy("Har plats"), numeric=True),
)  # fmt: skip


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """The course occasions for which the person asks for seats, latest first."""
    if not request.user.has("exchange.ask"):
        raise PermissionDenied("exchange.ask")
    table = Table.from_request(
        request, key="student-groups", columns=COLUMNS, rows=groups_of(request.user), caption=_("Kurstillfällen"),
        filters=(), row_id=lambda one: one.pk, row_url=lambda one: one.get_absolute_url(), search_fields=("course", "term"),
        empty=_("Här står kurser vars studenter ska ut på placering. Lägg till ett kurstillfälle och läs in studentlistan."),
    )  # fmt: skip
    context = {
        "nav": "exchange",
        "tab": "groups",
        "tabs": tabs(request.user),
        "may_add": universities(request.user).exists(),
    }
    return table_response(request, "exchange/groups.html", table, context)


@login_required
@require_http_methods(FORM_METHODS)
def new(request: AuthedRequest) -> HttpResponse:
    """Add a course occasion."""
    if not request.user.has("exchange.ask"):
        raise PermissionDenied("exchange.ask")
    form = GroupForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            made = make_group(actor=request.user, organisation=organisation, occasion=form.occasion(), today=today())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Kurstillfället finns nu. Läs in studentlistan härnäst."))
            return redirect("exchange:list", made.pk)
    context = {"nav": "exchange", "form": form}
    return render(request, "exchange/group_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def detail(request: AuthedRequest, pk: str) -> HttpResponse:
    """One course occasion: how far it has come, its requests and its students."""
    group = get_object_or_404(groups_of(request.user), pk=pk)
    context = {
        "nav": "exchange",
        "group": group,
        "members": members_of(group),
        "requests": requests_for(group),
        "history": history_of(group, request.user),
    }
    return render(request, "exchange/group.html", context)


def visible_group(request: AuthedRequest, pk: str) -> StudentGroup:
    """Return a course occasion that the person keeps; 404 for everybody else."""
    rows = StudentGroup.objects.visible_to(request.user).select_related("organisation", "area", "kind", "programme")
    return get_object_or_404(rows, pk=pk)
