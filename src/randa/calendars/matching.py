"""Which event of a calendar a block is: found again when plans are made anew, moved, split or put together.

Nothing of a placement's row survives a new version of its plan: its key is new, its unit and its weeks may be. What lasts is whose block
it is and of which area (for supervision also who supervises), so only blocks that agree in this are compared, and there the nearest
keeps the identity.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Placed(Protocol):
    """What is compared: where and when."""

    @property
    def unit_id(self) -> int: ...
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_before(self) -> dt.date: ...


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A block as it stands today; half-open."""

    unit_id: int
    starts_on: dt.date
    ends_before: dt.date


Known = TypeVar("Known", bound=Placed)


def matched(known: Sequence[Known], now: Sequence[Spot]) -> list[tuple[Known | None, Spot | None]]:
    """Return each event that is known with the block it is now, every one once; None where there is no other side.

    First what has not changed, then the same unit with most days in common, then most days in common anywhere, then in order of time: a
    block that was moved away from all its weeks is still the learner's only block of the area.
    """
    left, blocks = list(known), sorted(now, key=_order)
    pairs: list[tuple[Known | None, Spot | None]] = []
    for rank in (_same, _days_at_unit, _days_in_common):
        ranked = sorted(
            ((rank(one, block), one, block) for one in left for block in blocks),
            key=lambda found: (-found[0], _order(found[1]), _order(found[2])),
        )
        for score, one, block in ranked:
            if score > 0 and one in left and block in blocks:
                left.remove(one)
                blocks.remove(block)
                pairs.append((one, block))
    left.sort(key=_order)
    count = min(len(left), len(blocks))
    pairs += zip(left[:count], blocks[:count], strict=True)
    return [*pairs, *((one, None) for one in left[count:]), *((None, block) for block in blocks[count:])]


def is_same(one: Placed, other: Placed) -> bool:
    """Tell whether nothing that a calendar shows is another."""
    return _spot(one) == _spot(other)


def _spot(one: Placed) -> tuple[int, dt.date, dt.date]:
    return one.unit_id, one.starts_on, one.ends_before


def _order(one: Placed) -> tuple[dt.date, dt.date, int]:
    return one.starts_on, one.ends_before, one.unit_id


def _same(one: Placed, other: Placed) -> int:
    return int(is_same(one, other))


def _days_at_unit(one: Placed, other: Placed) -> int:
    return _days_in_common(one, other) if one.unit_id == other.unit_id else 0


def _days_in_common(one: Placed, other: Placed) -> int:
    return (min(one.ends_before, other.ends_before) - max(one.starts_on, other.starts_on)).days
