"""What a unit's supervisors are promised for without a learner of their own yet: opened places, and what apps above add."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from randa.core.access.row_security import as_system
from randa.supervisors.models import Supervisor
from randa.supply.models import SeatOpening
from randa.supply.queries.replacements import Held
from randa.training.models import Unit

Promised = Callable[[Unit], Mapping[int, Sequence[Held]]]
_OTHERS: list[Promised] = []


def register(promised: Promised) -> None:
    """Add what else the supervisors of a unit are promised for, by supervisor."""
    if promised not in _OTHERS:
        _OTHERS.append(promised)


def promised_at(unit: Unit) -> dict[int, list[Held]]:
    """Return all that the supervisors of a unit are promised for, by supervisor: a query, and one for each app above."""
    found: dict[int, list[Held]] = {key: list(held) for key, held in standing_at(unit).items()}
    for promised in _OTHERS:
        for key, held in promised(unit).items():
            found.setdefault(key, []).extend(held)
    return found


def who_stands(unit: Unit, starts_on: dt.date, ends_before: dt.date) -> Supervisor | None:
    """Return who stands for the first opened place in those weeks that nobody has come to yet: one query."""
    rows = SeatOpening.objects.filter(
        unit=unit, state=SeatOpening.State.OPENED, supervisor__isnull=False, supervision=None, starts_on__lt=ends_before,
        ends_before__gt=starts_on,
    )  # fmt: skip
    first = rows.select_related("supervisor__user").order_by("starts_on", "pk").first()
    return first.supervisor if first is not None else None


def standing_at(unit: Unit) -> dict[int, list[SeatOpening]]:
    """Return the opened places that a supervisor stands for and nobody has come to yet, by supervisor: one query."""
    found: dict[int, list[SeatOpening]] = {}
    rows = SeatOpening.objects.filter(
        unit=unit, state=SeatOpening.State.OPENED, supervisor__isnull=False, supervision=None
    )
    with as_system("a supervisor's hours are counted over all that they are promised to"):
        for row in rows:
            if row.supervisor_id is not None:
                found.setdefault(row.supervisor_id, []).append(row)
    return found
