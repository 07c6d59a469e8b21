"""What regions have decided about patients per learner and budgets: what holds on a day, and every version."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from randa.dimensioning.models import AreaBudget, PatientNeed
from randa.organisations.models import Organisation

COUNTED_KIND = "BT"  # seats that are promised to nobody in particular are counted as those of BT doctors
AreaKey = tuple[str, str]  # region's code, area


@dataclass(slots=True)
class Bases:
    """What holds in some regions, from rows that were read once.

    Attributes:
        needs: per region and area and measure, the versions, those of the latest day and version first.
        budgets: per region and area, the version that counts for each year that has a budget.
    """

    needs: dict[AreaKey, dict[str, list[PatientNeed]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    budgets: dict[AreaKey, dict[int, AreaBudget]] = field(default_factory=lambda: defaultdict(dict))

    def needs_of(self, area: AreaKey) -> list[PatientNeed]:
        """Return every version of an area's needs."""
        return [row for rows in self.needs.get(area, {}).values() for row in rows]


def need_on(rows: Sequence[PatientNeed], kind: str, day: dt.date) -> PatientNeed | None:
    """Return what holds for a kind of learner on a day: its own need goes before that of all; None when nobody has said any.

    Args:
        rows: versions for one area and measure, the latest first.
    """
    for wanted in (kind, None):
        held = next((one for one in rows if one.kind_id == wanted and one.starts_on <= day), None)
        if held is not None and held.amount is not None:
            return held
    return None


def read_bases(region_codes: Collection[str]) -> Bases:
    """Return what the regions have decided: two queries."""
    bases = Bases()
    needs = _needs().filter(region__code__in=region_codes).order_by("-starts_on", "-version", "pk")
    for need in needs:
        bases.needs[need.region.code, need.area_id][need.measure_id].append(need)
    for budget in _budgets().filter(region__code__in=region_codes).order_by("version", "pk"):
        years = bases.budgets[budget.region.code, budget.area_id]
        if budget.amount is None:
            years.pop(budget.year, None)
        else:
            years[budget.year] = budget
    return bases


def shown_needs(regions: Iterable[Organisation]) -> QuerySet[PatientNeed]:
    """Return every version of what learners need, region by region, the latest first."""
    ordered = (
        "region__sort_name", "area__sort_order", "measure__sort_order", F("kind__sort_order").asc(nulls_first=True),
        "-starts_on", "-version", "pk",
    )  # fmt: skip
    return _needs().filter(region__in=regions).order_by(*ordered)


def shown_budgets(regions: Iterable[Organisation]) -> QuerySet[AreaBudget]:
    """Return every version of every budget, region by region."""
    return (
        _budgets()
        .filter(region__in=regions)
        .order_by("region__sort_name", "area__sort_order", "-year", "-version", "pk")
    )


def _needs() -> QuerySet[PatientNeed]:
    return PatientNeed.objects.select_related("region", "area", "measure", "kind")


def _budgets() -> QuerySet[AreaBudget]:
    return AreaBudget.objects.select_related("region", "area")
