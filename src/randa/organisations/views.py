"""Pages about organisations and published tables."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.organisations.headings import table_place, table_title
from randa.organisations.models import Organisation, PublishedTable
from randa.organisations.panels import panels_for
from randa.organisations.printed import printed_table
from randa.organisations.queries import (
    healthcare_regions,
    organisation_page,
    organisation_rows,
    published_tables,
)
from randa.organisations.recomputing import recomputed
from randa.organisations.templatetags.sources import source_mark_of

COLUMNS = (
    Column("name", gettext_lazy("Namn"), order_by="sort_name"),
    Column("kind", gettext_lazy("Slag"), value=lambda row: row.get_kind_display()),
    Column("belongs_to", gettext_lazy("Hör till")),
    Column("inhabitants", gettext_lazy("Folkmängd"), numeric=True),
    Column("counted_on", gettext_lazy("Folkmängd per"), default_visible=False),
    Column("code", gettext_lazy("Kod"), default_visible=False),
    Column("provenance", gettext_lazy("Källa"), sortable=False, render=source_mark_of),
)


@login_required
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations that Randa knows of."""
    filters = (
        Filter("kind", _("Slag"), choices=[(str(value), label) for value, label in Organisation.Kind.choices]),
        Filter(
            "healthcare_region",
            _("Sjukvårdsregion"),
            choices=[(one.code, one.name) for one in healthcare_regions()],
            lookup="lies_in__contains",
        ),
    )
    table = Table.from_request(
        request,
        key="organisations",
        columns=COLUMNS,
        rows=organisation_rows(),
        caption=_("Organisationer"),
        filters=filters,
        search_fields=("name", "short_name", "code"),
        row_url=Organisation.get_absolute_url,
    )
    return table_response(request, "organisations/list.html", table, {"nav": "organisations"})


@login_required
@require_safe
def organisation_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What is known about one organisation, and where each thing comes from."""
    organisation = get_object_or_404(Organisation.objects.select_related("parent"), code=code)
    context = {
        "nav": "organisations",
        "page": organisation_page(organisation),
        "organisation": organisation,
        "panels": panels_for(request.user, organisation),
    }
    return render(request, "organisations/detail.html", context)


@login_required
@require_safe
def table_list(request: HttpRequest) -> HttpResponse:
    """The published tables, by document."""
    columns = (
        Column("place", _("Tabell"), value=table_place),
        Column("title", _("Innehåll"), value=table_title),
        Column("document", _("Dokument")),
        Column("row_count", _("Rader"), numeric=True),
    )
    table = Table.from_request(
        request,
        key="published-tables",
        columns=columns,
        rows=published_tables(),
        caption=_("Publicerade tabeller"),
        filters=(Filter("document", _("Dokument")),),
        row_url=lambda row: reverse("organisations:table", args=[row.key]),
    )
    return table_response(request, "organisations/tables.html", table, {"nav": "organisations"})


@login_required
@require_safe
def table_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One published table exactly as printed, with what we compute beside it."""
    published = get_object_or_404(PublishedTable.objects.prefetch_related("rows__organisation"), key=key)
    beside = recomputed(published)
    context = {
        "nav": "organisations",
        "published": published,
        "title": table_title(published),
        "beside": beside,
        "place": table_place(published),
        "kinds": {column["kind"] for column in published.columns},
        "differing": sum(cell.differs for cell in beside.cells.values()),
    }
    return table_response(request, "organisations/table.html", printed_table(request, published, beside), context)
