"""The lost weeks in words, as a chart and as a page for a board."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.clock import today
from randa.core.ui.charts import About, Chart, line_with_band
from randa.core.ui.components import AREAS as AREA_LOOK
from randa.core.ui.formats import decimal, signed
from randa.dimensioning.queries.lost_weeks import AREAS, LostWeeks, YearChange

AREA_NAMES = {
    "psy": gettext_lazy("Psykiatri"),
    "am": gettext_lazy("Allmänmedicin"),
    "msa": gettext_lazy("Medicin, kirurgi och akut sjukvård"),
}
SHORT_NAMES = {
    "psy": gettext_lazy("Psykiatri"),
    "am": gettext_lazy("Allmänmedicin"),
    "msa": gettext_lazy("Medicin, kirurgi, akut"),
}
COLOURS = {"psy": AREA_LOOK["PSY"].colour, "am": AREA_LOOK["AM"].colour, "msa": AREA_LOOK["IM"].colour}


def year_name(one: YearChange) -> str:
    return str(one.year) if one.year else _("Utan AT")


def finding(found: LostWeeks, place: str) -> str:
    """Return what the page shows, as a sentence."""
    worst = min(AREAS, key=lambda area: found.after.weeks[area].middle)
    weeks = found.after.weeks[worst].middle
    values = {"place": place, "area": str(AREA_NAMES[worst]).lower(), "weeks": decimal(abs(weeks), 0)}
    if weeks < 0:
        return _("%(place)s: %(area)s förlorar %(weeks)s tjänstgöringsveckor om året när AT är borta") % values
    return _("%(place)s: inget område förlorar tjänstgöringsveckor när AT är borta") % values


def source() -> str:
    return _("Veckor per person ur 002 (Region Örebro län), tjänster ur planen och 001 Tabell 1")


def weeks_text(change: Any) -> str:
    """Return +138 (−4 … +279), whole weeks."""
    low, middle, high = change.rounded
    if low == high:
        return signed(middle)
    return f"{signed(middle)} ({signed(low)} … {signed(high)})"


def weeks_chart(found: LostWeeks, place: str, *, export_url: str = "") -> Chart:
    """Draw the change per area and year with its span."""
    records = [
        {
            "year": year_name(one),
            "area": str(SHORT_NAMES[area]),
            "weeks": one.weeks[area].rounded[1],
            "low": one.weeks[area].rounded[0],
            "high": one.weeks[area].rounded[2],
        }
        for area in AREAS
        for one in found.years
    ]
    about = About(
        title=finding(found, place),
        lead=_("Vunna eller förlorade veckor per startår jämfört med %(posts)s AT-tjänster om året.")
        % {"posts": decimal(found.baseline_at, 0)},
        source=source(),
        as_of=today().isoformat(),
        description=_("Ett band per område visar spannet mellan kortaste och längsta tjänstgöring."),
        key="veckor",
        export_url=export_url,
    )
    titles = {
        "area": _("Område"), "low": _("Lågt"), "high": _("Högt"), "weeks": _("Veckor"), "year": _("Startår"),
    }  # fmt: skip
    colours = {str(SHORT_NAMES[area]): colour for area, colour in COLOURS.items()}
    return line_with_band(
        records, about=about, x="year", y="weeks", series="area", low="low", high="high", y_title=_("veckor om året"),
        colours=colours, titles=titles,
    )  # fmt: skip


def area_rows(found: LostWeeks) -> list[dict[str, Any]]:
    """Return one row per area for the year when AT has ended."""
    return [
        {
            "key": area,
            "name": AREA_NAMES[area],
            "weeks": weeks_text(found.after.weeks[area]),
            "is_loss": found.after.weeks[area].middle < 0,
            "posts": signed(found.posts(found.after.weeks[area].middle), 1),
            "each": decimal(found.break_even.get(area), 2),
            "break_even": decimal(found.break_even_posts.get(area), 0),
            "difference": signed(found.after.bt_posts - found.break_even_posts[area])
            if area in found.break_even
            else "–",
        }
        for area in AREAS
    ]


def year_rows(found: LostWeeks) -> list[list[str]]:
    """Return one row per year: name, AT, BT, change per area with span, full-time posts in all."""
    rows = []
    for one in found.years:
        total = found.posts(sum(change.middle for change in one.weeks.values()))
        changes = [weeks_text(one.weeks[area]) for area in AREAS]
        rows.append([year_name(one), decimal(one.at_posts, 0), decimal(one.bt_posts, 0), *changes, signed(total, 1)])
    return rows


def year_heads() -> list[str]:
    names = [str(SHORT_NAMES[area]) for area in AREAS]
    return [_("Startår"), _("AT-tjänster"), _("BT-tjänster"), *names, _("Heltidstjänster")]


def paper(found: LostWeeks, place: str) -> dict[str, Any]:
    """Return what the one-page document is made of."""
    from randa.dimensioning.board_paper import board_paper  # charts and documents only when asked for

    heads = [
        _("Område"),
        _("Veckor om året"),
        _("Heltidstjänster"),
        _("BT per AT"),
        _("BT som går jämnt upp"),
        _("Planen mot jämnt upp"),
    ]
    rows: Sequence[Sequence[str]] = [
        [str(row["name"]), row["weeks"], row["posts"], row["each"], row["break_even"], row["difference"]]
        for row in area_rows(found)
    ]
    return board_paper(
        title=finding(found, place),
        lead=[basis_sentence(found)],
        charts=[weeks_chart(found, place)],
        tables=[(_("När AT är borta"), heads, rows), (_("År för år"), year_heads(), year_rows(found))],
        source=source(),
    )


def basis_sentence(found: LostWeeks) -> str:
    values = {
        "at": decimal(found.baseline_at, 0),
        "bt": decimal(found.after.bt_posts, 0),
        "weeks": decimal(found.full_time_weeks, 0),
    }
    return (
        _(
            "Räknat på %(at)s AT-tjänster 2023 mot %(bt)s BT-tjänster 2030. En heltidstjänst är %(weeks)s veckor om året (antagande). "
            "Veckorna räknas på dem som börjar under året."
        )
        % values
    )
