"""Words of the ceilings: their names, the finding, and what stands in each box of the table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from randa.core.ui.formats import signed
from randa.dimensioning.queries.ceilings import CEILINGS, AreaCeilings, Ceiling, YearCeilings

CEILING_NAMES = {
    "seats": gettext_lazy("Platser som enheterna har lovat"),
    "rooms": gettext_lazy("Platser som ryms i rummen"),
    "closed": gettext_lazy("Platser när stängda veckor räknas bort"),
    "supervisors": gettext_lazy("Platser med handledare"),
    "hours": gettext_lazy("Platser med handledare som har tid"),
}
LEFT_NAME = gettext_lazy("Kvar när allt räknas")
UNKNOWN = gettext_lazy("ej angivet")
NO_CLOSURE = gettext_lazy("ingen angiven")
_SUBJECT = {
    "seats": gettext_lazy("Lovade platser"),
    "rooms": gettext_lazy("Rummen"),
    "closed": gettext_lazy("Stängda veckor"),
    "supervisors": gettext_lazy("Handledarna"),
    "hours": gettext_lazy("Handledarnas tid"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One ceiling in one year.

    Attributes:
        weeks: seat-weeks; None when nothing is registered. note: what it takes, and how many units have said something.
    """

    weeks: int | None
    note: str = ""
    is_binding: bool = False


@dataclass(frozen=True, slots=True)
class CeilingRow:
    """One ceiling over the years."""

    name: str
    boxes: list[Box]
    unknown: str
    is_sum: bool = False


def ceiling_rows(one: AreaCeilings) -> list[CeilingRow]:
    """Return a row per ceiling, and last what they leave together."""
    years = list(one.years.values())
    rows = [
        CeilingRow(
            str(CEILING_NAMES[name]),
            [_box(year, name) for year in years],
            str(NO_CLOSURE if name == "closed" else UNKNOWN),
        )
        for name in CEILINGS
    ]
    left = [Box(year.left if year.is_known("seats") else None) for year in years]
    return [*rows, CeilingRow(str(LEFT_NAME), left, str(UNKNOWN), is_sum=True)]


def _box(year: YearCeilings, name: Ceiling) -> Box:
    if not year.is_known(name):
        return Box(None)
    notes = [signed(-year.takes(name))] if year.takes(name) else []
    said, units = len(year.known[name]), len(year.units)
    if name == "closed":
        notes.append(ngettext("%(count)d enhet", "%(count)d enheter", said) % {"count": said})
    elif said < units:
        notes.append(_("%(said)d av %(units)d enheter") % {"said": said, "units": units})
    return Box(year.weeks[name], ", ".join(notes), is_binding=year.binding == name)


def title_of(shown: Sequence[AreaCeilings], *, by_area: bool) -> str:
    """Return which ceiling is the lowest most often, as one sentence."""
    lowest = Counter(year.binding for one in shown for year in one.years.values() if year.binding is not None)
    if not lowest:
        return _("Taken över platserna")
    ceiling, count = lowest.most_common(1)[0]
    values = {"ceiling": str(_SUBJECT[ceiling]), "count": count, "all": lowest.total()}
    if by_area:
        return _("%(ceiling)s är oftast det lägsta taket: %(count)d av %(all)d områden och år") % values
    return _("%(ceiling)s är oftast det lägsta taket: %(count)d av %(all)d regioner och år") % values
