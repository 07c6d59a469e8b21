"""The planning problem and its plan: what `randa-plan/1` and `randa-plan/2` say, as immutable values.

Weeks, positions, units and regions count from 0. Every period is half-open, except that a block of `weeks` working
weeks holds its place in every calendar week from its first working week to its last, both included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

DEFAULT_SPLIT_COST = 500
FAULTS_SAID = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why an input is refused: where it stands and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class InvalidInputError(ValueError):
    """The input breaks its own rules. `faults` names every place, in the order of the input; the message the first ones."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        rest = [f"and {len(faults) - FAULTS_SAID} more"] if len(faults) > FAULTS_SAID else []
        super().__init__("; ".join([str(fault) for fault in faults[:FAULTS_SAID]] + rest))


@dataclass(frozen=True, slots=True)
class BlockRule:
    """How many working weeks a kind of block takes: at least, normally, at most."""

    minimum: int
    nominal: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Template:
    """What a programme must contain.

    Attributes:
        total: working weeks of the whole programme.
        blocks: per kind, its length. A kind whose minimum is 0 may be left out.
        before: pairs (a, b): a comes before b where both are present.
    """

    total: int
    blocks: Mapping[str, BlockRule]
    before: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A clinic or health centre and how many places it has.

    Attributes:
        cap: places in parts (`Problem.parts_per_place`), one number per calendar week.
        gross, supervisors, xy: what the places were derived from and where it lies; carried, not used here.
        least: parts that ought to be held at least in each week (a ward that receives learners wants some); None: any.
        ease: parts that are held in each week without strain, so that load spreads over units; None: all.
    """

    id: int
    region: int
    kind: str
    cap: tuple[int, ...]
    site: str = ""
    gross: int | None = None
    supervisors: tuple[int, ...] | None = None
    xy: tuple[float, float] | None = None
    least: tuple[int, ...] | None = None
    ease: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Fairness:
    """What makes one person's heavy burden dearer than the same burden shared by two.

    Attributes:
        above: of the costs of a learner's units together (travel, wishes), what weighs only once.
        extra: how many cost units more it costs for every `per` cost units beyond that.
        per: divides `above` and every option's cost, so that all sums stay whole.
    """

    above: int
    extra: int
    per: int = 1


@dataclass(frozen=True, slots=True)
class Due:
    """By when a kind should be done: the last calendar week of the block, and what each week after that costs."""

    week: int
    cost_per_week: int


@dataclass(frozen=True, slots=True)
class Option:
    """A unit that a doctor may be placed in, and what that costs (travel, wishes; 0 or more)."""

    unit: int
    cost: int


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """`weeks` working weeks of one kind from working week `position`; `unit` is None when no place was found."""

    position: int
    kind: str
    weeks: int
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Doctor:
    """One doctor, or another learner, to be placed.

    Attributes:
        work: calendar weeks the doctor can work, ascending; the first `total` of the template are used.
        options: per kind, the units that are possible.
        locked: blocks that stand as given.
        arrival: when the doctor signed up (any scale); orders the first-come baseline only.
        absent, base, home, want, start: carried for people and other tools, not used by the rules.
        takes: parts of a place that are held in each week; None: a whole place.
        priority: how many times as dear it is to leave this learner's weeks without a unit (1 or more).
        due: per kind, by when its block should have ended.
    """

    id: int
    region: int
    template: str
    start: int
    work: tuple[int, ...]
    options: Mapping[str, tuple[Option, ...]]
    locked: tuple[Block, ...] = ()
    absent: tuple[tuple[int, int], ...] = ()
    arrival: float | None = None
    base: str | None = None
    home: tuple[float, float] | None = None
    want: Any = None
    takes: int | None = None
    priority: int = 1
    due: Mapping[str, Due] = field(default_factory=dict)


@dataclass(frozen=True)
class ProblemParts:
    """The contents of a problem before anybody has judged them. Build a `Problem` instead.

    Attributes:
        parts_per_place: into how many parts a place is divided, so that two students can share one.
        below_least_cost, above_ease_cost: of each part and week below a unit's `least`, above its `ease`.
        fairness: between learners; None when burdens simply add up.
    """

    weeks: int
    kinds: tuple[str, ...]
    regions: tuple[str, ...]
    templates: Mapping[str, Template]
    unplaced_cost_per_week: Mapping[str, int]
    off_nominal_cost_per_week: int
    max_gap_weeks: int
    units: tuple[Unit, ...]
    doctors: tuple[Doctor, ...]
    split_cost: int = DEFAULT_SPLIT_COST
    name: str = ""
    parts_per_place: int = 1
    below_least_cost: int = 0
    above_ease_cost: int = 0
    fairness: Fairness | None = None

    def takes(self, doctor: Doctor) -> int:
        """Return how many parts of a place this learner holds."""
        return self.parts_per_place if doctor.takes is None else doctor.takes


@dataclass(frozen=True)
class Problem(ProblemParts):
    """Doctors, units and rules that fit together. Equal whatever order the input came in.

    Raises:
        InvalidInputError: with every fault and its path, e.g. `doctors[12].options.PSY[0]`.
    """

    def __post_init__(self) -> None:
        from randa.engines.planning.faults import problem_faults  # faults reads this module's types

        faults = problem_faults(self)
        if faults:
            raise InvalidInputError(faults)
        for name, value in _in_canonical_order(self).items():
            object.__setattr__(self, name, value)

    def unit(self, unit_id: int) -> Unit:
        """Return the unit with this id."""
        return self._units_by_id[unit_id]

    @cached_property
    def _units_by_id(self) -> dict[int, Unit]:
        return {unit.id: unit for unit in self.units}


def _in_canonical_order(problem: ProblemParts) -> dict[str, Any]:
    """Return the parts sorted by id or name, so that nothing below can depend on the order of the input."""
    templates = {
        name: Template(template.total, dict(sorted(template.blocks.items())), tuple(sorted(set(template.before))))
        for name, template in sorted(problem.templates.items())
    }
    return {
        "templates": templates,
        "unplaced_cost_per_week": dict(sorted(problem.unplaced_cost_per_week.items())),
        "units": tuple(sorted(problem.units, key=lambda unit: unit.id)),
        "doctors": tuple(_sorted_doctor(doctor) for doctor in sorted(problem.doctors, key=lambda d: d.id)),
    }


def _sorted_doctor(doctor: Doctor) -> Doctor:
    values = {item.name: getattr(doctor, item.name) for item in fields(Doctor)}
    values["options"] = {
        kind: tuple(sorted(options, key=lambda option: option.unit)) for kind, options in sorted(doctor.options.items())
    }
    values["locked"] = tuple(sorted(doctor.locked))
    values["due"] = dict(sorted(doctor.due.items()))
    return Doctor(**values)


@dataclass(frozen=True, slots=True)
class Programme:
    """One doctor's blocks, in order of position."""

    doctor: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One programme per doctor, in order of doctor id, with the figures stated when it was made.

    Attributes:
        bound: no plan costs less than this; None when it was not computed.
        iterations: improvement steps done; with the seed they give the same plan again.
        problem_sha256: of the bytes of the file the problem was read from, as stored.
    """

    programmes: tuple[Programme, ...]
    cost: int | None = None
    unplaced_weeks: int | None = None
    bound: int | None = None
    seed: int | None = None
    iterations: int | None = None
    problem_sha256: str | None = field(default=None, compare=False)
