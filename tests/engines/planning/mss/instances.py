"""Small made-up medical student scheduling problems, as values, as .dzn text, and solved by trying everything."""

import itertools
import random

from randa.engines.planning.mss.check import student_score, violations
from randa.engines.planning.mss.model import ARRAYS, SCALARS, Problem, Stay


def made_up(seed, **changes):
    """Return a tiny problem (2-3 students, 3-4 disciplines, 2 hospitals); `changes` replace attributes."""
    rng = random.Random(seed)  # noqa: S311  made-up problems keep no secrets
    students, disciplines, hospitals = rng.choice([2, 3]), rng.choice([3, 4]), 2
    duration = rng.choice([1, 1, 2])
    horizon = 4 if duration == 1 else 6
    group = tuple(rng.choice([1, 2]) for _ in range(disciplines))

    def table(*shape, of):
        return of() if not shape else tuple(table(*shape[1:], of=of) for _ in range(shape[0]))

    before = [[0] * disciplines for _ in range(disciplines)]
    for d, e in itertools.combinations(range(disciplines), 2):
        before[e][d] = int(rng.random() < 0.2)
    values = {
        "students": students,
        "disciplines": disciplines,
        "hospitals": hospitals,
        "duration": duration,
        "horizon": horizon,
        "groups": 2,
        "max_per_hospital": rng.choice([1, 2, 3]),
        "group": group,
        "needed": tuple(
            tuple(min(group.count(g), rng.choice([0, 1, 1, 2] if duration == 1 else [0, 1])) for g in (1, 2))
            for _ in range(students)
        ),
        "allowed": table(students, disciplines, of=lambda: 1),
        "preceded_by": tuple(map(tuple, before)),
        "available": table(students, horizon, of=lambda: int(rng.random() < 0.93)),
        "ability": table(students, hospitals, disciplines, of=lambda: int(rng.random() < 0.9)),
        "most": table(hospitals, disciplines, horizon, of=lambda: rng.choice([1, 2])),
        "least": table(hospitals, disciplines, horizon, of=lambda: int(rng.random() < 0.03)),
        "weights": tuple(
            (rng.randint(1, 3), rng.randint(1, 3), rng.randint(-3, 1), rng.randint(-3, 1)) for _ in range(students)
        ),
        "discipline_wish": table(students, disciplines, of=lambda: rng.randint(1, 5)),
        "hospital_wish": table(students, hospitals, of=lambda: rng.randint(1, 5)),
        "school_wish": table(disciplines, of=lambda: rng.randint(0, 5)),
    }
    return Problem(**(values | changes))


def as_dzn(problem):
    """Return the problem as the published files write it."""
    lines = ["%Scalars"]
    lines += [f"{key}={getattr(problem, attribute)};" for key, attribute in SCALARS.items()]
    for key, (attribute, shape) in ARRAYS.items():
        value = getattr(problem, attribute)
        if len(shape) == 1:
            lines.append(f"{key} = [{','.join(map(str, value))}];")
        elif len(shape) == 2:
            lines += ["", f"{key} =[|", " |\n".join(", ".join(map(str, row)) for row in value) + " |];"]
        else:
            rows = " ,\n".join(", ".join(map(str, row)) for part in value for row in part)
            ranges = ", ".join(f"1..{name}" for name in shape)
            lines += ["", f"{key} =", f" array3d({ranges},[", f"{rows}]);"]
    return "\n".join([*lines, "%Depth: 1", ""])


def programmes(problem, s):
    """Return every programme of one student (from 0) that keeps the student's rules."""
    wanted = [
        chosen
        for chosen in itertools.combinations(range(1, problem.disciplines + 1), sum(problem.needed[s]))
        if all(sum(problem.group[d - 1] == g for d in chosen) == count for g, count in enumerate(problem.needed[s], 1))
    ]
    found = []
    lone = alone(problem, s)
    for chosen in wanted:
        for order in itertools.permutations(chosen):
            for firsts in itertools.combinations(range(1, problem.horizon - problem.duration + 2), len(order)):
                for hospitals in itertools.product(range(1, problem.hospitals + 1), repeat=len(order)):
                    stays = tuple(map(Stay, order, hospitals, firsts))
                    if not violations(lone, (stays,)):
                        found.append(stays)
    return found


def alone(problem, s):
    """Return the problem with one student and wards that take anybody."""
    wards = (problem.hospitals, problem.disciplines, problem.horizon)
    values = vars(problem) | {
        key: (getattr(problem, key)[s],)
        for key in ("needed", "allowed", "available", "ability", "weights", "discipline_wish", "hospital_wish")
    }
    values |= {"students": 1, "most": _filled(wards, 9), "least": _filled(wards, 0)}
    return Problem(**values)


def _filled(shape, value):
    return value if not shape else (_filled(shape[1:], value),) * shape[0]


def best_score(problem):
    """Return the highest score of any legal schedule, by trying all; None when there is none."""
    best = None
    for schedule in itertools.product(*(programmes(problem, s) for s in range(problem.students))):
        scores = [student_score(problem, s, stays) for s, stays in enumerate(schedule, 1)]
        total = sum(scores) + min(scores)
        if (best is None or total > best) and not violations(problem, schedule):
            best = total
    return best


def published_shape(seed, *, students, disciplines, hospitals):
    """Return a problem like the published ones, of any size: wards ask for half of the stays of a schedule that is hidden."""
    rng = random.Random(seed)  # noqa: S311  made-up problems keep no secrets
    horizon = disciplines
    wards = {(h, d, t): 0 for h in range(hospitals) for d in range(disciplines) for t in range(horizon)}
    least, available, needed = dict(wards), [], []
    for _ in range(students):
        free = [int(rng.random() < 0.8) for _ in range(horizon)]
        periods = [t for t in range(horizon) if free[t]]
        chosen = rng.sample(range(disciplines), rng.randint(1, len(periods)))
        for d, t in zip(chosen, sorted(rng.sample(periods, len(chosen))), strict=True):
            cell = (rng.randrange(hospitals), d, t)
            wards[cell] += 1
            least[cell] += int(rng.random() < 0.5)
        available.append(tuple(free))
        needed.append(tuple(sum(d % 2 == g for d in chosen) for g in range(2)))

    def cube(of):
        return tuple(
            tuple(tuple(of(h, d, t) for t in range(horizon)) for d in range(disciplines)) for h in range(hospitals)
        )

    def rows(count, low, high):
        return tuple(tuple(rng.randint(low, high) for _ in range(count)) for _ in range(students))

    return Problem(
        students=students,
        disciplines=disciplines,
        hospitals=hospitals,
        duration=1,
        horizon=horizon,
        groups=2,
        max_per_hospital=disciplines,
        group=tuple(d % 2 + 1 for d in range(disciplines)),
        needed=tuple(needed),
        allowed=((1,) * disciplines,) * students,
        preceded_by=((0,) * disciplines,) * disciplines,
        available=tuple(available),
        ability=(((1,) * disciplines,) * hospitals,) * students,
        most=cube(lambda h, d, t: wards[h, d, t] + students // 5),
        least=cube(lambda h, d, t: least[h, d, t]),
        weights=tuple((rng.randint(1, 3), rng.randint(1, 3), rng.randint(-3, -1), rng.randint(-3, -1)) for _ in needed),
        discipline_wish=rows(disciplines, 1, 5),
        hospital_wish=rows(hospitals, 1, 5),
        school_wish=tuple(rng.randint(0, 5) for _ in range(disciplines)),
    )
