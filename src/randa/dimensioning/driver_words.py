"""Robustness and drivers in words, as a chart, and as a page for a board."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.clock import today
from randa.core.ui.charts import About, Chart, tornado
from randa.core.ui.formats import decimal, quarter_words
from randa.dimensioning.board_paper import board_paper
from randa.dimensioning.forecast_words import AREA_SUBJECT
from randa.dimensioning.forecasting import Basis
from randa.dimensioning.queries.drivers import Robustness, Trial

NAMED_FAILURES = 3
# Shorter than the assumptions' own labels: for a sentence and for the side of a chart.
SHORT_NAMES = {
    "seats_psy": gettext_lazy("Platser i psykiatri"),
    "bt_weeks_psy": gettext_lazy("BT-veckor i psykiatri"),
    "bt_plan_factor": gettext_lazy("BT-tjänster mot planen"),
    "at_plan_factor": gettext_lazy("AT-tjänster mot planen"),
    "supervisors_factor": gettext_lazy("Utbildade handledare"),
    "absence_share": gettext_lazy("Lång frånvaro"),
    "extension_share": gettext_lazy("Extra kvartal"),
    "part_time_share": gettext_lazy("Andel på deltid"),
    "working_weeks": gettext_lazy("Arbetsveckor på ett år"),
    "licensed_per_year": gettext_lazy("Legitimerade utan AT"),
}


def trial_name(trial: Trial) -> str:
    """Return which assumption stands where: BT-veckor i psykiatri 13,0 veckor per person."""
    if trial.one is None:
        return _("Som i planen")
    return f"{SHORT_NAMES[trial.one.key]} {decimal(trial.value, trial.one.places)} {trial.one.unit}"


def failure_place(trial: Trial, basis: Basis) -> str:
    """Return where and when a trial fails: psykiatrin i Dalarna från 2027 kv 2."""
    if trial.fails_in is None:
        return _("håller")
    region, area, quarter = trial.fails_in
    name = next(one.name for one in basis.regions if one.code == region)
    values = {"area": str(AREA_SUBJECT[area]).lower(), "region": name, "quarter": quarter_words(quarter)}
    return _("%(area)s i %(region)s från %(quarter)s") % values


def sentence(found: Robustness, basis: Basis, *, place: str, tolerance: int) -> str:
    """Return the sentence for the board."""
    values: dict[str, object] = {"place": place, "held": found.held, "all": len(found.trials), "tolerance": tolerance}
    if tolerance:
        first = _(
            "Planen för %(place)s håller i %(held)d av %(all)d scenarier, om upp till %(tolerance)d procent över gränsen godtas."
        )
    else:
        first = _("Planen för %(place)s håller i %(held)d av %(all)d scenarier.")
    parts = [first % values]
    failures = found.failures
    if found.base.fails_in is not None:
        parts.append(_("Redan med planen som den är brister %(where)s.") % {"where": failure_place(found.base, basis)})
    elif failures:
        named = "; ".join(f"{trial_name(one)} ({failure_place(one, basis)})" for one in failures[:NAMED_FAILURES])
        parts.append(_("Den brister när: %(causes)s.") % {"causes": named})
    if found.held and found.base.fails_in is not None:
        held = [trial_name(one) for one in found.trials if one.fails_in is None]
        parts.append(_("Den håller när: %(causes)s.") % {"causes": "; ".join(held[:NAMED_FAILURES])})
    return " ".join(parts)


def chart(found: Robustness, *, export_url: str = "") -> Chart:
    """Draw how far each assumption moves the missing seat-weeks, the strongest first."""
    ranked = found.ranked
    records = [
        {
            "driver": str(SHORT_NAMES[effect.one.key]),
            "low": round(effect.low.missing),
            "high": round(effect.high.missing),
        }
        for effect in ranked
    ]
    about = About(
        title=_("%(driver)s avgör mest") % {"driver": SHORT_NAMES[ranked[0].one.key]},
        lead=_(
            "Platsveckor som saknas till och med 2031, med varje antagande vid sitt lägsta och högsta troliga värde."
        ),
        source=_("Planen och antagandena under Scenarier"),
        as_of=today().isoformat(),
        description=_("Blått är lågt värde, rött högt; strecket i mitten är planen som den är."),
        key="drivkrafter",
        export_url=export_url,
    )
    titles = {"driver": _("Antagande"), "low": _("Vid lågt värde"), "high": _("Vid högt värde")}
    return tornado(
        records, about=about, label="driver", low="low", high="high", base_value=round(found.base.missing),
        value_title=_("platsveckor som saknas"), titles=titles,
    )  # fmt: skip


def trial_rows(found: Robustness, basis: Basis) -> list[tuple[str, str, str, bool]]:
    """Return (what is changed, weeks missing, where it fails, whether it holds) for every scenario."""
    return [
        (trial_name(one), decimal(one.missing, 0), failure_place(one, basis), one.fails_in is None)
        for one in found.trials
    ]


def paper(found: Robustness, basis: Basis, *, place: str, tolerance: int) -> dict[str, Any]:
    """Return what the one-page document is made of."""
    heads = [_("Scenario"), _("Platsveckor som saknas"), _("Brister i")]
    rows = [row[:3] for row in trial_rows(found, basis)]
    return board_paper(
        title=_("Så säker är planen: %(place)s") % {"place": place},
        lead=[sentence(found, basis, place=place, tolerance=tolerance)],
        tables=[(_("De tjugo scenarierna"), heads, rows)],
        source=_("Planen och antagandena under Scenarier"),
    )
