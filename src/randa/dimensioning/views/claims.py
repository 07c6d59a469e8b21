"""Pages of the claim checker. Published figures are open to everybody who is signed in; a table of one's own is kept nowhere."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.dimensioning.claim_forms import OwnTableForm
from randa.dimensioning.claim_words import FindingRow, error_text, finding_row, interval_text, kind_text, number_text
from randa.dimensioning.claims import check_table
from randa.dimensioning.queries.claims import Basis, CheckedClaim, Review, basis_of, population_dates, review
from randa.organisations.headings import table_place, table_title
from randa.organisations.queries import published_tables


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings about one published table, or about text that refers to no table."""

    title: str
    url: str
    rows: Sequence[FindingRow]


def chosen_basis(request: HttpRequest) -> tuple[Basis | None, list[dt.date]]:
    """Return the populations that the query string asks for, else the latest, and the days there are.

    No basis means that the reference data is not loaded.
    """
    days = population_dates()
    if not days:
        return None, []
    wanted = request.GET.get("folkmangd", "")
    day = next((one for one in days if one.isoformat() == wanted), days[0])
    return basis_of(day), days


def nothing_loaded(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing to compute with yet."""
    return render(request, "dimensioning/claims_empty.html", {"nav": "claims"})


def tabs(result: Review) -> list[dict[str, Any]]:
    """Return the three pages of the checker."""
    return [
        {
            "key": "deviations",
            "label": _("Avvikelser"),
            "url": reverse("dimensioning:claims"),
            "count": len(result.findings),
        },
        {
            "key": "all",
            "label": _("Alla uppgifter"),
            "url": reverse("dimensioning:claims_all"),
            "count": len(result.claims),
        },
        {"key": "own", "label": _("Granska en egen tabell"), "url": reverse("dimensioning:claims_own"), "count": None},
    ]


@login_required
@require_safe
def deviations(request: HttpRequest) -> HttpResponse:
    """What in the published documents the figures do not bear out, by table."""
    basis, days = chosen_basis(request)
    if basis is None:
        return nothing_loaded(request)
    result = review(basis)
    rows = [finding_row(finding) for finding in result.findings]
    chosen = {key: request.GET.get(key, "") for key in ("dokument", "tabell", "orsak", "vikt")}
    shown = [row for row in rows if _passes(row, chosen)]
    context = {
        "nav": "claims",
        "tabs": tabs(result),
        "basis": basis,
        "days": days,
        "groups": grouped(shown),
        "shown_count": len(shown),
        "finding_count": len(rows),
        "deviating_count": len(result.deviating),
        "deviating_of": _("av %(count)d granskade") % {"count": len(result.claims)},
        "choices": [{**choice, "current": chosen[choice["key"]]} for choice in _choices(rows)],
    }
    return render(request, "dimensioning/claims.html", context)


def _passes(row: FindingRow, chosen: dict[str, str]) -> bool:
    has = {
        "dokument": row.finding.document,
        "tabell": row.table,
        "orsak": row.finding.cause.value,
        "vikt": row.finding.severity.value,
    }
    return all(not wanted or has[key] == wanted for key, wanted in chosen.items())


def _choices(rows: Sequence[FindingRow]) -> list[dict[str, Any]]:
    """Return the filters with the values that occur, in words."""
    titles = {table.key: f"{table.document} {table_place(table)}" for table in published_tables()}
    return [
        {"key": "dokument", "label": _("Dokument"), "options": sorted({(row.finding.document,) * 2 for row in rows})},
        {"key": "tabell", "label": _("Tabell"), "options": [(key, titles[key]) for key in sorted({row.table for row in rows} - {""})]},
        {"key": "orsak", "label": _("Trolig orsak"), "options": sorted({(row.finding.cause.value, row.cause) for row in rows})},
        {"key": "vikt", "label": _("Slag"), "options": sorted({(row.finding.severity.value, row.severity) for row in rows})},
    ]  # fmt: skip


def grouped(rows: Sequence[FindingRow]) -> list[FindingGroup]:
    """Return the findings under the table that they are about, in the documents' order; text without a table comes last."""
    tables = {table.key: table for table in published_tables()}
    by_table: dict[str, list[FindingRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    groups = []
    for key, found in by_table.items():
        if key in tables:
            table = tables[key]
            title = f"{table.document} {table_place(table)}: {table_title(table)}"
            groups.append(FindingGroup(title, reverse("organisations:table", args=[key]), found))
    if "" in by_table:
        groups.append(FindingGroup(_("Löpande text"), "", by_table[""]))
    return groups


@login_required
@require_safe
def all_claims(request: HttpRequest) -> HttpResponse:
    """Every figure and statement that was checked, also those that agree."""
    basis, _days = chosen_basis(request)
    if basis is None:
        return nothing_loaded(request)
    result = review(basis)
    columns = (
        Column("place", _("Uppgift"), value=lambda row: row.claim.place),
        Column("document", _("Dokument"), value=lambda row: row.claim.document),
        Column("kind", _("Slag"), value=lambda row: kind_text(row.claim.kind)),
        Column("printed", _("Tryckt"), numeric=True, sortable=False, value=lambda row: row.claim.printed),
        Column(
            "recomputed", _("Omräknat"), numeric=True, sortable=False, value=lambda row: number_text(row.recomputed)
        ),
        Column("implied", _("Tryckt tal kräver folkmängd"), numeric=True, sortable=False, value=_implied),
        Column("result", _("Utfall"), value=_outcome, render=_outcome_badge),
    )
    table = Table.from_request(
        request,
        key="claims",
        columns=columns,
        rows=result.claims,
        caption=_("Alla granskade uppgifter"),
        filters=(Filter("result", _("Utfall")), Filter("document", _("Dokument")), Filter("kind", _("Slag"))),
        compact=True,
    )
    context = {"nav": "claims", "tabs": tabs(result), "basis": basis}
    return table_response(request, "dimensioning/claims_all.html", table, context)


def _implied(row: CheckedClaim) -> str:
    return interval_text(row.rate.implied) if row.rate else ""


def _outcome(row: CheckedClaim) -> str:
    return {True: _("stämmer"), False: _("skiljer sig"), None: _("går inte att avgöra")}[row.fits]


def _outcome_badge(row: CheckedClaim) -> str:
    tone = {True: "success", False: "danger", None: "neutral"}[row.fits]
    return format_html('<span class="badge tone-{}">{}</span>', tone, _outcome(row))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_table(request: HttpRequest) -> HttpResponse:
    """Check a table that the person gives. A POST answers with the result itself, since nothing is stored to redirect to."""
    basis, days = chosen_basis(request)
    if basis is None:
        return nothing_loaded(request)
    form = OwnTableForm(request.POST or None, request.FILES or None, days=days)
    context: dict[str, Any] = {"nav": "claims", "tabs": tabs(review(basis)), "form": form, "basis": basis}
    if request.method == "POST" and form.is_valid():
        basis = basis_of(dt.date.fromisoformat(form.cleaned_data["counted_on"]))
        check = check_table(form.rows, basis.populations, counted_on=basis.counted_on)
        context |= {
            "basis": basis,
            "checked": check,
            "findings": [finding_row(finding) for finding in check.findings],
            "errors": [(error, error_text(error)) for error in check.row_errors],
            "recomputed": [(cell, kind_text(cell.kind), number_text(cell.recomputed)) for cell in check.recomputed],
            "row_count": len(form.rows),
        }
    return render(request, "dimensioning/claims_own.html", context)
