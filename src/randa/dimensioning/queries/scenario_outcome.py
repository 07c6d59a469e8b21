"""What a scenario gives, in the few figures that decide, and beside the base case."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from randa.core.ui.formats import decimal, quarter_words, signed
from randa.dimensioning.forecasting import AREAS, FIRST_SHOWN, LAST_YEAR
from randa.dimensioning.queries.forecast import QUARTERS, Cell, Outlook


@dataclass(frozen=True, slots=True)
class Figure:
    """One outcome: its text, a band (5-95 per cent of the replications) where there is one, and the difference to the base case.

    Attributes:
        tone: success, danger or neutral: what the difference means.
    """

    key: str
    label: str
    unit: str
    text: str
    band: str = ""
    change: str = ""
    tone: str = "neutral"
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class YearCell:
    """The worst quarter of a year."""

    year: int
    cell: Cell

    @property
    def percent(self) -> int:
        return round(100 * (self.cell.ratio or 0))


def figures(found: Outlook, *, since: str, region: str = "", base: Outlook | None = None) -> list[Figure]:
    """Return the outcomes; with `base`, each with its difference."""
    raw = _raw(found, since, region)
    if base is None or base is found:
        return raw
    return [_with_change(one, before) for one, before in zip(raw, _raw(base, since, region), strict=True)]


def worst_by_year(found: Outlook, area: str) -> list[tuple[str, list[YearCell]]]:
    """Return, per region, the tightest quarter of every year."""
    rows = []
    for region in found.basis.regions:
        cells = found.row(region.code, area)
        years = range(FIRST_SHOWN, LAST_YEAR + 1)
        by_year = [[one for one in cells if int(one.quarter[:4]) == year] for year in years]
        worst = [max(those, key=lambda one: one.ratio or 99.0) for those in by_year]
        rows.append((region.name, [YearCell(year, one) for year, one in zip(years, worst, strict=True)]))
    return rows


def _raw(found: Outlook, since: str, region: str) -> list[Figure]:
    short = found.short_cells(since=since, region=region)
    cells = [one for one in found.cells.values() if one.quarter >= since and region in {"", one.region.code}]
    missing = sum(max(0.0, one.missing) for one in cells)
    first = QUARTERS.index(short[0].quarter) if short else len(QUARTERS)
    places = {one.region.code for one in short}
    peak = max((one.missing for one in cells), default=0.0)
    waiting_at, waiting_bt = (found.at_end_of(kind, LAST_YEAR - 1, region) for kind in ("at_queue", "licensed"))
    bt = found.starts("bt_starts", LAST_YEAR - 1, region)
    return [
        Figure(
            "first", _("Brist först"), "",
            f"{quarter_words(short[0].quarter)}, {short[0].region.name}" if short else _("ingen brist"), value=-first,
        ),
        Figure("regions", _("Regioner med brist"), "", f"{len(places)} / {1 if region else len(found.basis.regions)}", value=len(places)),
        Figure("quarters", _("Kvartal med brist, alla regioner och områden"), "", decimal(len(short), 0), value=len(short)),
        Figure("seats", _("Största bristen i ett område"), _("platser"), decimal(max(0.0, peak) / 13, 1), value=max(0.0, peak) / 13),
        Figure("missing", _("Platsveckor som saknas till och med 2031"), _("veckor"), decimal(missing, 0), value=missing),
        _psychiatry(found, since),
        Figure("at_queue", _("Väntar på AT i slutet av 2030"), _("personer"), decimal(waiting_at, 0), value=waiting_at),
        Figure("licensed", _("Legitimerade som väntar på BT i slutet av 2030"), _("personer"), decimal(waiting_bt, 0), value=waiting_bt),
        Figure("bt", _("BT-starter 2030"), _("personer"), decimal(bt, 0), value=-bt),
    ]  # fmt: skip


def _psychiatry(found: Outlook, since: str) -> Figure:
    """The nation of the forecast in psychiatry, in its worst quarter, with the band of the replications."""
    labels, k = found.problem.quarter_labels, AREAS.index("PSY")
    load = found.result.load[:, k].sum(axis=1)
    shown = [t for t, label in enumerate(labels) if label >= since]
    t = max(shown, key=lambda place: float(load[place]))
    quantiles = found.result.load_national
    band = ""
    if quantiles is not None:
        band = f"{decimal(float(quantiles[0, t, k]), 0)}–{decimal(float(quantiles[2, t, k]), 0)}"
    text = f"{decimal(float(load[t]), 0)}, {quarter_words(labels[t])}"
    return Figure(
        "psychiatry",
        _("Psykiatri, alla regioner, toppkvartalet"),
        _("platsveckor"),
        text,
        band=band,
        value=float(load[t]),
    )


def _with_change(one: Figure, before: Figure) -> Figure:
    """Return the figure with its difference; every value is such that lower is better."""
    places = 1 if one.key == "seats" else 0
    difference = one.value - before.value
    if not round(difference, places):
        return one
    tone = "success" if difference < 0 else "danger"
    if one.key == "first":
        change = _("tidigare") if difference > 0 else _("senare")
    elif one.key == "bt":
        change, tone = signed(-difference), "neutral"
    else:
        change = signed(difference, places)
    return Figure(one.key, one.label, one.unit, one.text, one.band, change, tone, one.value)


def side_by_side(columns: Sequence[list[Figure]]) -> list[tuple[Figure, list[Figure]]]:
    """Return rows of (the figure's name, one figure per scenario)."""
    return [(rows[0], list(rows)) for rows in zip(*columns, strict=True)]
