"""Words of the ceilings: their names, the finding, what stands in each box of the table, and what lies behind it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from randa.core.ui.formats import amount, decimal, signed
from randa.dimensioning.ceilings import CEILINGS, Ceiling, YearCeilings
from randa.dimensioning.models import PatientNeed
from randa.dimensioning.queries.ceilings import AreaCeilings, Ground
from randa.training.models import UnitClosure, UnitRooms

CEILING_NAMES = {
    "seats": gettext_lazy("Platser som enheterna har lovat"),
    "rooms": gettext_lazy("Platser som ryms i rummen"),
    "closed": gettext_lazy("Platser när stängda veckor räknas bort"),
    "supervisors": gettext_lazy("Platser med handledare"),
    "hours": gettext_lazy("Platser med handledare som har tid"),
    "patients": gettext_lazy("Platser som patientunderlaget räcker till"),
    "budget": gettext_lazy("Platser som budgeten räcker till"),
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
    "patients": gettext_lazy("Patientunderlaget"),
    "budget": gettext_lazy("Budgeten"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One ceiling in one year.

    Attributes:
        weeks: seat-weeks; None when nothing is registered. note: what it takes, and how many units have said something.
        before: what it is in the base case, as text, when a scenario has changed it.
    """

    weeks: float | None
    note: str = ""
    is_binding: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class CeilingRow:
    """One ceiling over the years."""

    name: str
    boxes: list[Box]
    unknown: str
    is_sum: bool = False


def ceiling_rows(one: AreaCeilings) -> list[CeilingRow]:
    """Return a row per ceiling, and last what they leave together."""
    years, before = one.years, one.before
    rows = [
        CeilingRow(
            str(CEILING_NAMES[name]),
            [_box(year, name, before[number] if before else None) for number, year in years.items()],
            str(NO_CLOSURE if name == "closed" else UNKNOWN),
        )
        for name in CEILINGS
    ]
    left = [
        Box(year.left, before=_before(before[number].left, year.left) if before else "")
        if year.is_known("seats")
        else Box(None)
        for number, year in years.items()
    ]
    return [*rows, CeilingRow(str(LEFT_NAME), left, str(UNKNOWN), is_sum=True)]


def _box(year: YearCeilings, name: Ceiling, before: YearCeilings | None) -> Box:
    if not year.is_known(name):
        return Box(None)
    notes = [signed(-year.takes(name))] if year.takes(name) >= 0.5 else []
    said, units = len(year.known[name]), len(year.units)
    if name == "budget":
        if not notes:
            notes.append(_("pengarna räcker till %(weeks)s") % {"weeks": decimal(year.budget, 0)})
    elif name == "closed":
        notes.append(ngettext("%(count)d enhet", "%(count)d enheter", said) % {"count": said})
    elif said < units:
        notes.append(_("%(said)d av %(units)d enheter") % {"said": said, "units": units})
    was = _before(before.weeks[name], year.weeks[name]) if before else ""
    return Box(year.weeks[name], ", ".join(notes), year.binding == name, was)


def left_words(year: YearCeilings) -> str:
    """Return what is left of a year's seat-weeks and the lowest ceiling, as one cell of a paper."""
    if year.binding is None:
        return str(UNKNOWN)
    return f"{decimal(year.left, 0)} ({str(_SUBJECT[year.binding]).lower()})"


def _before(stated: float, now: float) -> str:
    return "" if round(stated) == round(now) else _("i grundfallet %(weeks)s") % {"weeks": decimal(stated, 0)}


def ground_words(ground: Ground) -> str:
    """Return what a unit has registered, in words."""
    if isinstance(ground.row, UnitClosure):
        return _("Stängt")
    if isinstance(ground.row, UnitRooms):
        return _("Rum för %(rooms)s") % {"rooms": ground.row.rooms}
    return f"{decimal(ground.row.amount, 0)} {ground.row.measure}"


def need_words(needs: Sequence[PatientNeed]) -> list[str]:
    """Return what learners need, a sentence for each kind and day; of versions for one day the latest."""
    latest: dict[tuple[str, str | None, object], PatientNeed] = {}
    for one in needs:
        latest.setdefault((one.measure_id, one.kind_id, one.starts_on), one)
    return [_need(one) for one in latest.values()]


def _need(one: PatientNeed) -> str:
    words = {
        "kind": str(one.kind) if one.kind_id else _("Alla som utbildas"),
        "amount": amount(one.amount or 0),
        "measure": str(one.measure),
        "day": one.starts_on.isoformat(),
        "source": one.source,
    }
    if one.amount is None:
        return _("%(kind)s, %(measure)s: räknas inte från och med %(day)s (%(source)s).") % words
    return _("%(kind)s: var och en behöver %(amount)s %(measure)s från och med %(day)s (%(source)s).") % words


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
