"""The page "without a place, and why": a plan's kept explanation with the names of the people the viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.periods import week_code
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.ways_out import Doors, Link, OpenBlock, doors_of
from randa.training.models import Enrolment

UNITS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out, as a sentence, and what it costs the plan (negative: the plan gets better).

    Attributes:
        learners: enrolments that are laid anew to take it, with commas between; empty when no change of a draft does it, or when the
            other learner may not be named to the viewer.
        door: where the unit is asked for one more place; None for other ways, and for whoever may not ask.
    """

    sentence: str
    price: int
    learners: str = ""
    door: Link | None = None


@dataclass(frozen=True, slots=True)
class TriedUnit:
    """A unit that could have taken the block, the weeks it is full, and who sits there (only people one may see).

    `door`: where it is asked for one more place; None where it has room, and for whoever may not ask.
    """

    name: str
    full: str
    sitters: tuple[str, ...]
    hidden_sitters: int
    door: Link | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """One block without a unit."""

    placement: Placement
    reason: str
    tried: tuple[TriedUnit, ...]
    more_tried: int
    remedies: tuple[Remedy, ...]
    doors: Doors


def unplaced_blocks(plan: Plan, actor: User) -> dict[str, Any]:
    """Return `unplaced` (blocks of people one may see), `shortages`, `is_explained`, and `edits_since`, how many edits the draft has had
    since that was worked out: a constant number of queries."""
    rows = Placement.objects.visible_to(actor).filter(plan=plan, unit__isnull=True)
    rows = rows.select_related("area", "enrolment__learner", "enrolment__post__region", "enrolment__post__base")
    told = _told(plan.explanation.get("blocks", []))
    names = _names(plan, actor)
    ordered = list(rows.order_by("enrolment__post__region__sort_name", "starts_on", "enrolment__post__number"))
    why = {row.pk: _told_of(row, told) for row in ordered}
    doors = doors_of(actor, [OpenBlock(row, _units_to_ask(why[row.pk])) for row in ordered])
    return {
        "unplaced": [_unplaced(row, why[row.pk], names, doors[row.pk]) for row in ordered],
        "shortages": plan.explanation.get("shortages", []),
        "is_explained": "blocks" in plan.explanation,
        "edits_since": plan.edit_number - plan.explanation.get("edit", 0),
    }


def _told(blocks: Iterable[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return what is kept of the blocks without a unit, by enrolment and area: several where an area is in parts."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in blocks:
        found.setdefault((one["enrolment"], one["area"]), []).append(one)
    return found


def _told_of(row: Placement, told: dict[tuple[str, str], list[dict[str, Any]]]) -> dict[str, Any]:
    """Return what is kept of a block: of several parts the one in its weeks."""
    every = told.get((str(row.enrolment_id), row.area_id), [])
    week = week_code(row.starts_on)
    return next((one for one in every if one.get("first_week") == week), every[0] if every else {})


def _names(plan: Plan, actor: User) -> dict[str, str]:
    rows = Enrolment.objects.visible_to(actor).filter(placements__plan=plan).select_related("learner")
    return {str(row.pk): str(row.learner) for row in rows}


def _units_to_ask(told: dict[str, Any]) -> list[str]:
    """Return the units that would solve it by taking one more; a plan made before units' codes were kept has none."""
    ways = [one for one in told.get("remedies", []) if one["way"] == "extra_place"]
    full = [one for one in told.get("tried", [])[:UNITS_SHOWN] if one["full"]]
    return list(dict.fromkeys(one["unit_code"] for one in (*ways, *full) if one.get("unit_code")))


def _unplaced(row: Placement, told: dict[str, Any], names: dict[str, str], doors: Doors) -> Unplaced:
    tried = told.get("tried", [])
    return Unplaced(
        placement=row,
        reason=_reason(row, told, len(tried)),
        tried=tuple(_tried(one, names, doors) for one in tried[:UNITS_SHOWN]),
        more_tried=max(0, len(tried) - UNITS_SHOWN),
        remedies=tuple(
            Remedy(_remedy(one, names), one["price"], _laid_anew(row, one, names), _door(one, doors))
            for one in told.get("remedies", [])
        ),
        doors=doors,
    )


def _laid_anew(row: Placement, one: dict[str, Any], names: dict[str, str]) -> str:
    own = str(row.enrolment_id)
    if one["way"] == "change_own":
        return own
    return f"{own},{one['other']}" if one["way"] == "move_other" and one["other"] in names else ""


def _door(one: dict[str, Any], doors: Doors) -> Link | None:
    return doors.of_unit.get(one.get("unit_code") or "") if one["way"] == "extra_place" else None


def _reason(row: Placement, told: dict[str, Any], count: int) -> str:
    sentences = {
        "no_option": _("Ingen enhet inom räckhåll tar emot inom %(area)s.") % {"area": row.area},
        "full": ngettext(
            "%(count)d enhet prövades, men den är full i någon av veckorna. Regel: aldrig fler läkare än platser med handledare.",
            "%(count)d enheter prövades, men alla är fulla i någon av veckorna. Regel: aldrig fler läkare än platser med handledare.",
            count,
        )
        % {"count": count},
        "dearer": _("En enhet har plats, men resan eller delningen kostar mer än att lämna veckorna öppna."),
        "locked": _("Blocket är låst utan enhet.")
        if row.is_locked
        else _(
            "Blocket är en del av ett delat område och ligger kvar där det är, utan enhet. Öppna det i rutnätet och välj en annan plats, "
            "eller slå ihop delarna."
        ),
    }
    return sentences.get(told.get("reason", ""), _("Planen har ingen förklaring till just det här blocket."))


def _tried(one: dict[str, Any], names: dict[str, str], doors: Doors) -> TriedUnit:
    door = doors.of_unit.get(one.get("unit_code") or "") if one["full"] else None
    seen = [names[sitter] for sitter in one["sitters"] if sitter in names]
    return TriedUnit(one["unit"], ", ".join(one["full"]), tuple(seen), len(one["sitters"]) - len(seen), door)


def _remedy(one: dict[str, Any], names: dict[str, str]) -> str:
    if one["way"] == "change_own":
        return _("Byt läkarens hela ordning mot en annan som ryms i dag.")
    if one["way"] == "move_other":
        other = names.get(one["other"] or "", _("en annan läkare"))
        return _("Flytta %(other)s och använd platsen på %(unit)s.") % {"other": other, "unit": one["unit"]}
    return ngettext(
        "Ordna plats och handledare för en till på %(unit)s under %(weeks)d vecka.",
        "Ordna plats och handledare för en till på %(unit)s under %(weeks)d veckor.",
        one["extra_weeks"],
    ) % {"unit": one["unit"], "weeks": one["extra_weeks"]}
