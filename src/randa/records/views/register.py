"""The register: the list, which is free of secrets, its paper, and a new document."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.export import file_response
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.records.contents import PDF, Content, checked
from randa.records.forms import NewForm
from randa.records.models import RegisteredDocument
from randa.records.papers import register_paper
from randa.records.permissions import can_manage_records
from randa.records.queries import authorities_of, register_lines, year_of, years_of
from randa.records.services import Line, Link, register_document
from randa.records.sources import Offer, offer_of

COLUMNS = (
    Column("mark", gettext_lazy("Diarienummer"), order_by="registered_at"),
    Column("on", gettext_lazy("Datum")),
    Column("direction", gettext_lazy("Slag"), value=lambda one: one.get_direction_display()),
    Column("public_counterpart", gettext_lazy("Avsändare eller mottagare"), wrap=True),
    Column("public_concerns", gettext_lazy("Ärendemening"), wrap=True),
    Column("is_marked", gettext_lazy("Sekretessmarkerad"), value=lambda one: _("ja") if one.is_marked else ""),
    Column("file_count", gettext_lazy("Filer"), numeric=True),
    Column(
        "organisation", gettext_lazy("Myndighet"), value=lambda one: one.register.organisation, default_visible=False,
        order_by="register__organisation__sort_name",
    ),
)  # fmt: skip


@login_required
@require_safe
def register(request: AuthedRequest) -> HttpResponse:
    """All documents of the registers that one keeps; search and export know only the public words."""
    require(can_manage_records, request.user)
    authorities = list(authorities_of(request.user))
    table = Table.from_request(
        request,
        key="records",
        columns=COLUMNS,
        rows=register_lines(request.user),
        caption=_("Registrerade handlingar"),
        filters=(
            Filter("organisation", _("Myndighet"), [(one.code, one.name) for one in authorities], "register__organisation__code"),
            Filter("direction", _("Slag"), RegisteredDocument.Direction.choices, "direction"),
            Filter("marked", _("Sekretessmarkering"), [("ja", _("markerade"))], apply=lambda rows, _wanted: rows.filter(is_marked=True)),
        ),
        search_fields=("mark", "public_concerns", "public_counterpart"),
        row_id=lambda row: row.pk,
        empty=_("Inget är registrerat än. Börja med Registrera en handling, eller öppna en plan och registrera den därifrån."),
        row_url=lambda row: row.get_absolute_url(),
    )  # fmt: skip
    years = years_of(authorities[0]) if authorities else []
    context = {"nav": "records", "authorities": authorities, "papers": [(authorities[0], year) for year in years]}
    return table_response(request, "records/register.html", table, context)


@login_required
@require_safe
def register_pdf(request: AuthedRequest, code: str, year: int) -> HttpResponse:
    """The public register of an authority and year as a paper for whoever asks to read it."""
    require(can_manage_records, request.user)
    organisation = get_object_or_404(authorities_of(request.user), code=code)
    content = register_paper(organisation, year_of(organisation, year), year)
    return file_response(content, PDF, f"register-{organisation.code}-{year}.pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthedRequest) -> HttpResponse:
    """Register a document: one that came or was written, or one that a page of Randa offers (`typ`, `id`)."""
    require(can_manage_records, request.user)
    key, object_id = request.GET.get("typ", ""), request.GET.get("id", "")
    offer = offer_of(request.user, key, object_id) if key else None
    if key and offer is None:
        raise Http404
    form = NewForm(
        request.POST or None, request.FILES or None, actor=request.user, initial=_proposal(offer, request.user)
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        organisation, upload = values.pop("organisation"), values.pop("file")
        try:
            made = register_document(
                actor=request.user, organisation=organisation, line=Line(**values), content=_content(offer, upload),
                link=Link(key, object_id, offer.label, offer.url) if offer else None,
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Handlingen är registrerad som %(mark)s.") % {"mark": made.mark})
            return redirect(made)
    context = {"nav": "records", "form": form, "offer": offer, "list_url": reverse("records:register")}
    return render(request, "records/new.html", context, status=422 if form.is_bound else 200)


def _proposal(offer: Offer | None, actor: Any) -> Mapping[str, Any]:
    if offer is None:
        first = authorities_of(actor).first()
        return {"on": today().isoformat(), "organisation": first.code if first else "", "direction": "in"}
    return {
        "on": offer.on.isoformat(), "organisation": offer.organisation_code, "direction": "own", "concerns": offer.concerns,
    }  # fmt: skip


def _content(offer: Offer | None, upload: Any) -> Content | None:
    if upload is not None:
        return checked(upload.name, upload.read())
    return checked(offer.file_name, offer.file()) if offer else None
