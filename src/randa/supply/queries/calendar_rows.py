"""The rows of a unit's seat calendar: one per ceiling, then what is promised, taken, held and free, with what binds named in each week."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from randa.core.personal_data import Words
from randa.core.ui.formats import amount
from randa.placements.capacity import Limit
from randa.supply.queries.calendar import SeatWeek
from randa.supply.seat_words import enough_for
from randa.supply.words import LIMITS
from randa.training.models import LearnerKind


@dataclass(frozen=True, slots=True)
class Cell:
    """One week of a row. `mark` is the class of the cell: binding, none, amber or nothing."""

    text: str
    mark: str = ""
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `is_main` are those that people ask for first."""

    label: Words
    cells: Sequence[Cell]
    is_main: bool = False
    hint: Words = ""


def calendar_rows(weeks: Sequence[SeatWeek], kinds: Sequence[LearnerKind]) -> list[Row]:
    """Return the rows of the calendar; a ceiling that is set in no week has no row, nor what others hold while they hold nothing."""
    ceilings: list[Limit] = [
        name for name in ("closed", "seats", "rooms", "supervisors", "hours")
        if any(name in week.capacity.ceilings for week in weeks)
    ]  # fmt: skip
    return [
        Row(_("Ryms"), [Cell(str(week.capacity.usable)) for week in weeks], is_main=True, hint=_("lägsta taket nedan")),
        Row(_("Lovade"), _numbers(weeks, lambda week: week.capacity.reserved), hint=_("till AT, ST och studenter")),
        Row(_("Tagna"), [_taken(week) for week in weeks], is_main=True, hint=_("i publicerade planer")),
        *_held(weeks),
        Row(_("Fria"), [_free(week, kinds) for week in weeks], is_main=True),
        *(Row(LIMITS[name], [_ceiling(week, name) for week in weeks], hint=_("tak")) for name in ceilings),
    ]


def _numbers(weeks: Sequence[SeatWeek], value: Callable[[SeatWeek], Decimal]) -> list[Cell]:
    return [Cell(amount(value(week))) for week in weeks]


def _held(weeks: Sequence[SeatWeek]) -> list[Row]:
    if not any(week.held for week in weeks):
        return []
    return [
        Row(_("Bokade"), _numbers(weeks, lambda week: week.held), hint=_("bekräftade för andra, ingen är placerad än"))
    ]


def _taken(week: SeatWeek) -> Cell:
    taken = amount(week.taken)
    if not week.amber:
        return Cell(taken)
    why = _("%(n)s av %(taken)s saknar handledare eller plats") % {"n": amount(week.amber), "taken": taken}
    return Cell(f"{taken} !", "amber", why)


def _free(week: SeatWeek, kinds: Sequence[LearnerKind]) -> Cell:
    if week.free:
        return Cell(amount(week.free), "open", enough_for(week.free, kinds))
    return Cell("0", "none", LIMITS[week.cause] if week.cause else "")


def _ceiling(week: SeatWeek, name: Limit) -> Cell:
    value = week.capacity.ceilings.get(name)
    if value is None:
        return Cell("")
    text = "×" if name == "closed" else str(value)
    return Cell(text, "binding" if week.capacity.binding == name else "", _("Det här taket avgör veckan"))
