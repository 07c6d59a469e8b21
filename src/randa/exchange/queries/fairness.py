"""How even an allocation is: per programme who got which wish, and how far distance students travel against campus students."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one student got. `minutes` one way, None when unknown."""

    programme: str
    is_distance: bool
    has_seat: bool
    has_wishes: bool
    rank: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes one way for those whose home is known; `mean` is whole minutes, both None for nobody."""

    students: int
    mean: int | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """One programme: of those who wished and have a seat, how many got their first, second, third wish or none of the first three."""

    programme: str
    students: int
    placed: int
    wished: int
    ranks: tuple[int, int, int]
    later: int
    campus: Travel
    distance: Travel


def fairness_of(outcomes: Iterable[Outcome]) -> list[Fairness]:
    """Return one figure per programme, by name."""
    rows = list(outcomes)
    return [
        _programme(name, [one for one in rows if one.programme == name])
        for name in sorted({one.programme for one in rows})
    ]


def _programme(name: str, rows: Sequence[Outcome]) -> Fairness:
    wished = [one for one in rows if one.has_wishes and one.has_seat]
    first, second, third = (sum(one.rank == rank for one in wished) for rank in (1, 2, 3))
    return Fairness(
        name, len(rows), sum(one.has_seat for one in rows), len(wished), (first, second, third),
        len(wished) - first - second - third, _travel(rows, is_distance=False), _travel(rows, is_distance=True),
    )  # fmt: skip


def _travel(rows: Sequence[Outcome], *, is_distance: bool) -> Travel:
    minutes = [one.minutes for one in rows if one.is_distance == is_distance and one.minutes is not None]
    if not minutes:
        return Travel(0, None, None)
    return Travel(len(minutes), round(sum(minutes) / len(minutes)), max(minutes))
