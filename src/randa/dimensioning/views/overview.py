"""The overview: how many posts, and does that fit the need? On the page, as charts, and as one page for a board."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.core.ui.charts import EXPORTS, chart_response
from randa.core.ui.export import file_response
from randa.core.ui.formats import decimal, share, signed
from randa.dimensioning import overview_words as words
from randa.dimensioning.queries.figures import country
from randa.dimensioning.queries.overview import Overview, overview_of
from randa.dimensioning.views.access import plan_reader
from randa.people.http import AuthedRequest

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "overview.typ"


@require_safe
@plan_reader
def overview(request: AuthedRequest, code: str = "") -> HttpResponse:
    """The healthcare region, or one region of it."""
    found = _overview_or_404(code or request.GET.get("region", ""))
    context = {
        "nav": "dimensioning",
        "overview": found,
        "place": words.place_name(found),
        "verdict": words.verdict(found),
        "source": words.source_line(found),
        "figures": _key_figures(found),
        "charts": [one for make in words.CHARTS.values() if (one := make(found)) is not None],
        "tabs": _tabs(found),
        "current": found.region.code if found.region else "",
        "pdf_url": reverse("dimensioning:overview_pdf", args=[found.region.code if found.region else "alla"]),
    }
    return render(request, "dimensioning/overview.html", context)


@require_safe
@plan_reader
def chart(request: AuthedRequest, where: str, key: str, file_format: str) -> HttpResponse:  # noqa: ARG001 - same door
    """A chart of the overview as a file."""
    if key not in words.CHARTS or file_format not in EXPORTS:
        raise Http404
    drawn = words.CHARTS[key](_overview_or_404("" if where == "alla" else where))
    if drawn is None:
        raise Http404
    return chart_response(drawn, file_format)


@require_safe
@plan_reader
def board_paper(request: AuthedRequest, where: str) -> HttpResponse:  # noqa: ARG001 - same door
    """The overview as one page of PDF."""
    from randa.core.documents.pdf import pdf_of  # only needed for a document

    found = _overview_or_404("" if where == "alla" else where)
    return file_response(pdf_of(TEMPLATE, _paper(found)), "application/pdf", f"bt-{words.place_name(found)}.pdf")


def _overview_or_404(code: str) -> Overview:
    nation = country()
    region = nation.region(code)
    if code and region is None:
        raise Http404
    return overview_of(nation, region=region)


def _tabs(found: Overview) -> list[dict[str, Any]]:
    everything = {"key": "", "label": _("Mellansverige"), "url": reverse("dimensioning:overview"), "count": None}
    regions = (
        {
            "key": row.facts.code,
            "label": row.facts.short,
            "url": reverse("dimensioning:region", args=[row.facts.code]),
            "count": None,
        }
        for row in found.rows
    )
    return [everything, *regions]


def _key_figures(found: Overview) -> list[dict[str, str]]:
    """Return the four figures that people ask for first, for the page and for the paper."""
    last = found.last
    day = found.as_of.isoformat() if found.as_of else "–"
    starts = " · ".join(decimal(one.posts, 0) for one in found.years)
    difference = last.difference
    at = [found.starts[("AT", year)] for year in (2025, 2030)]
    return [
        {
            "label": _("BT-tjänster %(year)d") % {"year": last.year}, "value": decimal(last.posts, 0), "unit": "",
            "note": _("%(first)d–%(last)d: %(starts)s")
            % {"first": found.years[0].year, "last": last.year, "starts": starts},
        },
        {
            "label": _("Per 100 000 invånare"), "value": decimal(last.per_100k), "unit": "",
            "note": _("%(people)s invånare %(day)s") % {"people": decimal(last.inhabitants, 0), "day": day},
        },
        {
            "label": _("Jämfört med vår del av behovet"), "value": signed(difference), "unit": _("tjänster"),
            "note": _("%(posts)s planerade mot %(part)s")
            % {"posts": decimal(last.posts, 0), "part": decimal(last.fair_part, 0)},
        },
        {
            "label": _("AT-tjänster 2025–2030"), "value": f"{decimal(at[0], 0)} → {decimal(at[1], 0)}", "unit": "",
            "note": _("antagande: följer rikets AT-behov"),
        },
    ]  # fmt: skip


def _paper(found: Overview) -> dict[str, Any]:
    pictures = [one for one in [words.cliff_chart(found)] if one is not None]
    rows = [row for row in found.rows if not found.region or row.facts.code == found.region.code]
    return {
        "title": _("BT-tjänster och behov, %(place)s") % {"place": words.place_name(found)},
        "language": (get_language() or "sv")[:2],
        "verdict": words.verdict(found),
        "figures": _key_figures(found),
        "charts": [{"title": str(one.title), "svg": one.svg, "description": str(one.description)} for one in pictures],
        "table": {
            "title": _("Region för region"),
            "head": [
                _("Region"),
                *(str(one.year) for one in found.years),
                _("per 100 000"),
                _("andel av behovet"),
                _("mot egen del"),
            ],
            "rows": [_paper_row(row.facts.short, row.years) for row in rows],
        },
        "note": _printed_note(found),
        "source": words.source_line(found),
        "printed": _("Randa, %(day)s") % {"day": today().isoformat()},
    }


def _paper_row(name: str, years: Any) -> list[str]:
    last = years[-1]
    return [
        name,
        *(decimal(one.posts, 0) for one in years),
        decimal(last.per_100k),
        share(last.posts, last.national_need, 1),
        signed(last.difference),
    ]


def _printed_note(found: Overview) -> str:
    """Say where the printed report differs, so that a reader who holds it does not wonder."""
    if found.printed_share is None or found.last.difference is None:
        return ""
    return _("Rapporten anger 18,5 %% av befolkningen; omräknat är det %(share)s. Med 18,5 %% vore skillnaden %(count)s tjänster.") % {
        "share": words.percent(found.last.population_share), "count": signed(found.last.difference_at(found.printed_share)),
    }  # fmt: skip
