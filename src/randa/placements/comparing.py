"""What differs between two plans for the same learner, block by block. Reads no database."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db import models
from django.utils.translation import gettext_lazy as _

from randa.placements.models import Placement


class Difference(models.TextChoices):
    """How a block is another one than before."""

    NEW = "new", _("Ny")
    GONE = "gone", _("Borttagen")
    UNIT = "unit", _("Annan enhet")
    WEEKS = "weeks", _("Andra veckor")
    BOTH = "both", _("Annan enhet och andra veckor")


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block before and after; None where there is none."""

    before: Placement | None
    after: Placement | None

    @property
    def either(self) -> Placement:
        """The block as it will be, or as it was when it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has a block on one side at least
        return found

    @property
    def difference(self) -> Difference:
        if self.before is None:
            return Difference.NEW
        if self.after is None:
            return Difference.GONE
        if _weeks(self.before) == _weeks(self.after):
            return Difference.UNIT
        return Difference.WEEKS if self.before.unit_id == self.after.unit_id else Difference.BOTH

    @property
    def first_day(self) -> dt.date:
        """The first day that is not as it was: for a block that only ends on another day, the earlier of the two ends."""
        if self.before is None or self.after is None:
            return self.either.starts_on
        if self.difference == Difference.WEEKS and self.before.starts_on == self.after.starts_on:
            return min(self.before.ends_before, self.after.ends_before)
        return min(self.before.starts_on, self.after.starts_on)


def changed_blocks(before: Sequence[Placement], after: Sequence[Placement]) -> list[BlockChange]:
    """Return what differs between one learner's blocks in two plans, in order of time. Blocks that are the same are left out."""
    rest = [_without(before, after), _without(after, before)]
    changes = [change for area in _areas(*rest) for change in _paired(*(_of_area(rows, area) for rows in rest))]
    return sorted(changes, key=lambda change: (change.first_day, change.either.area_id))


def _weeks(block: Placement) -> tuple[dt.date, dt.date]:
    return block.starts_on, block.ends_before


def _same(block: Placement) -> tuple[object, ...]:
    return block.area_id, block.unit_id, block.starts_on, block.ends_before


def _without(rows: Sequence[Placement], others: Sequence[Placement]) -> list[Placement]:
    known = {_same(one) for one in others}
    return [row for row in rows if _same(row) not in known]


def _areas(*sides: Sequence[Placement]) -> list[str]:
    return sorted({row.area_id for rows in sides for row in rows})


def _of_area(rows: Sequence[Placement], area: str) -> list[Placement]:
    return sorted((row for row in rows if row.area_id == area), key=_weeks)


def _paired(before: Sequence[Placement], after: Sequence[Placement]) -> Iterator[BlockChange]:
    """Pair the blocks of one area: first those that kept their unit, then the rest in order of time."""
    kept: dict[int | None, list[Placement]] = defaultdict(list)
    for row in after:
        kept[row.unit_id].append(row)
    left, used = [], set()
    for row in before:
        match = kept[row.unit_id].pop(0) if kept[row.unit_id] else None
        if match is None:
            left.append(row)
            continue
        used.add(match.pk)
        yield BlockChange(row, match)
    for one, two in zip_longest(left, [row for row in after if row.pk not in used]):
        yield BlockChange(one, two)
