"""How many learners the trained supervisors of a unit can take, week by week."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from randa.core.access.row_security import as_system
from randa.supervisors.models import Supervisor, SupervisorAbsence

WEEK = dt.timedelta(weeks=1)


def supervisor_places(unit_ids: Collection[int], mondays: Sequence[dt.date]) -> dict[int, list[int]]:
    """Return, per unit and week, the learners that its trained and present supervisors take together: two queries.

    A supervisor counts from the first whole week after the training, and in no week that an absence touches.
    A unit without supervisors is not in the answer.
    """
    absences: dict[int, list[SupervisorAbsence]] = defaultdict(list)
    with as_system("how many learners a unit can take says nothing of who its supervisors are"):
        supervisors = list(Supervisor.objects.filter(unit__in=unit_ids, trained_on__isnull=False))
        for absence in SupervisorAbsence.objects.filter(supervisor__in=supervisors):
            absences[absence.supervisor_id].append(absence)
    places: dict[int, list[int]] = {}
    for supervisor in supervisors:
        weeks = places.setdefault(supervisor.unit_id, [0] * len(mondays))
        for number, monday in enumerate(mondays):
            if _is_present(supervisor, absences[supervisor.pk], monday):
                weeks[number] += supervisor.learner_limit
    return places


def _is_present(supervisor: Supervisor, absences: list[SupervisorAbsence], monday: dt.date) -> bool:
    if supervisor.trained_on is None or supervisor.trained_on > monday:
        return False
    return not any(away.starts_on < monday + WEEK and away.ends_before > monday for away in absences)
