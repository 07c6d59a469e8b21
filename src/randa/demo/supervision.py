"""Who supervises whom in the published plan, and one supervisor who turns out to be away: seats that are there, but lack somebody."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from randa.core.periods import monday_of
from randa.placements.capacity import weeks_from
from randa.placements.models import Placement
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.supervisors.queries import SupervisionRows, hour_places_of, supervision_rows
from randa.supply.models import Supervision
from randa.supply.queries.calendar import seat_weeks
from randa.training.models import Unit

WEEK = dt.timedelta(weeks=1)
AWAY_FROM, AWAY_BEFORE = dt.date(2027, 2, 22), dt.date(2027, 4, 5)
AWAY_IN, AWAY_AREAS = "REG-20", ("IM", "AKU", "KIR")  # where seats are not scarce: the plans stand


def make_supervision() -> None:
    """Give the learners of the published plan supervisors who are there all the time, and let one of these be away after all."""
    placements = Placement.objects.filter(is_published=True, unit__isnull=False).select_related("unit__organisation")
    ordered = placements.order_by("unit__organisation__code", "starts_on", "enrolment__post__number")
    by_unit = {key: list(group) for key, group in groupby(ordered, key=lambda one: one.unit_id)}
    rows = supervision_rows(list(by_unit))
    made = [one for key, there in by_unit.items() for one in _of_unit(rows, key, there)]
    Supervision.objects.bulk_create(made)
    _let_somebody_be_away(made)


def _of_unit(rows: SupervisionRows, unit_id: int | None, placements: Sequence[Placement]) -> Iterator[Supervision]:
    """Give each placement the supervisor with the fewest learners who can take one more in all its weeks; somebody may be left without."""
    load: dict[tuple[int, dt.date], int] = defaultdict(int)
    for placement in placements:
        first = monday_of(placement.starts_on)
        mondays = weeks_from(first, (placement.ends_before - first).days // 7)
        able = [
            one for one in rows.supervisors[unit_id or 0]
            if all(_takes_one_more(rows, one, monday, load[one.pk, monday]) for monday in mondays)
        ]  # fmt: skip
        if able:
            chosen = min(able, key=lambda one: (sum(load[one.pk, monday] for monday in mondays), one.pk))
            for monday in mondays:
                load[chosen.pk, monday] += 1
            yield Supervision(
                enrolment_id=placement.enrolment_id,
                supervisor=chosen,
                starts_on=placement.starts_on,
                ends_before=placement.ends_before,
            )


def _takes_one_more(rows: SupervisionRows, supervisor: Supervisor, monday: dt.date, held: int) -> bool:
    if not (rows.is_qualified(supervisor, monday) and rows.is_present(supervisor, monday)):
        return False
    return held < hour_places_of(supervisor, rows.method(supervisor.unit_id, monday))


def _let_somebody_be_away(made: Sequence[Supervision]) -> None:
    """Let the first supervisor be away without whom the unit still has enough supervision in those weeks: no plan is overdrawn by it."""
    busy = {one.supervisor_id for one in made if one.starts_on < AWAY_BEFORE and one.ends_before > AWAY_FROM}
    units = list(Unit.objects.filter(region__code=AWAY_IN, area__in=AWAY_AREAS).order_by("organisation__code"))
    weeks = seat_weeks(units, weeks_from(monday_of(AWAY_FROM), (AWAY_BEFORE - AWAY_FROM).days // 7))
    for supervisor in Supervisor.objects.filter(pk__in=busy, unit__in=units).order_by("unit__organisation__code", "pk"):
        spare = min(
            week.capacity.supervised - week.taken - week.capacity.reserved for week in weeks[supervisor.unit_id]
        )
        if spare >= supervisor.learner_limit:
            SupervisorAbsence.objects.create(supervisor=supervisor, starts_on=AWAY_FROM, ends_before=AWAY_BEFORE)
            return
