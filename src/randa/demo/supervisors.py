"""Supervisors of every unit: trained and not yet trained, some away, and at some units fewer than the seats."""

import datetime as dt
import random
from collections.abc import Iterator

from django.db.models import Max

from randa.demo.chance import stream
from randa.demo.people import give_roles, new_people
from randa.people.models import User
from randa.regulations.models import Speciality
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.training.models import Unit

LEARNER_LIMIT = {"AKU": 4, "IM": 3, "KIR": 3}  # elsewhere 2
SPECIALITY = {
    "IM": "Internmedicin",
    "KIR": "Kirurgi",
    "AKU": "Akutsjukvård",
    "AM": "Allmänmedicin",
    "PSY": "Psykiatri",
}
# Every thirteenth unit has one supervisor fewer than its seats ask for; every ninth has somebody not yet trained.
SHORT_EVERY, UNTRAINED_EVERY = 13, 9
AWAY_SHARE = 0.07


def make_supervisors() -> None:
    """Make the supervisors of all units that have seats, with their roles and absences."""
    chance = stream("supervisors")
    people = new_people("supervisor")
    specialities = {one.name: one for one in Speciality.objects.filter(name__in=SPECIALITY.values())}
    supervisors: list[Supervisor] = []
    units = Unit.objects.select_related("organisation").annotate(most_seats=Max("seat_periods__seats"))
    for number, unit in enumerate(units.order_by("organisation__code")):
        for limit, trained_on in _needed(unit.area_id, unit.most_seats or 0, number, chance):
            supervisors.append(
                Supervisor(
                    user=next(people),
                    unit=unit,
                    speciality=specialities.get(SPECIALITY.get(unit.area_id, "")),
                    trained_on=trained_on,
                    learner_limit=limit,
                    supervision_hours_per_week=limit * 1.5,
                )
            )
    User.objects.bulk_create([one.user for one in supervisors])
    Supervisor.objects.bulk_create(supervisors)
    SupervisorAbsence.objects.bulk_create(_absences(supervisors, chance))
    give_roles((one.user, "supervisor", one.unit.organisation) for one in supervisors)


def _needed(area: str, seats: int, number: int, chance: random.Random) -> Iterator[tuple[int, dt.date | None]]:
    """Give (learner limit, day of training) for the supervisors that a unit with `seats` seats has."""
    limit = LEARNER_LIMIT.get(area, 2)
    trained = -(-seats // limit)
    if number % SHORT_EVERY == 0 and trained > 1:
        trained -= 1
    for _one in range(trained):
        yield limit, dt.date(2019 + chance.randrange(7), chance.randrange(1, 13), 15)
    if number % UNTRAINED_EVERY == 0:
        yield limit, None


def _absences(supervisors: list[Supervisor], chance: random.Random) -> Iterator[SupervisorAbsence]:
    first = dt.date(2026, 9, 7)
    for supervisor in supervisors:
        if chance.random() < AWAY_SHARE:
            starts_on = first + dt.timedelta(weeks=chance.randrange(0, 80))
            ends_before = starts_on + dt.timedelta(weeks=chance.randrange(4, 16))
            yield SupervisorAbsence(supervisor=supervisor, starts_on=starts_on, ends_before=ends_before)
