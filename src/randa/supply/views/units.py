"""The register of units, and a unit's seats week by week."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.core.day_fields import EARLIEST, LATEST
from randa.core.periods import monday_of
from randa.core.ui.components import area_badge_markup
from randa.core.ui.formats import amount
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.people.http import AuthedRequest
from randa.placements.capacity import weeks_from
from randa.placements.queries.grid import Week, months_of
from randa.supply.permissions import can_keep_unit
from randa.supply.queries.calendar import seat_weeks
from randa.supply.queries.calendar_rows import calendar_rows
from randa.supply.queries.register import UnitRow, unit_rows, units_seen_by
from randa.supply.seat_words import enough_for
from randa.supply.words import LIMITS
from randa.training.models import LearnerKind, Unit

WEEKS_SHOWN = 26
COLUMNS = (
    Column("unit", gettext_lazy("Enhet"), value=lambda row: str(row.unit)),
    Column(
        "area", gettext_lazy("Område"), value=lambda row: str(row.unit.area),
        render=lambda row: area_badge_markup(row.unit.area_id),
    ),
    Column("region", gettext_lazy("Region"), value=lambda row: str(row.unit.region)),
    Column("site", gettext_lazy("Ort"), value=lambda row: row.unit.site, default_visible=False),
    Column("capacity", gettext_lazy("Ryms"), numeric=True, unit=gettext_lazy("denna vecka")),
    Column("promised", gettext_lazy("Lovade"), numeric=True, render=lambda row: amount(row.promised)),
    Column("taken", gettext_lazy("Tagna"), numeric=True, render=lambda row: amount(row.taken)),
    Column("free", gettext_lazy("Fria"), numeric=True, render=lambda row: amount(row.free)),
    Column("next_free", gettext_lazy("Nästa fria veckor")),
    Column("binding", gettext_lazy("Det som begränsar"), value=lambda row: str(LIMITS[row.binding])),
    Column("amber_weeks", gettext_lazy("Veckor att lösa"), numeric=True),
    Column("supervisors", gettext_lazy("Utbildade handledare"), numeric=True, default_visible=False),
)  # fmt: skip


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Every unit one may see, with this week and what is free ahead."""
    if not request.user.has("placements.view"):
        raise PermissionDenied("placements.view")
    table = Table.from_request(
        request,
        key="units",
        columns=COLUMNS,
        rows=unit_rows(request.user, today()),
        caption=_("Enheter"),
        filters=(
            Filter("region", _("Region")), Filter("area", _("Område")), Filter("binding", _("Det som begränsar")),
        ),
        row_url=_address,
        empty=_("Här finns inga enheter än. De kommer när en organisation registreras som enhet."),
    )  # fmt: skip
    return table_response(request, "supply/units.html", table, {"nav": "units"})


def _address(row: UnitRow) -> str:
    return reverse("supply:unit", args=[row.unit.organisation.code])


def visible_unit(request: AuthedRequest, code: str) -> Unit:
    """Return the unit, or 404 for one where the person does not see placements."""
    unit = units_seen_by(request.user).filter(organisation__code=code).first()
    if unit is None:
        raise Http404
    return unit


def page_of(request: AuthedRequest, unit: Unit, tab: str) -> dict[str, Any]:
    """Return what every tab of the unit's page needs."""
    code = unit.organisation.code
    labels = (
        ("unit", _("Platser")),
        ("coming", _("Kommande")),
        ("supervisors", pgettext("plural", "Handledare")),
        ("claims", _("Potten")),
        ("objectives", _("Delmål")),
        ("facts", _("Uppgifter")),
        ("late_changes", _("Sena ändringar")),
        ("history", _("Historik")),
    )
    tabs = [
        {"key": name, "label": label, "url": reverse(f"supply:{name}", args=[code]), "count": None}
        for name, label in labels
    ]
    return {
        "nav": "units",
        "unit": unit,
        "unit_lead": f"{unit.area} · {unit.site} · {unit.region}",
        "tab": tab,
        "tabs": tabs,
        "may_keep": can_keep_unit(request.user, unit),
    }


@login_required
@require_safe
def calendar(request: AuthedRequest, code: str) -> HttpResponse:
    """A unit's seats, half a year at a time: the ceilings, what is promised, taken and free, and why."""
    unit = visible_unit(request, code)
    first = _first_monday(request.GET.get("fran", ""))
    mondays = weeks_from(first, WEEKS_SHOWN)
    weeks = seat_weeks([unit], mondays)[unit.pk]
    step = dt.timedelta(weeks=WEEKS_SHOWN)
    columns = [Week(monday) for monday in mondays]
    capacity, kinds = weeks[0].capacity, list(LearnerKind.objects.all())
    context = page_of(request, unit, "unit") | {
        "weeks": columns,
        "months": months_of(columns),
        "rows": calendar_rows(weeks, kinds),
        "now": weeks[0],
        "free_note": enough_for(weeks[0].free, kinds),
        "limit_note": _("Begränsas av: %(limit)s") % {"limit": str(LIMITS[capacity.binding]).lower()},
        "promised_note": _("och %(n)s lovade till andra") % {"n": amount(capacity.reserved)},
        "amber_weeks": sum(week.amber > 0 for week in weeks),
        "minima": list(unit.minima.filter(starts_on__lt=mondays[0] + step, ends_before__gt=first)),
        "is_now": first == monday_of(today()),
        "earlier": first - step,
        "later": first + step,
    }
    return render(request, "supply/unit.html", context)


def _first_monday(text: str) -> dt.date:
    """Return the Monday that is asked for, this week's when the text is no day that can be meant."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = today()
    return monday_of(day if EARLIEST <= day <= LATEST else today())
