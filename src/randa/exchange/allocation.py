"""Who gets which seat when a group shares the seats confirmed for it: an exact assignment over numbers, without the database.

What counts comes in tiers, and a tier is never given up for the ones below it: that everybody has a seat; the wishes of those with a
granted special reason; nobody among their own colleagues; nobody travels beyond the cap; the wishes of all; last a lot. Where somebody
lives decides nothing by itself: below the cap, travel has no weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from itertools import pairwise

LOT = 1 << 16


class Tier(IntEnum):
    """What counts, in order: a tier is never given up for the ones below it."""

    SEAT = 0
    SPECIAL_REASON = 1
    WORKPLACE = 2
    TRAVEL = 3
    WISHES = 4
    LOT = 5


@dataclass(frozen=True, slots=True)
class Student:
    """One who is to have a seat.

    Attributes:
        key: the same for the same student every time.
        wishes: places, best first.
        has_reason: a special reason is granted.
        barred: places that a binding rule keeps from them.
        unwise: places that a rule advises against.
        too_far: places beyond the cap of travel.
    """

    key: str
    wishes: tuple[str, ...] = ()
    has_reason: bool = False
    barred: frozenset[str] = frozenset()
    unwise: frozenset[str] = frozenset()
    too_far: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a student did not get a better wish: the place, and the first tier in which giving it would have made the whole worse."""

    place: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Given:
    """A student's seat, `place` None when there was none; which wish it was, counted from 1, 0 for none; and why not a better one."""

    place: str | None
    rank: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Students, and places with how many seats each has."""

    students: tuple[Student, ...]
    seats: Mapping[str, int]
    seed: str = ""
    places: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        keys = [one.key for one in self.students]
        if len(set(keys)) != len(keys):
            raise ValueError("students share a key; expected one key each")
        for place, number in self.seats.items():
            if number < 0:
                raise ValueError(f"seats[{place!r}] is {number}; expected >= 0")
        object.__setattr__(self, "places", tuple(sorted(self.seats)))


def lacking(student: Student, place: str | None) -> int:
    """Return how far a seat is from the student's first wish: 0, 1, 3, 6 …, so that two second wishes beat a first and a third."""
    if not student.wishes:
        return 0
    rank = student.wishes.index(place) if place in student.wishes else len(student.wishes)
    return rank * (rank + 1) // 2


def price(problem: Problem, student: Student, place: str | None) -> tuple[int, ...]:
    """Return what a student at a place costs in each tier, the first one first."""
    wish = lacking(student, place)
    lot = int.from_bytes(sha256(f"{problem.seed}|{student.key}|{place}".encode()).digest()[:2])
    return (
        int(place is None),
        wish if student.has_reason else 0,
        int(place in student.unwise),
        int(place in student.too_far),
        wish,
        lot,
    )


def allocate(problem: Problem) -> dict[str, Given]:
    """Return, per student, the seat in the assignment with the least total price, tier by tier. Input order never changes it."""
    students = sorted(problem.students, key=lambda one: one.key)
    prices = _Prices(problem, students)
    where = _assign(prices)
    return _explained(problem, students, prices, where)


