"""What the grid asks for, as JSON: read into one service call each. A command that is not understood is a bad request."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest

from randa.people.models import User
from randa.placements.editing.pasting import Misfit, Run, read_piece
from randa.placements.models import Plan
from randa.placements.queries.pasting import places_of
from randa.placements.sent_json import FARTHEST, MOST_BLOCKS, WEEK, read_key, read_number, read_seen, read_unit
from randa.placements.services import blocks
from randa.placements.services.edits import Made
from randa.placements.services.undo import redo_edit, undo_edit
from randa.training.models import PlacementArea


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
        return read_number(self.data.get(name), least, most)

    def keys(self, name: str) -> list[str]:
        """Return keys of learners."""
        found = self.data.get(name)
        if not isinstance(found, list) or not 0 < len(found) <= MOST_BLOCKS:
            raise BadRequest(f"{name}: expected a list of keys")
        return [read_key(one) for one in found]

    def monday(self, name: str) -> dt.date:
        """Return the Monday of a week of the plan."""
        return self.plan.horizon_starts_on + self.number(name, 0) * WEEK


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


def _join(asked: Asked) -> Made:
    unit_of = asked.data.get("unit_of")
    return blocks.join_blocks(**asked.common(), unit_of=None if unit_of is None else read_key(unit_of))


def _copy(asked: Asked) -> Made:
    return blocks.copy_blocks(**asked.common(), to=asked.keys("to"), weeks=asked.number("weeks"), heard=asked.heard())


def _remove(asked: Asked) -> Made:
    return blocks.remove_blocks(**asked.common())


def _unit(asked: Asked) -> Made:
    return blocks.change_unit(**asked.common(), unit=read_unit(asked.plan, asked.data.get("unit")))


def _area(asked: Asked) -> Made:
    area = PlacementArea.objects.filter(pk=str(asked.data.get("area"))).first()
    if area is None:
        raise BadRequest("area: unknown")
    return blocks.change_area(**asked.common(), area=area, unit=read_unit(asked.plan, asked.data.get("unit")))


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
    "join": _join,
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
    runs, misfits = read_piece(cells, len(learners), places_of(asked.plan))
    return [_wanted(asked.plan, learners[run.row], run, first) for run in runs], misfits


def _wanted(plan: Plan, enrolment: str, run: Run, first: int) -> blocks.Wanted:
    return blocks.Wanted(enrolment, run.area, run.unit, plan.horizon_starts_on + (first + run.column) * WEEK, run.weeks)


def _table(cells: Any) -> list[list[str]]:
    if not isinstance(cells, list) or not all(isinstance(row, list) for row in cells):
        raise BadRequest("cells: expected rows of texts")
    if not all(isinstance(cell, str) for row in cells for cell in row):
        raise BadRequest("cells: expected texts")
    return cells
