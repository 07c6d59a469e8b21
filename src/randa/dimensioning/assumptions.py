"""The forecast's assumptions: what each one is, its span and source, and the values that a scenario sets."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.errors import InvalidInputError
from randa.core.language import in_language
from randa.core.ui.formats import decimal
from randa.reference.files import toml_of

GROUPS = {
    "inflow": gettext_lazy("Inflöde"),
    "chance": gettext_lazy("Slump"),
    "posts": gettext_lazy("Tjänster"),
    "time": gettext_lazy("Längd, deltid och frånvaro"),
    "weeks": gettext_lazy("Veckor i varje område"),
    "capacity": gettext_lazy("Platser, handledare, patienter och budget"),
    "shared": gettext_lazy("ST-läkare och studenter"),
    "supervision": gettext_lazy("Handledning och bedömning"),
}
DRAWN = {
    "fixed": gettext_lazy("fast"),
    "beta": gettext_lazy("betafördelad, dras en gång per körning"),
    "lognormal": gettext_lazy("lognormal, dras varje år"),
}
NATION = ""  # in place of a region's code: the value holds for all


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that the forecast rests on and no source settles.

    Attributes:
        default: what the base case uses; `regions` has defaults of single regions.
        low, high: the span in which it probably lies (for driver ranking and robustness).
        least, most: what can be entered at all.
        drawn: how chance treats it: fixed, beta or lognormal.
        slider: shown first on the scenario page.
        regional: may be set for a single region.
    """

    key: str
    group: str
    label_sv: str
    label_en: str
    unit_sv: str
    unit_en: str
    default: float
    low: float
    high: float
    least: float
    most: float
    source: str
    provenance: str
    drawn: str = "fixed"
    step: float = 0.01
    slider: bool = False
    regional: bool = False
    regions: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.least <= self.low <= self.default <= self.high <= self.most:
            raise ValueError(f"{self.key}: expected least <= low <= default <= high <= most")
        if self.group not in GROUPS or self.drawn not in DRAWN:
            raise ValueError(f"{self.key}: unknown group {self.group!r} or distribution {self.drawn!r}")

    @property
    def label(self) -> str:
        return in_language(self.label_sv, self.label_en)

    @property
    def unit(self) -> str:
        return in_language(self.unit_sv, self.unit_en)

    @property
    def places(self) -> int:
        """Decimals to show it with."""
        return 0 if self.step >= 1 else 1 if self.step >= 0.1 else 4 if self.high < 0.02 else 2

    def default_of(self, region: str) -> float:
        return self.regions.get(region, self.default)


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Return every assumption by key, in the order of the file."""
    return {row["key"]: Assumption(**row) for row in toml_of("assumptions.toml")["assumption"]}


def assumption(key: str) -> Assumption:
    """Return one assumption. Raises KeyError for an unknown key."""
    return assumptions()[key]


@dataclass(frozen=True, slots=True)
class Values:
    """What every assumption is set to: the changes of a scenario, else the default.

    Attributes:
        changed: (key, region code or NATION) -> value.
    """

    changed: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def get(self, key: str, region: str = NATION) -> float:
        """Return the value for a region: its own, else the scenario's for all, else the default (the region's own first)."""
        for place in ((key, region), (key, NATION)):
            if place in self.changed:
                return self.changed[place]
        return assumption(key).default_of(region)

    def whole(self, key: str, region: str = NATION) -> int:
        return round(self.get(key, region))

    def with_value(self, key: str, value: float, region: str = NATION) -> "Values":
        """Return these values with one more changed."""
        return Values({**self.changed, (key, region): value})

    def merged(self, more: Mapping[tuple[str, str], float]) -> "Values":
        return Values({**self.changed, **more})


BASE = Values()


def check_value(key: str, value: float, region: str = NATION) -> float:
    """Return `value` when the assumption can take it.

    Raises:
        InvalidInputError: the key is unknown, the value out of its span, or the assumption not one of single regions.
    """
    one = assumptions().get(key)
    if one is None:
        raise InvalidInputError(_("Antagandet %(key)s finns inte.") % {"key": key})
    if region and not one.regional:
        raise InvalidInputError(_("%(label)s gäller alla regioner och kan inte sättas för en.") % {"label": one.label})
    if not math.isfinite(value) or not one.least <= value <= one.most:
        values = {
            "label": one.label,
            "least": decimal(one.least, one.places),
            "most": decimal(one.most, one.places),
            "unit": one.unit,
        }
        raise InvalidInputError(_("%(label)s ska vara mellan %(least)s och %(most)s %(unit)s.") % values)
    if one.step >= 1 and value != int(value) and one.step == int(one.step) and one.unit_en == "quarters":
        raise InvalidInputError(_("%(label)s ska vara ett helt tal.") % {"label": one.label})
    return value


def faults_together(values: Values) -> list[str]:
    """Return what is wrong with values that are fine one by one but not together."""
    faults = []
    for kind, parts in (("AT", ("at_split_kir", "at_split_aku")), ("BT", ("bt_split_kir", "bt_split_aku"))):
        if sum(values.get(key) for key in parts) > 1:
            faults.append(_("%(kind)s: kirurgi och akut sjukvård blir tillsammans mer än hela delen.") % {"kind": kind})
    return faults


def sliders() -> list[Assumption]:
    return [one for one in assumptions().values() if one.slider]


def by_group(chosen: Iterable[Assumption]) -> list[tuple[str, list[Assumption]]]:
    """Return (group's name, its assumptions) in the order of `GROUPS`."""
    rows = list(chosen)
    grouped = [(str(name), [one for one in rows if one.group == key]) for key, name in GROUPS.items()]
    return [(name, members) for name, members in grouped if members]
