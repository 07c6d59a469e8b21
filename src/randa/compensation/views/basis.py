"""The basis of compensation: sums per unit and payer, the lines, and files of them."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from randa.compensation.basis import Basis, Line, basis_of, rules_of, sums_of
from randa.compensation.counting import summed
from randa.compensation.forms import PeriodForm, this_quarter
from randa.compensation.permissions import can_view_basis
from randa.compensation.services.exporting import note_named_file
from randa.compensation.words import rule_words
from randa.core.access.permissions import require
from randa.core.ui.components import area_badge_markup
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.people.http import AuthedRequest

COLUMNS = (
    Column("unit", gettext_lazy("Enhet"), value=lambda row: str(row.unit)),
    Column("host", gettext_lazy("Tar emot"), value=lambda row: str(row.host)),
    Column("home", gettext_lazy("Sänder"), value=lambda row: str(row.home)),
    Column("kind", gettext_lazy("Utbildning")),
    Column("area", gettext_lazy("Område"), render=lambda row: area_badge_markup(row.area)),
    Column("week", gettext_lazy("Vecka")),
    Column("placement", gettext_lazy("Placering")),
    Column("days", gettext_lazy("Dagar"), numeric=True),
    Column("free", gettext_lazy("Helgdagar borträknade"), numeric=True),
    Column("weeks", gettext_lazy("Veckor"), numeric=True, places=2),
    Column("percent", gettext_lazy("Tjänstgöringsgrad"), numeric=True, unit="%", default_visible=False),
    Column("agreement", gettext_lazy("Ramavtal"), value=lambda row: str(row.agreement or "")),
    Column("payer", gettext_lazy("Lön betalas av")),
    Column("travel", gettext_lazy("Resor betalas av"), default_visible=False),
    Column("rate", gettext_lazy("Per vecka"), numeric=True, unit=gettext_lazy("kronor"), places=2),
    Column("amount", gettext_lazy("Belopp"), numeric=True, unit=gettext_lazy("kronor"), places=2),
    Column("counted_source", gettext_lazy("Räkneregeln står i"), value=lambda row: row.rule.source, default_visible=False, wrap=True),
    Column("rate_source", gettext_lazy("Beslutat i"), default_visible=False, wrap=True),
    Column("counted", gettext_lazy("Så räknat"), wrap=True),
)  # fmt: skip
NAME = Column("name", gettext_lazy("Namn"))


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """The weeks that are asked for, this quarter's at first; the filters narrow both the sums and the files."""
    require(can_view_basis, request.user)
    form = PeriodForm(request.GET if "fran" in request.GET else this_quarter())
    basis, wanted = Basis([], 0), None
    if form.is_valid():
        wanted = form.wanted()
        basis = basis_of(
            request.user, wanted, between=not form.cleaned_data["alla"], with_names=form.cleaned_data["namn"]
        )
    named = form.is_valid() and form.cleaned_data["namn"]
    table = _table(request, basis.lines, named=named)
    if table.export_format and named and wanted is not None:
        note_named_file(actor=request.user, wanted=wanted, lines=len(table.matching))
    return table_response(request, "compensation/index.html", table, _context(form, basis, table))


def _table(request: AuthedRequest, lines: list[Line], *, named: bool) -> Table:
    return Table.from_request(
        request,
        key="compensation",
        columns=(*COLUMNS[:7], NAME, *COLUMNS[7:]) if named else COLUMNS,
        rows=lines,
        caption=_("Ersättningsunderlag"),
        filters=(
            Filter("unit", _("Enhet")), Filter("home", _("Sänder")), Filter("host", _("Tar emot")),
            Filter("payer", _("Lön betalas av")),
        ),
        empty=_("Ingen är placerad hos någon annan de här veckorna. Välj andra veckor, eller ta med dem som är hos sin egen region."),
    )  # fmt: skip


def _context(form: PeriodForm, basis: Basis, table: Table) -> dict[str, Any]:
    lines = list(table.matching)
    sums = sums_of(lines)
    return {
        "nav": "compensation",
        "form": form,
        "sums": sums,
        "weeks": sum((one.weeks for one in sums), Decimal(0)),
        "amount": summed([one.amount for one in sums]),
        "without_rate": sum(one.without_rate for one in sums),
        "without_agreement": sum(one.agreement is None and one.is_between for one in lines),
        "left_out": basis.left_out,
        "rules": [(one, rule_words(one.as_rule())) for one in rules_of(lines)],
    }
