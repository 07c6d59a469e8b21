"""Tables of the forecast as files: supervisors' time, ceilings, and scenarios side by side."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.ui.formats import quarter_words
from randa.dimensioning.ceiling_words import CEILING_NAMES, LEFT_NAME, UNKNOWN
from randa.dimensioning.ceilings import CEILINGS
from randa.dimensioning.forecast_words import AREA_SUBJECT
from randa.dimensioning.forms_scenarios import forecast_choice
from randa.dimensioning.queries.ceilings import AreaCeilings, ceilings_of
from randa.dimensioning.queries.forecast import QUARTERS
from randa.dimensioning.queries.scenarios import scenario_of, scenario_values
from randa.dimensioning.queries.sharing import supervision_rows
from randa.dimensioning.views.forecast import source_line
from randa.dimensioning.views.forecast_access import forecast_reader, known_basis, read_outlook
from randa.dimensioning.views.scenarios import compared_scenarios, figures_of, run_beside_base
from randa.people.http import AuthedRequest


@require_safe
@forecast_reader
def supervision_export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """Supervisors' hours needed in per cent of those there are, and assessments a month, quarter by quarter."""
    _basis, choice, scenario, found = read_outlook(request)
    rows = supervision_rows(found, choice.region)
    lines: list[list[Any]] = [[str(AREA_SUBJECT[area]), *(one.percent for one in row)] for area, row in rows]
    assessments = [round(sum(row[place].assessments for _area, row in rows)) for place in range(len(QUARTERS))]
    lines.append([_("Bedömningar per månad"), *assessments])
    heads = [_("Område"), *(quarter_words(quarter) for quarter in QUARTERS)]
    place = next((one.name for one in found.basis.regions if one.code == choice.region), _("Mellansverige"))
    notes = [_("Handledarnas tid, behov i procent av vad som finns"), place, source_line(scenario)]
    return _file(_("Handledning och bedömning"), heads, lines, notes, f"handledning.{file_format}")


@require_safe
@forecast_reader
def ceilings_export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """Every region's ceilings, a line per area, year and ceiling, with how many units have said something.

    With a scenario each line also has what it is in the base case.
    """
    regions = known_basis().regions
    names = {one.code: one.name for one in regions}
    scenario = scenario_of(forecast_choice(request.GET, names).scenario)
    found = ceilings_of(names, scenario_values(scenario))
    lines = [
        [names[one.region], str(AREA_SUBJECT[one.area]), year, *line]
        for one in found.values()
        for year in one.years
        for line in _year_lines(one, year, beside_base=scenario is not None)
    ]
    heads = [
        _("Region"), _("Område"), _("År"), _("Tak"), _("Platsveckor"), _("Tar bort"), _("Angett vid enheter"), _("Av enheter"),
        _("Lägst"), *([_("I grundfallet")] if scenario else []),
    ]  # fmt: skip
    notes = [
        _("Platsveckor för alla som utbildas, räknade vecka för vecka och enhet för enhet."),
        source_line(scenario),
    ]
    return _file(_("Tak"), heads, lines, notes, f"tak.{file_format}")


def _year_lines(one: AreaCeilings, year: int, *, beside_base: bool) -> Iterator[list[Any]]:
    """Yield ceiling, seat-weeks, what it takes, units that have said something, of all, whether it is the lowest, base case."""
    found, stated = one.years[year], one.stated[year].under()
    for ceiling in CEILINGS:
        known = found.is_known(ceiling)
        said = [round(found.weeks[ceiling]), round(found.takes(ceiling))] if known else [str(UNKNOWN), ""]
        units = ["", len(found.units)] if ceiling == "budget" else [len(found.known[ceiling]), len(found.units)]
        lowest = _("ja") if found.binding == ceiling else ""
        base = [round(stated.weeks[ceiling]) if known else str(UNKNOWN)] if beside_base else []
        yield [str(CEILING_NAMES[ceiling]), *said, *units, lowest, *base]
    left = [round(each.left) if each.is_known("seats") else str(UNKNOWN) for each in (found, stated)]
    yield [str(LEFT_NAME), left[0], "", "", len(found.units), "", *(left[1:] if beside_base else [])]


@require_safe
@forecast_reader
def compare_export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """Scenarios side by side, each with its difference to the base case."""
    chosen, _dropped = compared_scenarios(request)
    runs = run_beside_base(chosen)
    heads, lines = [_("Från och med nu"), _("Enhet"), runs[0][0]], []
    for name, _run in runs[1:]:
        heads += [name, _("%(name)s, mot grundfallet") % {"name": name}]
    for label, (base, *others) in figures_of(runs):
        line = [label.label, label.unit, _text(base.text, base.band)]
        for one in others:
            line += [_text(one.text, one.band), one.change]
        lines.append(line)
    notes = [_("Samma plan och samma enheter, olika antaganden."), source_line(None)]
    return _file(_("Scenarier sida vid sida"), heads, lines, notes, f"scenarier.{file_format}")


def _text(text: str, band: str) -> str:
    return f"{text} ({band})" if band else text


def _file(
    title: str, heads: Sequence[str], lines: Sequence[Sequence[Any]], notes: Sequence[str], name: str
) -> HttpResponse:
    from randa.core.ui.export import CSV_TYPE, XLSX_TYPE, csv_bytes, file_response, xlsx_bytes  # only needed for a file

    match name.rpartition(".")[2]:
        case "csv":
            return file_response(csv_bytes(heads, lines), CSV_TYPE, name)
        case "xlsx":
            return file_response(xlsx_bytes(title, heads, lines, notes=notes), XLSX_TYPE, name)
    raise Http404
