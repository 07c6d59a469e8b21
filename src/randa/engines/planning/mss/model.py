"""The medical student scheduling problem and its solution, as immutable values.

Everything counts from 1 in the files and in a `Solution`, and from 0 in the arrays of a `Problem`. Names of the files'
keys stand in `KEYS`. Model: Akbarzadeh and Maenhout (2021); Zanazzo, Ceschia, Dovier and Schaerf, Solving the medical
student scheduling problem using simulated annealing, Journal of Scheduling (2024), doi 10.1007/s10951-024-00806-z.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from randa.engines.planning.model import Fault, InvalidInputError

Row = tuple[int, ...]
Matrix = tuple[Row, ...]
Cube = tuple[Matrix, ...]

MAX_DISCIPLINES = 32  # what the solver's packed labels hold
MAX_HOSPITALS = 12


@dataclass(frozen=True)
class Problem:
    """Students, disciplines, hospitals and periods that fit together.

    Attributes:
        students, disciplines, hospitals, groups: how many.
        duration: periods that a discipline takes.
        horizon: number of periods.
        max_per_hospital: disciplines that a student may have at one hospital.
        group: [D] group of each discipline, from 1 as in the files.
        needed: [S][G] disciplines a student attends of each group.
        allowed: [S][D] 1 where the student may attend the discipline.
        preceded_by: [D][D] 1 at [d][e] when whoever attends d must have begun e in an earlier period.
        available: [S][T] 1 where the student can attend.
        ability: [S][H][D] 1 where the student may attend the discipline at the hospital.
        most, least: [H][D][T] students that a ward takes and must have in a period.
        weights: [S][4] of discipline wishes, hospital wishes, changes of hospital, idle periods; signs as in the file.
        discipline_wish: [S][D]; hospital_wish: [S][H]; school_wish: [D].

    Raises:
        InvalidInputError: with every fault and its place, e.g. `StudDiscGroup[3,1]`.
    """

    students: int
    disciplines: int
    hospitals: int
    duration: int
    horizon: int
    groups: int
    max_per_hospital: int
    group: Row
    needed: Matrix
    allowed: Matrix
    preceded_by: Matrix
    available: Matrix
    ability: Cube
    most: Cube
    least: Cube
    weights: Matrix
    discipline_wish: Matrix
    hospital_wish: Matrix
    school_wish: Row

    def __post_init__(self) -> None:
        from randa.engines.planning.mss.faults import problem_faults  # faults reads this module's types

        faults = [Fault(place, message) for place, message in problem_faults(vars(self))]
        if faults:
            raise InvalidInputError(faults)


class Stay(NamedTuple):
    """One discipline of a student: which, at which hospital, and its first period; all from 1."""

    discipline: int
    hospital: int
    first: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A schedule for everybody and what is known of it.

    Attributes:
        students: per student, the stays in order of their first period.
        score: the sum of the students' scores plus the lowest of them.
        upper_bound: no schedule scores more; None when it was not computed.
    """

    students: tuple[tuple[Stay, ...], ...]
    score: int
    upper_bound: int | None = None


SCALARS = {
    "Students": "students",
    "Disciplines": "disciplines",
    "Hospitals": "hospitals",
    "Duration": "duration",
    "Horizon": "horizon",
    "Groups": "groups",
    "MaxDiscPerHosp": "max_per_hospital",
}
# Key of the file -> attribute and the scalars that give its shape; a number is that length itself.
ARRAYS: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "DiscGroup": ("group", ("Disciplines",)),
    "StudDiscGroup": ("needed", ("Students", "Groups")),
    "AllowedDisc": ("allowed", ("Students", "Disciplines")),
    "Precededby": ("preceded_by", ("Disciplines", "Disciplines")),
    "Availability": ("available", ("Students", "Horizon")),
    "Ability": ("ability", ("Students", "Hospitals", "Disciplines")),
    "MaxPosHosp": ("most", ("Hospitals", "Disciplines", "Horizon")),
    "MinPosHosp": ("least", ("Hospitals", "Disciplines", "Horizon")),
    "WeightPref": ("weights", ("Students", 4)),
    "PrefStudDisc": ("discipline_wish", ("Students", "Disciplines")),
    "PrefStudHosp": ("hospital_wish", ("Students", "Hospitals")),
    "ManPref": ("school_wish", ("Disciplines",)),
}
