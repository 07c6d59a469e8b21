"""Made-up content for the style guide: the kind of rows, figures and forms that real pages hold. No real persons."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField
from randa.core.ui import charts, formats
from randa.core.ui.components import AREAS, area_badge_markup
from randa.core.ui.table_rows import shown
from randa.core.ui.tables import BulkAction, Column, Filter

SOURCE = _("Påhittade siffror för stilguiden")
AS_OF = "2027-01-11"


@dataclass(frozen=True, slots=True)
class SamplePlacement:
    """A row of the table: who is where, when."""

    pk: int
    learner: str
    region: str
    area: str
    unit: str
    starts_on: dt.date
    ends_before: dt.date
    seats: int
    share: float
    supervisor: str | None


_NAMES = ("Alma Ekdal", "Birk Norrsjö", "Cajsa Ödeby", "Disa Åkerhed", "Elof Ärlebo", "Frida Måneskog", "Göran Tallvik")
_PLACES = (
    ("Dalarna", "PSY", "Vuxenpsykiatri Falun", "Ylva Strandhed"),
    ("Värmland", "AM", "Vårdcentral Kronoparken", "Mårten Lövdal"),
    ("Uppsala", "IM", "Medicinkliniken Enköping", None),
    ("Sörmland", "KIR", "Kirurgkliniken Nyköping", "Signe Ljungberg"),
    ("Örebro län", "AKU", "Akutkliniken Karlskoga", "Ylva Strandhed"),
)


def placements() -> list[SamplePlacement]:
    """Return 70 rows, always the same."""
    first = dt.date(2027, 1, 11)
    rows = []
    for number in range(70):
        region, area, unit, supervisor = _PLACES[number % len(_PLACES)]
        starts_on = first + dt.timedelta(weeks=2 * (number % 13))
        ends_before = starts_on + dt.timedelta(weeks=12 + number % 5)
        name = f"{_NAMES[number % len(_NAMES)]} {number // len(_NAMES) + 1}"
        share = 50 + (number * 37 % 51)
        rows.append(
            SamplePlacement(number, name, region, area, unit, starts_on, ends_before, number % 4, share, supervisor)
        )
    return rows


def _area_cell(row: SamplePlacement) -> SafeString:
    return area_badge_markup(row.area)


def _period_cell(row: SamplePlacement) -> str:
    return formats.period(row.starts_on, row.ends_before)


def _start(row: SamplePlacement) -> dt.date:
    return row.starts_on


PLACEMENT_COLUMNS = (
    Column("learner", _("BT-läkare")),
    Column("region", _("Region")),
    Column("area", _("Område"), render=_area_cell),
    Column("unit", _("Enhet")),
    Column("period", _("Period"), value=_start, render=_period_cell),
    Column("seats", _("Lediga platser"), numeric=True),
    Column("share", _("Handledningstid"), numeric=True, unit=_("procent"), places=1),
    Column("supervisor", _("Handledare"), default_visible=False, render=lambda row: shown(row.supervisor)),
)
PLACEMENT_FILTERS = (
    Filter("region", _("Region")),
    Filter("area", _("Område"), [(code, area.name) for code, area in AREAS.items()]),
)
PLACEMENT_ACTIONS = (
    BulkAction(_("Flytta placeringar…"), "#", "calendar-clock"),
    BulkAction(_("Bekräfta"), "#", "check", "btn"),
)


class SampleForm(forms.Form):
    """A form with one of each kind of field."""

    unit = forms.CharField(label=_("Enhet"), help_text=_("Skriv klinikens namn som det står i organisationsregistret."))
    weeks = forms.IntegerField(label=_("Längd"), min_value=4, max_value=26, help_text=_("Mellan 4 och 26 veckor."))
    area = forms.ChoiceField(
        label=_("Placeringsområde"), choices=[("", "–"), *((code, area.name) for code, area in AREAS.items())]
    )
    starts_on = forms.DateField(label=_("Första dag"), widget=forms.DateInput(attrs={"type": "date"}))
    pace = forms.ChoiceField(
        label=_("Tjänstgöringsgrad"),
        choices=[("100", _("Heltid")), ("80", "80 %"), ("50", _("Halvtid"))],
        widget=forms.RadioSelect,
    )
    reason = FreeTextField(
        label=_("Skäl"), widget=forms.Textarea, required=False, help_text=_("Skriv inga patientuppgifter.")
    )
    confirmed = forms.BooleanField(label=_("Verksamhetschefen är tillfrågad"))


def form_with_errors() -> SampleForm:
    """Return the form as it comes back: most of it kept, three answers to look at again."""
    return SampleForm(
        {"unit": "Vuxenpsykiatri Falun", "weeks": "40", "area": "PSY", "starts_on": "", "pace": "100", "reason": ""}
    )


def _about(key: str, title: str, description: str) -> charts.About:
    return charts.About(
        title=title,
        source=SOURCE,
        as_of=AS_OF,
        description=description,
        key=key,
        export_url=f"/stilguide/diagram/{key}.",
    )


def _capacity() -> charts.Chart:
    quarters = [f"{year} kv {quarter}" for year in (2027, 2028) for quarter in (1, 2, 3, 4)]
    need = {"AM": (210, 236, 262, 281, 300, 322, 340, 352), "PSY": (148, 172, 205, 226, 240, 262, 275, 290)}
    records = [
        {
            "quarter": quarter,
            "area": str(AREAS[code].name),
            "need": value,
            "low": value * (0.97 - step / 90),
            "high": value * (1.03 + step / 60),
        }
        for code, values in need.items()
        for step, (quarter, value) in enumerate(zip(quarters, values, strict=True))
    ]
    about = _about(
        "capacity", str(_("Psykiatrin räcker inte från 2027 kv 3")),
        str(_("Behovet av platsveckor i psykiatri passerar taket 200 under tredje kvartalet 2027.")),
    )  # fmt: skip
    colours = {str(AREAS[code].name): AREAS[code].colour for code in need}
    return charts.line_with_band(
        records, about=about, x="quarter", y="need", series="area", low="low", high="high", y_title=_("platsveckor"),
        colours=colours, limit=200, limit_label=_("Platser i psykiatri: 200"),
        titles={"quarter": _("Kvartal"), "area": _("Område"), "need": _("Behov"), "low": _("Lägst"), "high": _("Högst")},
    )  # fmt: skip


def _need() -> charts.Chart:
    names = ("Dalarna", "Gävleborg", "Sörmland", "Uppsala", "Värmland", "Västmanland", "Örebro län")
    values = (15.3, 13.9, 12.2, 11.4, 14.8, 12.9, 16.1)
    records = [
        {"region": name, "rate": value}
        for name, value in sorted(zip(names, values, strict=True), key=lambda pair: -pair[1])
    ]
    about = _about(
        "need",
        str(_("Örebro län planerar flest starter per invånare")),
        str(_("Planerade starter per 100 000 invånare.")),
    )
    return charts.bars(
        records,
        about=about,
        label="region",
        value="rate",
        value_title=_("per 100 000"),
        highlight="Örebro län",
        titles={"region": _("Region")},
        places=1,
    )


def _posts() -> charts.Chart:
    values = {"AT": (402, 310, 214, 122, 40), "BT": (135, 263, 371, 460, 523), "ST": (610, 622, 640, 655, 671)}
    records = [
        {"year": str(2026 + step), "kind": kind, "posts": count}
        for kind, counts in values.items()
        for step, count in enumerate(counts)
    ]
    about = _about("posts", str(_("BT tar över efter AT till 2030")), str(_("Tjänster per år och slag.")))
    return charts.stacked_bars(
        records, about=about, x="year", y="posts", part="kind", y_title=_("tjänster"), titles={"year": _("År"), "kind": _("Slag")},
        colours={"AT": "#77858b", "BT": "#0e5a61", "ST": "#2f6fb0"},
    )  # fmt: skip


def _drivers() -> charts.Chart:
    records = [
        {"driver": _("Andel med utländsk examen"), "low": 241, "high": 291},
        {"driver": _("Föräldraledighet"), "low": 252, "high": 277},
        {"driver": _("Deltidsarbete"), "low": 255, "high": 268},
        {"driver": _("Avhopp"), "low": 259, "high": 266},
    ]
    plain = [{**record, "driver": str(record["driver"])} for record in records]
    about = _about(
        "drivers", str(_("Utländska examina avgör mest")), str(_("Starter 2027 när en förutsättning i taget ändras."))
    )
    return charts.tornado(
        plain,
        about=about,
        label="driver",
        low="low",
        high="high",
        base_value=263,
        value_title=_("starter 2027"),
        titles={"driver": _("Förutsättning")},
    )


def _breaks() -> charts.Chart:
    quarters = ("27 kv 1", "27 kv 2", "27 kv 3", "27 kv 4", "28 kv 1", "28 kv 2")
    loads = {
        "AM": (88, 94, 101, 108, 112, 118),
        "PSY": (96, 104, 116, 128, 131, 140),
        "AKU": (61, 64, 70, 74, 79, 83),
        "IM": (72, 75, 78, 84, 90, 97),
    }
    records = [
        {"quarter": quarter, "area": f"{AREAS[code].name} ({code})", "load": value}
        for code, values in loads.items()
        for quarter, value in zip(quarters, values, strict=True)
    ]
    about = _about(
        "breaks", str(_("Psykiatri brister först, allmänmedicin följer")), str(_("Beläggning i procent av platserna."))
    )
    return charts.heatmap(
        records,
        about=about,
        x="quarter",
        y="area",
        value="load",
        bounds=(80, 95, 105, 125),
        value_title=_("procent"),
        titles={"area": _("Område"), "quarter": _("Kvartal")},
        cell_width=74,
    )


CHARTS: dict[str, Callable[[], charts.Chart]] = {
    "capacity": _capacity,
    "need": _need,
    "posts": _posts,
    "drivers": _drivers,
    "breaks": _breaks,
}


def draw_all() -> list[charts.Chart]:
    """Draw every chart; given to the template as a function, so that a swapped table draws none."""
    return [draw() for draw in CHARTS.values()]
