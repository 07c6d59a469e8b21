"""The overview in sentences and charts: the finding first, every figure with what it is compared with."""

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.ui.charts import About, Chart, bars, line_with_band
from randa.core.ui.components import AREAS
from randa.core.ui.formats import decimal, share
from randa.dimensioning.queries.overview import CLIFF_YEARS, Overview

AT_COLOUR, BT_COLOUR = AREAS["KIR"].colour, "#0e5a61"


def place_name(overview: Overview) -> str:
    return overview.region.name if overview.region else _("Mellansverige")


def percent(value: float | None) -> str:
    return f"{decimal(value * 100)} %" if value is not None else "–"


def source_line(overview: Overview) -> str:
    """Which population and which need the figures are made with."""
    return _("Folkmängd %(day)s (%(source)s). Behov: 004 avsnitt 2.2 och Tabell 3. Planen: se källan i varje cell.") % {
        "day": overview.as_of.isoformat() if overview.as_of else "–",
        "source": overview.country.source,
    }


def verdict(overview: Overview) -> list[str]:
    """Answer "does it fit the need?" in a few plain sentences with numbers."""
    last = overview.last
    if last.difference is None or last.fair_part is None:
        return [_("Det går inte att jämföra med behovet: folkmängd eller behov saknas.")]
    sentences = [
        _("%(place)s planerar %(posts)s BT-tjänster %(year)d, %(share)s av rikets behov. Här bor %(people)s av befolkningen.")
        % {
            "place": place_name(overview), "posts": decimal(last.posts, 0), "year": last.year,
            "share": share(last.posts, last.national_need, 1), "people": percent(last.population_share),
        },
        _over_or_under(last.difference) % {"count": decimal(abs(last.difference), 0), "part": decimal(last.fair_part, 0)},
    ]  # fmt: skip
    sentences += _over_time(overview)
    return sentences


def _over_or_under(difference: int) -> str:
    if difference == 0:
        return _("Det är precis vår del av behovet, %(part)s.")
    if difference > 0:
        return _("Det är %(count)s fler än vår del av behovet, %(part)s.")
    return _("Det är %(count)s färre än vår del av behovet, %(part)s.")


def _over_time(overview: Overview) -> list[str]:
    if overview.five_years is None:
        return []
    planned, needed = overview.five_years
    first, last = overview.years[0].year, overview.years[-1].year
    values = {
        "first": first, "last": last, "planned": decimal(planned, 0), "needed": decimal(needed, 0),
        "count": decimal(abs(planned - needed), 0), "year": overview.enough_from,
    }  # fmt: skip
    if overview.enough_from is None:
        return [_("Inget av åren %(first)d–%(last)d når planen ända fram.") % values]
    if planned >= needed:
        return [_("Planen räcker från %(year)d.") % values]
    return [
        _(
            "Planen räcker från %(year)d, men %(first)d–%(last)d tillsammans är den %(planned)s tjänster mot %(needed)s, "
            "%(count)s för få."
        )
        % values
    ]


def cliff_chart(overview: Overview) -> Chart | None:
    """AT and BT starts per year: the cliff and the climb. None before anything is planned."""
    records = [
        {"year": year, "posts": overview.starts[(kind, year)], "kind": kind}
        for kind in ("AT", "BT")
        for year in CLIFF_YEARS
        if overview.starts[(kind, year)] is not None
    ]
    if not records:
        return None
    need = overview.at_need
    about = About(
        title=_cliff_title(overview),
        lead=_("Tjänster som börjar per år, %(place)s") % {"place": place_name(overview)},
        source=_("planen; AT efter 2023 är ett antagande som följer 004 Tabell 3"),
        as_of=_("AT-behovet i riket %(first)s (2025) till %(last)s (2030)")
        % {"first": decimal(need.get(2025), 0), "last": decimal(need.get(2030), 0)},
        description=_("Två linjer: AT faller brant, BT stiger."),
        key="at-bt",
        export_url=_export_url(overview, "at-bt"),
    )
    return line_with_band(
        records, about=about, x="year", y="posts", series="kind", y_title=_("tjänster"),
        colours={"AT": AT_COLOUR, "BT": BT_COLOUR}, titles={"year": _("År"), "kind": _("tjänst")},
    )  # fmt: skip


def _cliff_title(overview: Overview) -> str:
    drop = overview.deepest_drop
    if drop is None:
        return _("BT går från %(first)s till %(last)s tjänster per år") % {
            "first": decimal(overview.years[0].posts, 0),
            "last": decimal(overview.last.posts, 0),
        }
    year, now, before = drop
    return _("%(year)d börjar %(now)s i AT och BT tillsammans, mot %(before)s året innan") % {
        "year": year, "now": decimal(now, 0), "before": decimal(before, 0),
    }  # fmt: skip


def rates_chart(overview: Overview) -> Chart | None:
    """BT per 100 000 inhabitants in the last year, the highest first, beside the nation's need. None without any."""
    rows = sorted(
        (row for row in overview.rows if row.last.per_100k is not None), key=lambda row: -(row.last.per_100k or 0)
    )
    if not rows:
        return None
    records = [{"region": row.facts.short, "rate": round(row.last.per_100k or 0, 1)} for row in rows]
    need, people = overview.last.national_need, overview.country.inhabitants
    national = need * 100_000 / people if need and people else None
    first = rows[0]
    title = _("%(region)s planerar flest: %(rate)s BT per 100 000 invånare %(year)d, riket behöver %(need)s") % {
        "region": first.facts.short, "rate": decimal(first.last.per_100k),
        "year": overview.last.year, "need": decimal(national),
    }  # fmt: skip
    about = About(
        title=title,
        source=_("planen och %(source)s") % {"source": overview.country.source},
        as_of=overview.as_of.isoformat() if overview.as_of else "–",
        description=_("En stapel per region, den högsta överst."),
        key="per-100k",
        export_url=_export_url(overview, "per-100k"),
    )
    highlight = overview.region.short if overview.region else records[0]["region"]
    return bars(
        records, about=about, label="region", value="rate", value_title=_("BT per 100 000"), highlight=str(highlight),
        places=1, titles={"region": _("region")},
    )  # fmt: skip


CHARTS = {"at-bt": cliff_chart, "per-100k": rates_chart}


def _export_url(overview: Overview, key: str) -> str:
    """The address of the chart's files, up to the ending that the page adds."""
    where = overview.region.code if overview.region else "alla"
    return reverse("dimensioning:overview_chart", args=[where, key, "png"]).removesuffix("png")
