"""What the grid asks for, as JSON: read into one service call each. A command that is not understood is a bad request."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest

from randa.people.models import User
from randa.placements.editing.pasting import Misfit, Run
from randa.placements.models import Plan
from randa.placements.queries.pasting import places_of
from randa.placements.services import blocks
from randa.placements.services.edits import Made
from randa.placements.services.undo import redo_edit, undo_edit
from randa.training.models import PlacementArea, Unit

FARTHEST = 520  # weeks
MOST_BLOCKS = 3000
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One command: who asks, about which plan, and the JSON."""

    actor: User
    plan: Plan
    data: Mapping[str, Any]

    def common(self) -> dict[str, Any]:
        """Return the arguments that every service takes."""
        return {
            "actor": self.actor,
            "plan": self.plan,
            "seen": self.seen(),
            "overwrite": self.data.get("overwrite") is True,
        }

    def heard(self) -> int | None:
        """Return the latest edit that the page knows; None from a page that does not say."""
        return self.number("since", 0, 10**9) if "since" in self.data else None

    def seen(self) -> dict[str, int]:
        """Return which blocks, in which version."""
        return read_seen(self.data.get("seen"))

    def number(self, name: str, least: int = -FARTHEST, most: int = FARTHEST) -> int:
        """Return a whole number."""
        return _number(self.data.get(name), least, most)

    def keys(self, name: str) -> list[str]:
        """Return keys of learners."""
        found = self.data.get(name)
        if not isinstance(found, list) or not 0 < len(found) <= MOST_BLOCKS:
            raise BadRequest(f"{name}: expected a list of keys")
        return [_key(one) for one in found]

    def monday(self, name: str) -> dt.date:
        """Return the Monday of a week of the plan."""
        return self.plan.horizon_starts_on + self.number(name, 0) * WEEK


def read_seen(data: Any) -> dict[str, int]:
    """Return which blocks, in which version, a page has shown. Raises BadRequest."""
    if not isinstance(data, dict) or len(data) > MOST_BLOCKS:
        raise BadRequest("seen: expected blocks and their versions")
    return {_key(key): _number(version, 0, 10**9) for key, version in data.items()}


def read_json(text: str) -> Any:
    """Return what a field of a form holds as JSON. Raises BadRequest."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadRequest("expected JSON") from error


def run(asked: Asked) -> Made:
    """Do what is asked for.

    Raises:
        BadRequest: the command is not understood.
        DomainError: it is understood and refused.
    """
    do = COMMANDS.get(str(asked.data.get("do")))
    if do is None:
        raise BadRequest("do: unknown command")
    return do(asked)


def _move(asked: Asked) -> Made:
    return blocks.move_blocks(**asked.common(), weeks=asked.number("weeks"))


def _resize(asked: Asked) -> Made:
    edge = asked.data.get("edge", "end")
    if edge not in {"start", "end"}:
        raise BadRequest("edge: expected start or end")
    return blocks.resize_blocks(**asked.common(), weeks=asked.number("weeks"), edge=edge)


def _split(asked: Asked) -> Made:
    return blocks.split_blocks(**asked.common(), before=asked.monday("week"))


def _copy(asked: Asked) -> Made:
    return blocks.copy_blocks(**asked.common(), to=asked.keys("to"), weeks=asked.number("weeks"), heard=asked.heard())


def _remove(asked: Asked) -> Made:
    return blocks.remove_blocks(**asked.common())


def _unit(asked: Asked) -> Made:
    return blocks.change_unit(**asked.common(), unit=unit_of(asked.plan, asked.data.get("unit")))


def _area(asked: Asked) -> Made:
    area = PlacementArea.objects.filter(pk=str(asked.data.get("area"))).first()
    if area is None:
        raise BadRequest("area: unknown")
    return blocks.change_area(**asked.common(), area=area, unit=unit_of(asked.plan, asked.data.get("unit")))


def _lock(asked: Asked) -> Made:
    return blocks.lock_blocks(**asked.common(), locked=asked.data.get("locked") is True)


def _comment(asked: Asked) -> Made:
    text = asked.data.get("text")
    if not isinstance(text, str):
        raise BadRequest("text: expected a text")
    return blocks.comment_blocks(**asked.common(), text=text)


def _paste(asked: Asked) -> Made:
    wanted, _misfits = pasted(asked)
    return blocks.lay_blocks(**asked.common(), wanted=wanted, heard=asked.heard())


def _undo(asked: Asked) -> Made:
    return undo_edit(actor=asked.actor, plan=asked.plan)


def _redo(asked: Asked) -> Made:
    return redo_edit(actor=asked.actor, plan=asked.plan)


COMMANDS: dict[str, Callable[[Asked], Made]] = {
    "move": _move,
    "resize": _resize,
    "split": _split,
    "copy": _copy,
    "remove": _remove,
    "unit": _unit,
    "area": _area,
    "lock": _lock,
    "comment": _comment,
    "paste": _paste,
    "undo": _undo,
    "redo": _redo,
}


def pasted(asked: Asked) -> tuple[list[blocks.Wanted], list[Misfit]]:
    """Return the blocks that a pasted piece of a table says for the learners `rows` from `week`, and what does not fit."""
    learners, first = asked.keys("rows"), asked.number("week", 0)
    cells = _table(asked.data.get("cells"))
    runs, misfits = places_of(asked.plan).read(cells, len(learners))
    return [_wanted(asked.plan, learners[run.row], run, first) for run in runs], misfits


def _wanted(plan: Plan, enrolment: str, run: Run, first: int) -> blocks.Wanted:
    return blocks.Wanted(enrolment, run.area, run.unit, plan.horizon_starts_on + (first + run.column) * WEEK, run.weeks)


def wanted_of(plan: Plan, data: Any) -> list[blocks.Wanted]:
    """Return blocks as the page gave them: [learner, area, unit, week, working weeks]."""
    if not isinstance(data, list) or not 0 < len(data) <= MOST_BLOCKS:
        raise BadRequest("wanted: expected blocks")
    areas = places_of(plan).areas
    units = set(Unit.objects.filter(region__in=plan.regions.all()).values_list("pk", flat=True))
    found = []
    for one in data:
        if not isinstance(one, list) or len(one) != len(("learner", "area", "unit", "week", "weeks")):
            raise BadRequest("wanted: expected [learner, area, unit, week, working weeks]")
        learner, area, unit, week, weeks = one
        if area not in areas:
            raise BadRequest("wanted: unknown area")
        if unit is not None and _number(unit, 1, 2**31 - 1) not in units:
            raise BadRequest("unit: not one of the plan's regions")
        day = plan.horizon_starts_on + _number(week, 0, FARTHEST) * WEEK
        found.append(blocks.Wanted(_key(learner), area, unit, day, _number(weeks, 1, FARTHEST)))
    return found


def unit_of(plan: Plan, key: Any) -> Unit | None:
    """Return a unit of the plan's regions; None for none."""
    if key is None:
        return None
    unit = Unit.objects.filter(pk=_number(key, 1, 2**31 - 1), region__in=plan.regions.all()).first()
    if unit is None:
        raise BadRequest("unit: not one of the plan's regions")
    return unit


def _key(text: Any) -> str:
    try:
        return str(UUID(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRequest("expected a key") from error


def _number(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadRequest(f"expected a whole number from {least} to {most}")
    return value


def _table(cells: Any) -> list[list[str]]:
    if not isinstance(cells, list) or not all(isinstance(row, list) for row in cells):
        raise BadRequest("cells: expected rows of texts")
    if not all(isinstance(cell, str) for row in cells for cell in row):
        raise BadRequest("cells: expected texts")
    return cells
