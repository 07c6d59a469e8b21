"""What a planner can do with blocks of a draft: each function is one edit, of one block or of many.

`edits.edit_rows` tells what is refused.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from randa.core.freetext import refuse_identity_numbers
from randa.people.models import User
from randa.placements.editing import changes
from randa.placements.editing.conflicts import Seen
from randa.placements.editing.rows import COMMENT_LENGTH, Row, Rows
from randa.placements.editing.weeks import WorkingWeeks
from randa.placements.errors import (
    CommentTooLongError,
    NothingToJoinError,
    OutsideWeeksError,
    PartsAtOtherUnitsError,
    UnitOfAnotherAreaError,
)
from randa.placements.models import Plan, PlanEdit
from randa.placements.services.edits import Desk, Made, edit_rows, new_key
from randa.training.models import PlacementArea, Unit

Kind = PlanEdit.Kind


@transaction.atomic
def move_blocks(*, actor: User, plan: Plan, seen: Seen, weeks: int, overwrite: bool = False) -> Made:
    """Move blocks `weeks` calendar weeks (back when negative). Each stays as many working weeks long."""

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: changes.moved(row, desk.work[row.enrolment], weeks))

    return edit_rows(actor=actor, plan=plan, kind=Kind.MOVE, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def begin_blocks(
    *, actor: User, plan: Plan, seen: Seen, days: Mapping[str, dt.date], overwrite: bool = False
) -> Made:  # fmt: skip
    """Move each block to the first working week on or after its own day in `days`, by the block's key. Each stays as many weeks long."""

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: changes.placed(row, desk.work[row.enrolment], days[row.key], row.weeks))

    return edit_rows(actor=actor, plan=plan, kind=Kind.MOVE, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def resize_blocks(
    *, actor: User, plan: Plan, seen: Seen, weeks: int, edge: changes.Edge = "end", overwrite: bool = False
) -> Made:
    """Make blocks `weeks` working weeks longer (shorter when negative) at one edge."""

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: changes.resized(row, desk.work[row.enrolment], weeks, edge))

    return edit_rows(actor=actor, plan=plan, kind=Kind.RESIZE, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def split_blocks(*, actor: User, plan: Plan, seen: Seen, before: dt.date, overwrite: bool = False) -> Made:
    """Part blocks in two: the second begins in the first working week on or after `before`."""

    def change(desk: Desk) -> Rows:
        after: Rows = {}
        for row in desk.rows:
            first, second = changes.split(row, desk.work[row.enrolment], before, new_key())
            after |= {first.key: first, second.key: second}
        return after

    return edit_rows(actor=actor, plan=plan, kind=Kind.SPLIT, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def join_blocks(
    *, actor: User, plan: Plan, seen: Seen, unit_of: str | None = None, overwrite: bool = False
) -> Made:  # fmt: skip
    """Make blocks that follow each other one, learner by learner and area by area. A block alone in its area stays.

    Args:
        actor, plan, seen, overwrite: as `edit_rows`.
        unit_of: the block whose unit holds for those it is joined with; None when they are at one unit.

    Raises:
        NothingToJoinError: no two of them are the same learner's and area's.
        PartsApartError: working weeks lie between two of them, or two are in the same week.
        PartsAtOtherUnitsError: they are at different units, and `unit_of` is none of them.
        CommentTooLongError: their comments together are longer than there is room for.
    """

    def change(desk: Desk) -> Rows:
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(desk.rows, key=lambda one: (one.starts_on, one.key)):
            groups.setdefault((row.enrolment, row.area), []).append(row)
        after: Rows = {}
        for (enrolment, _area), rows in groups.items():
            if len(rows) > 1:
                made = changes.joined(rows, desk.work[enrolment], _whose_unit(rows, unit_of))
                _tidied(made.comment)
                after |= dict.fromkeys((row.key for row in rows), None) | {made.key: made}
        if not after:
            raise NothingToJoinError
        return after

    return edit_rows(actor=actor, plan=plan, kind=Kind.JOIN, seen=seen, change=change, overwrite=overwrite)


def _whose_unit(rows: Sequence[Row], unit_of: str | None) -> Row:
    said = next((row for row in rows if row.key == unit_of), None)
    if said is None and len({row.unit for row in rows}) > 1:
        raise PartsAtOtherUnitsError
    return said or rows[0]


@transaction.atomic
def copy_blocks(
    *, actor: User, plan: Plan, seen: Seen, to: Sequence[str], weeks: int = 0, overwrite: bool = False,
    heard: int | None = None,
) -> Made:  # fmt: skip
    """Lay the blocks `weeks` weeks later for each of the enrolments `to`: their own block of the area takes the copy's weeks and unit."""

    def change(desk: Desk) -> Rows:
        after: Rows = {}
        for enrolment in to:
            for row in desk.rows:
                free = [
                    one for one in desk.held[enrolment] if one.key not in after
                ]  # a second part takes a second block
                made = changes.copied(
                    row, _work(desk, enrolment), free, enrolment=enrolment,
                    starts_on=row.starts_on + dt.timedelta(weeks=weeks), key=new_key(),
                )  # fmt: skip
                after[made.key] = made
        return after

    return edit_rows(
        actor=actor, plan=plan, kind=Kind.COPY, seen=seen, change=change, overwrite=overwrite, also=to, heard=heard
    )


@transaction.atomic
def remove_blocks(*, actor: User, plan: Plan, seen: Seen, overwrite: bool = False) -> Made:
    """Take blocks away."""

    def change(desk: Desk) -> Rows:
        return dict.fromkeys((row.key for row in desk.rows), None)

    return edit_rows(actor=actor, plan=plan, kind=Kind.REMOVE, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def change_unit(*, actor: User, plan: Plan, seen: Seen, unit: Unit | None, overwrite: bool = False) -> Made:
    """Lay blocks at another unit, or at none."""
    key = None if unit is None else unit.pk

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: replace(row, unit=key))

    return edit_rows(actor=actor, plan=plan, kind=Kind.UNIT, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def change_area(
    *, actor: User, plan: Plan, seen: Seen, area: PlacementArea, unit: Unit | None, overwrite: bool = False
) -> Made:
    """Make blocks another area's, in the same weeks, at one of its units or at none.

    Raises:
        UnitOfAnotherAreaError: the unit has another area.
    """
    _refuse_other_area(area, unit)
    key = None if unit is None else unit.pk

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: replace(row, area=area.pk, unit=key))

    return edit_rows(actor=actor, plan=plan, kind=Kind.AREA, seen=seen, change=change, overwrite=overwrite)


def _refuse_other_area(area: PlacementArea, unit: Unit | None) -> None:
    if unit is not None and unit.area_id != area.pk:
        raise UnitOfAnotherAreaError(str(unit), str(unit.area))


@transaction.atomic
def lock_blocks(*, actor: User, plan: Plan, seen: Seen, locked: bool, overwrite: bool = False) -> Made:
    """Lock blocks, so that nothing changes them, or let them go."""
    kind = Kind.LOCK if locked else Kind.UNLOCK

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: replace(row, is_locked=locked))

    return edit_rows(actor=actor, plan=plan, kind=kind, seen=seen, change=change, overwrite=overwrite)


@transaction.atomic
def comment_blocks(*, actor: User, plan: Plan, seen: Seen, text: str, overwrite: bool = False) -> Made:
    """Write a comment on blocks; an empty one takes it away.

    Raises:
        IdentityNumberInTextError: the comment holds what looks like an identity number.
        CommentTooLongError: it is longer than there is room for; nothing of it is kept.
    """
    said = _tidied(text)

    def change(desk: Desk) -> Rows:
        return _each(desk, lambda row: replace(row, comment=said))

    return edit_rows(actor=actor, plan=plan, kind=Kind.COMMENT, seen=seen, change=change, overwrite=overwrite)


def _tidied(text: str) -> str:
    refuse_identity_numbers(text)
    said = text.strip()
    if len(said) > COMMENT_LENGTH:
        raise CommentTooLongError(len(said), COMMENT_LENGTH)
    return said


def _each(desk: Desk, change: Callable[[Row], Row]) -> Rows:
    return {row.key: change(row) for row in desk.rows}


def _work(desk: Desk, enrolment: str) -> WorkingWeeks:
    work = desk.work.get(enrolment)
    if work is None:
        raise OutsideWeeksError
    return work


@dataclass(frozen=True, slots=True)
class Values:
    """All that a block's form says."""

    area: PlacementArea
    unit: Unit | None
    starts_on: dt.date
    weeks: int
    is_locked: bool
    comment: str


@transaction.atomic
def change_block(*, actor: User, plan: Plan, seen: Seen, values: Values, overwrite: bool = False) -> Made:
    """Give blocks what their form says, as one edit. A locked block is let go by the same form.

    Raises:
        IdentityNumberInTextError, CommentTooLongError: as `comment_blocks`.
        UnitOfAnotherAreaError: the unit has another area than the block is to have.
    """
    _refuse_other_area(values.area, values.unit)
    unit = None if values.unit is None else values.unit.pk
    said = _tidied(values.comment)

    def change(desk: Desk) -> Rows:
        return _each(
            desk,
            lambda row: replace(
                changes.placed(row, desk.work[row.enrolment], values.starts_on, values.weeks),
                area=values.area.pk, unit=unit, is_locked=values.is_locked, comment=said,
            ),
        )  # fmt: skip

    return edit_rows(actor=actor, plan=plan, kind=Kind.CHANGE, seen=seen, change=change, overwrite=overwrite)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A block as somebody wants it for a learner: pasted from a table, or one of the alternatives."""

    enrolment: str
    area: str
    unit: int | None
    starts_on: dt.date
    weeks: int


@transaction.atomic
def lay_blocks(
    *, actor: User, plan: Plan, seen: Seen, wanted: Sequence[Wanted], rearrange: bool = False, overwrite: bool = False,
    heard: int | None = None,
) -> Made:  # fmt: skip
    """Lay blocks as told, as one edit: a learner's own block of the area takes the weeks and unit, else a new one is made.

    With `rearrange` the wanted blocks are all that the learner has: what is left over goes.
    """
    also = list(dict.fromkeys(one.enrolment for one in wanted))

    def change(desk: Desk) -> Rows:
        after: Rows = {}
        for enrolment in also:
            after |= _laid(desk, enrolment, [one for one in wanted if one.enrolment == enrolment], rearrange=rearrange)
        return after

    kind = Kind.ARRANGE if rearrange else Kind.PASTE
    return edit_rows(
        actor=actor, plan=plan, kind=kind, seen=seen, change=change, overwrite=overwrite, also=also, heard=heard
    )


def _laid(desk: Desk, enrolment: str, wanted: Sequence[Wanted], *, rearrange: bool) -> Rows:
    after: Rows = {}
    free = [row for row in desk.held[enrolment] if not row.is_locked]
    stands = {(row.area, row.unit, row.starts_on, row.weeks) for row in desk.held[enrolment] if row.is_locked}
    wanted = [one for one in wanted if (one.area, one.unit, one.starts_on, one.weeks) not in stands]
    same = {(row.area, row.unit, row.starts_on, row.weeks): row for row in free}
    kept = [same.get((one.area, one.unit, one.starts_on, one.weeks)) for one in wanted]
    free = [row for row in free if row not in kept]  # a part that stays must not become the block of other weeks
    for one, there in zip(wanted, kept, strict=True):
        own = there or next((row for row in free if row.area == one.area), None)
        if own in free:
            free.remove(own)
        base = own or Row(new_key(), enrolment, one.area, None, one.starts_on, one.starts_on, one.weeks)
        row = changes.placed(replace(base, unit=one.unit), _work(desk, enrolment), one.starts_on, one.weeks)
        after[row.key] = row
    return after | (dict.fromkeys((row.key for row in free), None) if rearrange else {})