class _Prices:
    """Each student's price at each place as one whole number, so large that no tier can be outweighed by those below it."""

    def __init__(self, problem: Problem, students: Sequence[Student]) -> None:
        self.columns: list[str | None] = [*problem.places, None]
        self.room = [problem.seats[place] for place in problem.places] + [len(students)]
        tiers = [[price(problem, one, place) for place in self.columns] for one in students]
        most = [max((row[tier] for rows in tiers for row in rows), default=0) for tier in range(len(Tier))]
        # A change of places moves a tier by less than this in either direction.
        self.steps = [2 * (len(students) + 1) * (top + 1) for top in most]
        self.costs: list[list[int | None]] = [
            [None if place in one.barred else self._packed(row) for place, row in zip(self.columns, rows, strict=True)]
            for one, rows in zip(students, tiers, strict=True)
        ]

    def _packed(self, row: Sequence[int]) -> int:
        packed = 0
        for value, step in zip(row, self.steps, strict=True):
            packed = packed * step + value
        return packed

    def first_tier(self, packed: int) -> Tier:
        """Return the uppermost tier in which a difference of prices is not 0."""
        found = Tier.LOT
        for tier in reversed(Tier):
            step = self.steps[tier]
            rest = (packed + step // 2) % step - step // 2
            if rest:
                found = tier
            packed = (packed - rest) // step
        return found


def _assign(prices: _Prices) -> list[int]:
    """Return a column per student: successive cheapest paths over columns, which is exact for an assignment with room."""
    where: list[int] = []
    taken = [0] * len(prices.columns)
    for student in range(len(prices.costs)):
        moves, movers = _moves(prices, where)
        best, path = _cheapest(prices.costs[student], moves, [taken[c] < prices.room[c] for c in range(len(taken))])
        if best is None:
            raise ValueError("no column has room; the last one has room for everybody")
        where.append(path[0])
        for left, entered in pairwise(path):
            where[movers[left][entered]] = entered
        taken[path[-1]] += 1
    return where


def _moves(prices: _Prices, where: Sequence[int]) -> tuple[list[list[int | None]], list[list[int]]]:
    """Return, from column to column, the least that somebody's move costs, and who moves."""
    size = len(prices.columns)
    moves: list[list[int | None]] = [[None] * size for _column in range(size)]
    movers = [[-1] * size for _column in range(size)]
    for student, here in enumerate(where):
        mine = prices.costs[student]
        now = mine[here] or 0
        for there, cost in enumerate(mine):
            if cost is None or there == here:
                continue
            known = moves[here][there]
            if known is None or cost - now < known:
                moves[here][there], movers[here][there] = cost - now, student
    return moves, movers


def _cheapest(
    entry: Sequence[int | None], moves: Sequence[Sequence[int | None]], has_room: Sequence[bool]
) -> tuple[int | None, list[int]]:
    """Return the price and columns of the cheapest way in: into one column, somebody on to the next, until one has room."""
    size = len(entry)
    cost, before = list(entry), [-1] * size
    for _round in range(size):
        changed = False
        for here in range(size):
            reached = cost[here]
            if reached is None:
                continue
            for there, step in enumerate(moves[here]):
                known = cost[there]
                if step is not None and (known is None or reached + step < known):
                    cost[there], before[there], changed = reached + step, here, True
        if not changed:
            break
    ends = [(reached, column) for column, reached in enumerate(cost) if reached is not None and has_room[column]]
    if not ends:
        return None, []
    best, column = min(ends)
    path = [column]
    while before[path[-1]] >= 0:
        path.append(before[path[-1]])
    return best, path[::-1]


def _explained(
    problem: Problem, students: Sequence[Student], prices: _Prices, where: Sequence[int]
) -> dict[str, Given]:
    taken = [list(where).count(column) for column in range(len(prices.columns))]
    found = {}
    for number, student in enumerate(students):
        place = prices.columns[where[number]]
        rank = student.wishes.index(place) + 1 if place in student.wishes else 0
        better = student.wishes[: rank - 1] if rank else student.wishes
        reasons = tuple(
            Reason(wish, _why_not(prices, where, taken, number, prices.columns.index(wish)))
            for wish in better
            if wish in problem.seats
        )
        found[student.key] = Given(place, rank, reasons)
    return found


def _why_not(prices: _Prices, where: Sequence[int], taken: Sequence[int], number: int, wanted: int) -> Tier:
    """Return the first tier that gets worse when the student has the place all the same and the others make the best of it."""
    if prices.costs[number][wanted] is None:
        return Tier.WORKPLACE
    others = [column for student, column in enumerate(where) if student != number]
    kept = _without(prices, number)
    has_room = [taken[column] - (where[number] == column) < prices.room[column] for column in range(len(taken))]
    moves, _movers = _moves(kept, others)
    entry: list[int | None] = [None] * len(taken)
    entry[wanted] = prices.costs[number][wanted]
    best, _path = _cheapest(entry, moves, has_room)
    return Tier.SEAT if best is None else prices.first_tier(best - (prices.costs[number][where[number]] or 0))


def _without(prices: _Prices, number: int) -> _Prices:
    rest = object.__new__(_Prices)
    rest.columns, rest.room, rest.steps = prices.columns, prices.room, prices.steps
    rest.costs = [row for student, row in enumerate(prices.costs) if student != number]
    return rest


def violations(problem: Problem, given: Mapping[str, Given]) -> list[str]:
    """Return what a result breaks, counted anew: a seat sold twice, somebody forgotten, a barred place."""
    found = [f"{one.key} is forgotten" for one in problem.students if one.key not in given]
    for place, number in problem.seats.items():
        used = sum(one.place == place for one in given.values())
        if used > number:
            found.append(f"{place}: {used} students on {number} seats")
    found += [f"{one.key} is at {given[one.key].place}, barred" for one in problem.students
              if one.key in given and given[one.key].place in one.barred]  # fmt: skip
    return found
