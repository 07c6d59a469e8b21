"""Words of the forecast: areas, limits, quarters and the sentences that say what was found."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.ui.formats import quarter_words
from randa.dimensioning.queries.forecast import Cell, Outlook

# The area as the subject of a sentence.
AREA_SUBJECT = {
    "PSY": gettext_lazy("Psykiatrin"),
    "AM": gettext_lazy("Allmänmedicinen"),
    "IM": gettext_lazy("Internmedicinen"),
    "KIR": gettext_lazy("Kirurgin"),
    "AKU": gettext_lazy("Akutsjukvården"),
}
LIMITS = {
    "seats": gettext_lazy("platser"),
    "supervisors": gettext_lazy("handledare"),
    "assessments": gettext_lazy("tid för handledning och bedömning"),
    "patients": gettext_lazy("patientunderlag"),
    "budget": gettext_lazy("budget"),
}
LIMIT_LETTERS = {
    "seats": gettext_lazy("P"),
    "supervisors": gettext_lazy("H"),
    "assessments": gettext_lazy("B"),
    "patients": gettext_lazy("U"),
    "budget": gettext_lazy("K"),
}
KIND_NAMES = {
    "BTF": gettext_lazy("BT, fristående"),
    "BTI": gettext_lazy("BT, integrerad"),
    "AT": gettext_lazy("AT"),
    "ST": gettext_lazy("ST"),
    "STU": gettext_lazy("Studenter"),
}


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: A, B och C."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s och %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def finding(found: Outlook, *, since: str, region: str = "") -> str:
    """Return what runs out first from `since` on, where and when, as one sentence."""
    short = found.short_cells(since=since, region=region)
    if not short:
        last = quarter_words(max(one.quarter for one in found.cells.values()))
        return _("Platser och handledare räcker i alla områden till och med %(quarter)s") % {"quarter": last}
    first = [one for one in short if one.quarter == short[0].quarter and one.area == short[0].area]
    values = {
        "area": str(AREA_SUBJECT[first[0].area]),
        "quarter": quarter_words(first[0].quarter),
        "regions": listed([one.region.name for one in first]),
    }
    return _("%(area)s räcker inte från %(quarter)s i %(regions)s") % values


def cell_sentence(cell: Cell) -> str:
    """Return one cell in words, for those who do not see its colour."""
    values = {
        "area": str(AREA_SUBJECT[cell.area]),
        "region": cell.region.name,
        "quarter": quarter_words(cell.quarter),
        "ratio": "–" if cell.ratio is None else round(100 * cell.ratio),
        "chance": round(100 * cell.probability),
        "limit": str(LIMITS[cell.binding]),
    }
    return (
        _(
            "%(area)s i %(region)s %(quarter)s: %(ratio)s %% belagt, brist i %(chance)s %% av körningarna, gränsen är %(limit)s"
        )
        % values
    )
