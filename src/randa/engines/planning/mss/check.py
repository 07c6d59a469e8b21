"""Judge a schedule by the rules, and count its score, without any code of the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from randa.engines.planning.mss.model import Problem, Solution, Stay


def violations(problem: Problem, students: Sequence[Sequence[Stay]]) -> list[str]:
    """Return every rule that the schedule breaks, in words; empty when it is legal.

    Args:
        problem: the rules.
        students: per student, the stays in any order.
    """
    if len(students) != problem.students:
        return [f"{len(students)} students in the schedule; expected {problem.students}"]
    found = [
        f"student {number}: {words}"
        for number, stays in enumerate(students, 1)
        for words in _student_faults(problem, number - 1, sorted(stays, key=lambda stay: stay.first))
    ]
    return found + list(_ward_faults(problem, students))


def misstatements(problem: Problem, solution: Solution) -> list[str]:
    """Return what the solution says of itself that is not so."""
    found = []
    counted = score(problem, solution.students)
    if solution.score != counted:
        found.append(f"score is stated as {solution.score}; counted {counted}")
    if solution.upper_bound is not None and solution.upper_bound < counted:
        found.append(f"upper bound {solution.upper_bound} is below the score {counted}")
    return found


def score(problem: Problem, students: Sequence[Sequence[Stay]]) -> int:
    """Return the sum of all students' scores plus the lowest of them."""
    scores = [student_score(problem, number, stays) for number, stays in enumerate(students, 1)]
    return sum(scores) + min(scores)


def student_score(problem: Problem, number: int, stays: Sequence[Stay]) -> int:
    """Return the score of one student (numbered from 1): wishes, changes of hospital and idle periods, each weighted."""
    s = number - 1
    ordered = sorted(stays, key=lambda stay: stay.first)
    wish_weight, hospital_weight, change_weight, idle_weight = problem.weights[s]
    total = sum(wish_weight * problem.discipline_wish[s][stay.discipline - 1] for stay in ordered)
    total += sum(hospital_weight * problem.hospital_wish[s][stay.hospital - 1] for stay in ordered)
    total += sum(problem.school_wish[stay.discipline - 1] for stay in ordered)
    total += change_weight * sum(one.hospital != two.hospital for one, two in pairwise(ordered))
    if ordered:
        ended = ordered[-1].first + problem.duration - 1
        total += idle_weight * (ended - len(ordered) * problem.duration)
    return total


def _student_faults(problem: Problem, s: int, stays: Sequence[Stay]) -> Iterator[str]:
    outside = [stay for stay in stays if not _exists(problem, stay)]
    for stay in outside:
        yield f"{_said(stay)} is outside the problem"
    if outside:
        return
    yield from _count_faults(problem, s, stays)
    for one, two in pairwise(stays):
        if one.first + problem.duration > two.first:
            yield f"{_said(one)} and {_said(two)} overlap"
    for stay in stays:
        yield from _stay_faults(problem, s, stay, stays)


def _count_faults(problem: Problem, s: int, stays: Sequence[Stay]) -> Iterator[str]:
    for discipline, times in sorted(Counter(stay.discipline for stay in stays).items()):
        if times > 1:
            yield f"attends discipline {discipline} {times} times"
    attended = Counter(problem.group[stay.discipline - 1] for stay in stays)
    for group, needed in enumerate(problem.needed[s], 1):
        if attended[group] != needed:
            yield f"attends {attended[group]} disciplines of group {group}; expected {needed}"
    for hospital, count in sorted(Counter(stay.hospital for stay in stays).items()):
        if count > problem.max_per_hospital:
            yield f"attends {count} disciplines at hospital {hospital}; at most {problem.max_per_hospital}"


def _stay_faults(problem: Problem, s: int, stay: Stay, stays: Sequence[Stay]) -> Iterator[str]:
    if not problem.allowed[s][stay.discipline - 1]:
        yield f"{_said(stay)}: the discipline is not allowed"
    if not problem.ability[s][stay.hospital - 1][stay.discipline - 1]:
        yield f"{_said(stay)}: no ability for the discipline at this hospital"
    for period in _periods(problem, stay):
        if not problem.available[s][period - 1]:
            yield f"{_said(stay)}: not available in period {period}"
    begun = {other.discipline for other in stays if other.first < stay.first}
    for other, must in enumerate(problem.preceded_by[stay.discipline - 1], 1):
        if must and other not in begun:
            yield f"{_said(stay)}: discipline {other} was not begun before"


def _ward_faults(problem: Problem, students: Sequence[Sequence[Stay]]) -> Iterator[str]:
    present = Counter(
        (stay.hospital, stay.discipline, period)
        for stays in students
        for stay in stays
        if _exists(problem, stay)
        for period in _periods(problem, stay)
    )
    for h in range(1, problem.hospitals + 1):
        for d in range(1, problem.disciplines + 1):
            for t in range(1, problem.horizon + 1):
                count = present[h, d, t]
                least, most = problem.least[h - 1][d - 1][t - 1], problem.most[h - 1][d - 1][t - 1]
                if not least <= count <= most:
                    where = f"hospital {h}, discipline {d}, period {t}"
                    yield f"{where}: {count} students; expected {least} to {most}"


def _exists(problem: Problem, stay: Stay) -> bool:
    return (
        1 <= stay.discipline <= problem.disciplines
        and 1 <= stay.hospital <= problem.hospitals
        and 1 <= stay.first <= problem.horizon - problem.duration + 1
    )


def _periods(problem: Problem, stay: Stay) -> range:
    return range(stay.first, stay.first + problem.duration)


def _said(stay: Stay) -> str:
    return f"discipline {stay.discipline} at hospital {stay.hospital} from period {stay.first}"
