"""What people choose on the forecast pages, read with care: a wrong choice falls back, it never fails."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from randa.core.errors import InvalidInputError
from randa.dimensioning.assumptions import assumptions, check_value
from randa.dimensioning.forecasting import AREAS

FIELD = "a."  # in front of an assumption's key in a form: a.bt_weeks_psy=11,5
MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class ForecastChoice:
    """What a forecast page shows: a region (or all), an area, a scenario (None is the base case)."""

    region: str
    area: str
    scenario: int | None


def forecast_choice(params: QueryDict | Mapping[str, str], regions: Collection[str]) -> ForecastChoice:
    region, area, scenario = (params.get(name, "") for name in ("region", "omrade", "scenario"))
    return ForecastChoice(
        region=region if region in regions else "",
        area=area if area in AREAS else "",
        scenario=int(scenario) if scenario.isdecimal() and len(scenario) < 9 else None,
    )


def read_values(params: QueryDict | Mapping[str, str]) -> tuple[dict[str, float], dict[str, str]]:
    """Return (value by key, what is wrong by key) of the assumptions in a form; those left empty are in neither."""
    values: dict[str, float] = {}
    faults: dict[str, str] = {}
    for key in assumptions():
        text = params.get(FIELD + key, "").strip()
        if not text:
            continue
        try:
            values[key] = check_value(key, _number(text))
        except InvalidInputError as refusal:
            faults[key] = str(refusal)
    return values, faults


def _number(text: str) -> float:
    """Return a number typed the Swedish or the English way; NaN (refused later, with the span) for anything else."""
    bare = text.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return float("nan")
