"""How many learners the supervisors of a unit can take, week by week: who is qualified and there, by which method, and with what hours."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from randa.core.access.row_security import as_system
from randa.core.periods import Lasting, turns_of
from randa.supervisors.models import AllowedSpeciality, CapacityMethod, Supervisor, SupervisorAbsence, UnitMethod

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Supply:
    """What the supervisors of a unit give in a week.

    Attributes:
        places: learners that those who are qualified and present take together, by the method of the week.
        hour_places: of these, as many as their hours suffice for.
    """

    places: int = 0
    hour_places: int = 0


@dataclass(slots=True)
class SupervisionRows:
    """All that has been said about who supervises at some units; read once, then counted week by week."""

    supervisors: dict[int, list[Supervisor]] = field(default_factory=lambda: defaultdict(list))  # by unit
    absences: dict[int, list[SupervisorAbsence]] = field(default_factory=lambda: defaultdict(list))  # by supervisor
    methods: dict[int, list[UnitMethod]] = field(default_factory=lambda: defaultdict(list))  # by unit
    kinds: dict[str, CapacityMethod] = field(default_factory=dict)
    allowed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # area -> specialities

    def method(self, unit_id: int, monday: dt.date) -> CapacityMethod | None:
        """Return how the unit supervises that week: its own choice, else the default; None when no method is known at all."""
        for one in self.methods[unit_id]:
            if one.starts_on <= monday and (one.ends_before is None or monday < one.ends_before):
                return self.kinds[one.method_id]
        return next((one for one in self.kinds.values() if one.is_default), None)

    def is_qualified(self, supervisor: Supervisor, monday: dt.date) -> bool:
        """Tell whether the supervisor is trained by that week, and in a speciality that may supervise in the unit's area."""
        if supervisor.trained_on is None or supervisor.trained_on > monday:
            return False
        allowed = self.allowed.get(supervisor.unit.area_id)
        return not allowed or supervisor.speciality_id in allowed

    def is_present(self, supervisor: Supervisor, monday: dt.date) -> bool:
        """Tell whether no absence touches the week."""
        return not any(
            one.starts_on < monday + WEEK and one.ends_before > monday for one in self.absences[supervisor.pk]
        )

    def turns(self, unit_id: int) -> list[dt.date]:
        """Return the days on which anything that decides what the unit's supervisors give begins or ends."""
        there = self.supervisors.get(unit_id, [])
        lasting: list[Lasting] = [*self.methods.get(unit_id, [])]
        for one in there:
            lasting += self.absences.get(one.pk, [])
        return [*turns_of(lasting), *(one.trained_on for one in there if one.trained_on is not None)]

    def of_week(self, unit_id: int, monday: dt.date) -> Supply:
        """Return what the unit's supervisors give in the week."""
        method = self.method(unit_id, monday)
        there = [
            one for one in self.supervisors[unit_id] if self.is_qualified(one, monday) and self.is_present(one, monday)
        ]
        return Supply(sum(places_of(one, method) for one in there), sum(hour_places_of(one, method) for one in there))


def places_of(supervisor: Supervisor, method: CapacityMethod | None) -> int:
    """Return how many learners the supervisor takes at a time by `method`: assignments times learners per assignment."""
    return supervisor.learner_limit * (method.learners_per_supervisor if method else 1)


def hour_places_of(supervisor: Supervisor, method: CapacityMethod | None) -> int:
    """Return for how many learners the supervisor's hours suffice by `method`, never more than they take."""
    if method is None:
        return supervisor.learner_limit
    hours = Decimal(supervisor.supervision_hours_per_week)
    return min(places_of(supervisor, method), int(hours / method.hours_per_learner_week))


def supervision_rows(unit_ids: Collection[int]) -> SupervisionRows:
    """Return all that is said about who supervises at the units: five queries at any size."""
    rows = SupervisionRows()
    with as_system("how many learners a unit can take says nothing of who its supervisors are"):
        supervisors = list(
            Supervisor.objects.filter(unit__in=unit_ids).select_related("unit", "user", "speciality").order_by("pk")
        )
        for absence in SupervisorAbsence.objects.filter(supervisor__unit__in=unit_ids):
            rows.absences[absence.supervisor_id].append(absence)
    for supervisor in supervisors:
        rows.supervisors[supervisor.unit_id].append(supervisor)
    for method in UnitMethod.objects.filter(unit__in=unit_ids).order_by("starts_on"):
        rows.methods[method.unit_id].append(method)
    rows.kinds = {one.pk: one for one in CapacityMethod.objects.order_by("sort_order")}
    for area, speciality in AllowedSpeciality.objects.values_list("area", "speciality"):
        rows.allowed[area].add(speciality)
    return rows


def by_key(rows: SupervisionRows) -> Mapping[int, Supervisor]:
    """Return the supervisors among `rows` by key."""
    return {one.pk: one for there in rows.supervisors.values() for one in there}
