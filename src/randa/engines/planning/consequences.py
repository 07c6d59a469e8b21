"""What a change of some programmes breaks, mends and costs. The same judge as of a whole plan (`check`), asked before and after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from randa.engines.planning.check import Broken, Hold, broken_by_programme, overfull, remarks
from randa.engines.planning.costs import Tiers, occupancy_cost, programme_tiers, summed
from randa.engines.planning.model import Doctor, ProblemParts, Programme, Unit


@dataclass(frozen=True, slots=True)
class State:
    """What a change can touch: the programmes of those concerned, and all who hold a place in the units concerned."""

    programmes: Sequence[Programme]
    holds: Sequence[Hold]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change does.

    Attributes:
        new: rules that are broken after and were not before, those of seats last.
        mended: rules that were broken before and are not after.
        remarks: what breaks no rule but was not so before.
        tiers: change of the plan's cost by what it is for (negative: the plan becomes cheaper).
    """

    new: tuple[Broken, ...]
    mended: tuple[Broken, ...]
    remarks: tuple[Broken, ...]
    tiers: Tiers

    @property
    def price(self) -> int:
        """Change of the plan's total cost."""
        return self.tiers.total


def consequences(problem: ProblemParts, caps: Mapping[int, Sequence[int]], before: State, after: State) -> Consequences:
    """Return what going from `before` to `after` does.

    Args:
        problem: the rules and prices, and every doctor of the programmes.
        caps: places by unit and week, of the units in the states' holds.
        before, after: the same doctors and units.
    """
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    was, now = broken_in(problem, doctors, caps, before), broken_in(problem, doctors, caps, after)
    noted = {one.words for one in _remarks(doctors, before.programmes)}
    units = {hold.unit for state in (before, after) for hold in state.holds}  # one that is emptied bears something too
    concerned = [unit for unit in problem.units if unit.id in units]
    return Consequences(
        new=_without(now, was),
        mended=_without(was, now),
        remarks=tuple(one for one in _remarks(doctors, after.programmes) if one.words not in noted),
        tiers=_tiers(problem, doctors, concerned, after).more_than(_tiers(problem, doctors, concerned, before)),
    )


def broken_in(
    problem: ProblemParts, doctors: Mapping[int, Doctor], caps: Mapping[int, Sequence[int]], state: State
) -> list[Broken]:
    """Return every broken rule of a state."""
    found: list[Broken] = []
    for programme in state.programmes:
        found += broken_by_programme(problem, doctors[programme.doctor], programme)
    return found + list(overfull(caps, state.holds, problem.parts_per_place))


def _without(these: Iterable[Broken], those: Iterable[Broken]) -> tuple[Broken, ...]:
    known = {one.words for one in those}
    return tuple(one for one in these if one.words not in known)


def _remarks(doctors: Mapping[int, Doctor], programmes: Iterable[Programme]) -> list[Broken]:
    return [one for programme in programmes for one in remarks(doctors[programme.doctor], programme)]


def _tiers(problem: ProblemParts, doctors: Mapping[int, Doctor], units: Sequence[Unit], state: State) -> Tiers:
    """Return what the programmes cost, and what these units bear."""
    held: dict[int, Counter[int]] = defaultdict(Counter)
    for hold in state.holds:
        for week in range(hold.first_week, hold.last_week + 1):
            held[hold.unit][week] += hold.parts
    programmes = [programme_tiers(problem, doctors[one.doctor], one) for one in state.programmes]
    return summed(programmes, occupancy_cost(problem, units, held))
