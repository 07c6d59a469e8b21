"""Pages about regulations, rule sets, objectives and specialities."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.organisations.templatetags.sources import source_mark_of
from randa.people.http import AuthedRequest
from randa.regulations import queries
from randa.regulations.forms import CompareForm
from randa.regulations.models import RuleSet, Speciality
from randa.regulations.remarks import in_remark
from randa.regulations.wording import speciality_base


def tabs() -> list[dict[str, Any]]:
    """Return the tabs that the pages of this app share."""
    return [
        {"key": "list", "label": _("Regelverk"), "url": reverse("regulations:list"), "count": None},
        {"key": "regions", "label": _("I regionerna"), "url": reverse("regulations:regions"), "count": None},
        {"key": "compare", "label": _("Jämför"), "url": reverse("regulations:compare"), "count": None},
        {"key": "regulations", "label": _("Författningar"), "url": reverse("regulations:regulations"), "count": None},
        {"key": "objectives", "label": _("Delmål"), "url": reverse("regulations:objectives"), "count": None},
        {"key": "specialities", "label": _("Specialiteter"), "url": reverse("regulations:specialities"), "count": None},
    ]


def list_page(
    request: HttpRequest, tab: str, title: str, lead: str, columns: list[Column], rows: Any, **more: Any
) -> HttpResponse:
    """Answer with one list of this app; they all have the same shape."""
    table = Table.from_request(request, key=f"regulations-{tab}", columns=columns, rows=rows, caption=title, **more)
    context = {"nav": "regulations", "tabs": tabs(), "tab": tab, "title": title, "lead": lead}
    return table_response(request, "regulations/list.html", table, context)


@login_required
@require_safe
def rule_set_list(request: AuthedRequest) -> HttpResponse:
    """The nation's rules and those of each organisation."""
    columns = [
        Column("name", _("Regelverk")),
        Column(
            "organisation", _("Gäller i"), value=lambda row: str(row.organisation or _("hela landet")), sortable=False
        ),
        Column("version", _("Version"), numeric=True),
        Column("state", _("Läge"), value=RuleSet.get_state_display),
        Column("valid_from", _("Gäller från")),
        Column("rule_count", _("Regler"), numeric=True),
        Column("unverified_count", _("Varav overifierade"), numeric=True),
    ]
    return list_page(
        request,
        "list",
        _("Regler"),
        _(
            "Regler är data: varje värde har bindning, källa och giltighet. Regionens regel går före rikets, aldrig under ett ska."
        ),
        columns,
        queries.rule_sets(request.user),
        search_fields=("name", "organisation__name"),
        row_url=lambda row: reverse("regulations:detail", args=[row.pk]),
    )


@login_required
@require_safe
def regulation_list(request: HttpRequest) -> HttpResponse:
    """Laws, regulations and pages that the rules refer to."""
    columns = [
        Column("code", _("Beteckning")),
        Column("name", _("Namn"), wrap=True),
        Column("in_force_from", _("Gäller från")),
        Column("rule_count", _("Regler"), numeric=True),
        Column("provenance", _("Källa"), render=source_mark_of, sortable=False),
        Column("notes", _("Anmärkning"), value=lambda row: in_remark(row.notes), sortable=False, wrap=True),
    ]
    return list_page(
        request,
        "regulations",
        _("Författningar och källor"),
        _("Det som reglerna hänvisar till."),
        columns,
        queries.regulations(),
    )


@login_required
@require_safe
def objective_list(request: HttpRequest) -> HttpResponse:
    """BT1–BT18 and the objectives of ST."""
    columns = [
        Column("code", _("Delmål"), order_by="sort_order"),
        Column("heading", _("Rubrik")),
        Column("requirement_count", _("Krav"), numeric=True),
        Column("applies_to", _("Gäller"), value=lambda row: in_remark(row.applies_to), sortable=False, wrap=True),
        Column("demand", _("Innebörd, med egna ord på engelska"), default_visible=False, sortable=False, wrap=True),
        Column("provenance", _("Källa"), render=source_mark_of, sortable=False),
    ]
    return list_page(
        request,
        "objectives",
        _("Delmål i BT och ST"),
        _("BT1–BT18, och delmålen a och b i ST enligt HSLF-FS 2021:8. Delmål c hör till varje specialitet."),
        columns,
        queries.objectives(),
        search_fields=("code", "heading"),
    )


@login_required
@require_safe
def speciality_list(request: HttpRequest) -> HttpResponse:
    """The 63 specialities with their base."""
    columns = [
        Column("name", _("Specialitet")),
        Column("kind", _("Slag"), value=Speciality.get_kind_display),
        Column("group", _("Grupp")),
        Column(
            "base",
            _("Basspecialitet"),
            render=speciality_base,
            value=lambda row: str(row.base or ""),
            order_by="base__name",
        ),
        Column("provenance", _("Källa"), render=source_mark_of, sortable=False),
    ]
    return list_page(
        request,
        "specialities",
        _("Specialiteter"),
        _("Basspecialiteter, grenar och tillägg."),
        columns,
        queries.specialities(),
        search_fields=("name", "group", "base__name"),
        filters=(Filter("kind", _("Slag"), choices=Speciality.Kind.choices),),
    )


@login_required
@require_safe
def compare(request: AuthedRequest) -> HttpResponse:
    """Two rule sets side by side."""
    form = CompareForm(request.GET or None, actor=request.user)
    left, right = (form.cleaned_data["left"], form.cleaned_data["right"]) if form.is_valid() else (None, None)
    rows = queries.compared(left, right) if left and right else []
    context = {
        "nav": "regulations",
        "tabs": tabs(),
        "tab": "compare",
        "form": form,
        "rows": rows,
        "are_versions": bool(left and right and left.organisation_id == right.organisation_id),
        "differing": sum(row.differs for row in rows),
    }
    return render(request, "regulations/compare.html", context)
