"""The numbers of a run in words: what was weighed, how much, and which rule says so. From the rules today, or from what a plan keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from randa.placements.choices import POINTS_PER_HOUR
from randa.placements.prices import ABOVE_EASE, BELOW_LEAST, EASE, FAIR_ABOVE, FAIR_WEIGHT, RunPrices


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One thing that is weighed.

    Attributes:
        label: what is weighed.
        value: how much.
        rule_set, version: of the rule that says so; empty where it is Randa's own proposal, or not known.
        provenance, source: of the rule; empty likewise.
    """

    label: str
    value: str
    rule_set: str = ""
    version: int = 0
    provenance: str = ""
    source: str = ""


def fair_words(numbers: Mapping[str, int]) -> str:
    """Return what fair travelling is, with its numbers."""
    points = numbers[FAIR_ABOVE]
    return _(
        "När en läkares resor sammanlagt kostar mer än %(points)d poäng, ungefär %(hours)d timmars enkel resa, väger resten %(times)s. "
        "Då får inte en och samma alla långa resor."
    ) % {"points": points, "hours": points // POINTS_PER_HOUR, "times": _times(numbers[FAIR_WEIGHT])}


def spread_words(numbers: Mapping[str, int]) -> str:
    """Return what spreading the load is, with its numbers."""
    return _(
        "När mer än %(percent)d procent av en enhets platser är tagna kostar varje läkare därutöver %(points)d poäng i veckan. "
        "Då fylls inte en enhet medan en annan står nästan tom."
    ) % {"percent": numbers[EASE], "points": numbers[ABOVE_EASE]}


def lines_of(origins: Mapping[str, Mapping[str, Any]]) -> list[PriceLine]:
    """Return what each number is and where it comes from; `origins` as `RunPrices.origins` gives them, or some of them."""
    found = []
    for keys, line in (((FAIR_ABOVE, FAIR_WEIGHT), _fair), ((EASE, ABOVE_EASE), _spread), ((BELOW_LEAST,), _minimum)):
        if all(key in origins for key in keys):
            label, value = line({key: int(origins[key]["value"]) for key in keys})
            rule = origins[keys[0]]
            found.append(
                PriceLine(
                    label, value, rule.get("rule_set", ""), rule.get("version", 0), rule.get("provenance", ""),
                    rule.get("source", ""),
                )
            )  # fmt: skip
    return found


def warnings_of(prices: RunPrices, areas: Mapping[str, str]) -> list[str]:
    """Return one sentence for each number that is so high that it goes before placing everybody; `areas` are their names by code."""
    found = []
    if cheap := prices.dearer_than_none(BELOW_LEAST):
        found.append(
            _(
                "En läkare för lite på en enhet som har angett ett minsta antal kostar %(points)d poäng i veckan. Det är minst lika mycket "
                "som en vecka utan plats kostar i %(areas)s, så planen kan lämna någon utan plats för att fylla en enhet."
            )
            % {"points": prices.said[BELOW_LEAST].value, "areas": _priced(cheap, areas)}
        )
    if cheap := prices.dearer_than_none(ABOVE_EASE):
        found.append(
            _(
                "Med Sprid belastningen mellan enheter kostar varje läkare utöver %(percent)d procent av en enhets platser %(points)d "
                "poäng i veckan. Det är minst lika mycket som en vecka utan plats kostar i %(areas)s, så planen kan lämna någon utan "
                "plats fast det finns en ledig."
            )
            % {
                "percent": prices.said[EASE].value, "points": prices.said[ABOVE_EASE].value, "areas": _priced(cheap, areas),
            }
        )  # fmt: skip
    return found


def _priced(cheap: Mapping[str, int], areas: Mapping[str, str]) -> str:
    return ", ".join(f"{areas.get(area, area)} ({price})" for area, price in cheap.items())


def kept_lines(explanation: Mapping[str, Any]) -> list[PriceLine]:
    """Return what a plan was weighed with, as it was when it was made: only what counted then.

    Plans from before regions decided the numbers know no rule; the numbers are theirs all the same.
    """
    choices, origins = explanation.get("choices", {}), explanation.get("origins", {})
    counted = {
        (FAIR_ABOVE, FAIR_WEIGHT): (choices.get("fair_above_points"), choices.get("fair_extra", 0) + 1),
        (EASE, ABOVE_EASE): (choices.get("ease_percent"), choices.get("above_ease_points", 0)),
        (BELOW_LEAST,): (choices.get("below_least_points", 0),),
    }
    least = {FAIR_WEIGHT: 2, ABOVE_EASE: 1, BELOW_LEAST: 1}  # below these it did not count
    return lines_of(
        {
            key: dict(origins.get(key, {})) | {"value": value}
            for keys, values in counted.items()
            if values[-1] >= least[keys[-1]]
            for key, value in zip(keys, values, strict=True)
        }
    )


def _fair(numbers: Mapping[str, int]) -> tuple[str, str]:
    label = _("En läkares resor utöver %(points)d poäng") % {"points": numbers[FAIR_ABOVE]}
    return label, _("väger %(times)s") % {"times": _times(numbers[FAIR_WEIGHT])}


def _spread(numbers: Mapping[str, int]) -> tuple[str, str]:
    label = _("Läkare och vecka utöver %(percent)d %% av enhetens platser") % {"percent": numbers[EASE]}
    return label, _points(numbers[ABOVE_EASE])


def _minimum(numbers: Mapping[str, int]) -> tuple[str, str]:
    return _("Läkare och vecka under enhetens minsta antal"), _points(numbers[BELOW_LEAST])


def _points(points: int) -> str:
    return _("%(points)d poäng") % {"points": points}


def _times(weight: int) -> str:
    return _("dubbelt") if weight == 2 else _("%(n)d gånger") % {"n": weight}
