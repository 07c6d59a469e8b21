"""The database itself keeps rows from those who may not see them: plain SQL, past every queryset and service."""

import datetime as dt

import pytest
from django.db import Error, connection, transaction

from randa.core.access.row_security import Scope, as_person, scoped
from randa.core.jobs.models import Job
from randa.people.models import RoleAssignment, User
from randa.training.models import Enrolment
from tests.factories import (
    AbsenceFactory,
    EnrolmentFactory,
    HospitalFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    RoleAssignmentFactory,
    RoleFactory,
    SupervisorFactory,
    UnitFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TABLES = ("people_user", "people_roleassignment", "training_enrolment", "training_absence", "placements_placement")


class World:
    """A region with a learner who visits a unit of another region, and one of each who looks."""

    def __init__(self) -> None:
        self.region, self.other = OrganisationFactory.create(), OrganisationFactory.create()
        self.hospital = HospitalFactory.create(parent=self.region)
        self.enrolment = EnrolmentFactory.create(
            post__programme__region=self.region, post__base=self.hospital, learner__given_name="Lärling"
        )
        learner = RoleFactory.create(code="learner", permissions=["placements.view_own"])
        self.role = RoleAssignmentFactory.create(
            user=self.enrolment.learner, role=learner, organisation=self.hospital, granted_by=None
        )
        self.absence = AbsenceFactory.create(enrolment=self.enrolment)
        self.unit = UnitFactory.create(region=self.other)
        self.plan = PlanFactory.create(regions=[self.region], state="published")
        self.placement = PlacementFactory.create(
            plan=self.plan, enrolment=self.enrolment, unit=self.unit, is_published=True
        )
        self.actors = {
            "own": self.enrolment.learner,
            "manager": person_with("placements.view", "people.view", at=self.region),
            "hospital": person_with("placements.view", at=self.hospital),
            "visited unit": person_with("placements.view", at=self.unit.organisation),
            "other region": person_with("dimensioning.view", "people.view", at=self.other),
            "stranger": person_with("placements.view", "people.view", at=OrganisationFactory.create()),
            "another learner": self._another_learner(learner),
        }

    def _another_learner(self, role: object) -> User:
        return RoleAssignmentFactory.create(role=role, organisation=self.hospital).user

    def seen(self) -> set[str]:
        """Return which tables show the learner's row."""
        keys = {
            "people_user": self.enrolment.learner_id,
            "people_roleassignment": self.role.pk,
            "training_enrolment": self.enrolment.pk,
            "training_absence": self.absence.pk,
            "placements_placement": self.placement.pk,
        }
        return {table for table in TABLES if _rows(f"select 1 from {table} where id = %s", keys[table])}  # noqa: S608 - names above


def _rows(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.fixture
def world() -> World:
    return World()


ALL = set(TABLES)
SEEN = {
    "own": ALL,
    "manager": ALL,
    "hospital": ALL,
    "visited unit": {"people_user", "training_enrolment", "placements_placement"},
    "other region": set(),
    "stranger": set(),
    "another learner": set(),
}


@pytest.mark.parametrize("actor", SEEN)
def test_a_learner_is_seen_by_those_who_train_them_and_by_nobody_else(world: World, actor: str) -> None:
    with as_person(world.actors[actor].pk):
        assert world.seen() == SEEN[actor]


@pytest.mark.parametrize(("mode", "expected"), [("", set()), ("sign_in", {"people_user", "people_roleassignment"})])
def test_nobody_sees_nothing_and_signing_in_sees_accounts_only(world: World, mode: str, expected: set[str]) -> None:
    with scoped(Scope(mode)):  # type: ignore[arg-type]  # the modes stand above
        assert world.seen() == expected


def test_a_placement_shows_the_learner_from_some_weeks_before_until_it_ends(world: World) -> None:
    seen = {}
    for day in ("2026-12-06", "2026-12-07", "2027-03-28", "2027-03-29"):
        with scoped(Scope("person", str(world.actors["visited unit"].pk), day)):
            seen[day] = "people_user" in world.seen()

    assert seen == {"2026-12-06": False, "2026-12-07": True, "2027-03-28": True, "2027-03-29": False}


def test_a_role_that_is_over_shows_nothing(world: World) -> None:
    manager = world.actors["manager"]
    manager.role_assignments.update(ends_before=dt.date(2027, 1, 11))

    with as_person(manager.pk):
        assert world.seen() == set()


def test_names_of_staff_are_seen_by_whoever_is_signed_in_and_by_nobody_else(world: World) -> None:
    manager = world.actors["manager"]

    with as_person(world.actors["another learner"].pk):
        assert _rows("select 1 from people_user where id = %s", manager.pk)
    with scoped(Scope()):
        assert not _rows("select 1 from people_user where id = %s", manager.pk)


def test_a_supervisor_sees_who_comes_to_the_unit(world: World) -> None:
    supervisor = SupervisorFactory.create(unit=world.unit).user

    with as_person(supervisor.pk):
        assert {"people_user", "placements_placement"} <= world.seen()


def test_a_job_is_seen_by_whoever_started_it(world: World) -> None:
    job = Job.objects.create(kind="x", title="x", started_by=world.actors["manager"])

    for actor, rows in (("manager", 1), ("stranger", 0)):
        with as_person(world.actors[actor].pk):
            assert len(_rows("select 1 from core_jobs_job where id = %s", job.pk)) == rows


WRITES = {
    "update people_user set given_name = 'X' where id = '{learner}'": "stranger",
    "delete from people_user where id = '{learner}'": "manager",
    "update training_enrolment set percent = 50": "stranger",
    "delete from training_absence": "visited unit",
    "update placements_placement set working_weeks = 1": "visited unit",
    "delete from people_roleassignment where user_id = '{learner}'": "stranger",
}


@pytest.mark.parametrize("sql", WRITES)
def test_the_rows_of_another_organisation_cannot_be_changed(world: World, sql: str) -> None:
    with as_person(world.actors[WRITES[sql]].pk), connection.cursor() as cursor:
        cursor.execute(sql.format(learner=world.enrolment.learner_id))

        assert cursor.rowcount == 0


def test_nobody_gives_a_role_where_they_may_not(world: World) -> None:
    grantor = person_with("roles.grant", at=world.other)
    sql = (
        "insert into people_roleassignment (user_id, role_id, organisation_id, starts_on, reason)"
        " values (%s, 'learner', %s, '2027-01-01', '')"
    )
    with as_person(grantor.pk):
        with connection.cursor() as cursor:
            cursor.execute(sql, [grantor.pk, world.other.pk])
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [grantor.pk, world.region.pk])


def test_whoever_gives_roles_may_lock_a_person_but_not_change_one_elsewhere(world: World) -> None:
    grantor = person_with("roles.grant", at=world.other)
    manager = world.actors["manager"]
    with as_person(grantor.pk):
        assert _rows("select 1 from people_user where id = %s for update", manager.pk)
        with pytest.raises(Error), transaction.atomic():
            User.objects.filter(pk=manager.pk).update(title="X")


def test_what_a_person_is_follows_their_roles(world: World) -> None:
    person = UserFactory.create()
    standing = "select standing from people_user where id = %s"
    assert _rows(standing, person.pk) == [("",)]

    held = RoleAssignmentFactory.create(user=person, role=world.role.role)
    assert _rows(standing, person.pk) == [("learner",)]
    held.role = RoleFactory.create()
    held.save()
    assert _rows(standing, person.pk) == [("staff",)]
    held.delete()

    assert _rows(standing, person.pk) == [("",)]


def test_one_statement_about_many_roles_keeps_what_everybody_is(world: World) -> None:
    """An import gives thousands of roles at once: what follows is done once, and for all of them."""
    people = UserFactory.create_batch(3)
    staff = RoleFactory.create()

    def standings() -> list[object]:
        return [
            _rows("select standing from people_user where id = %s", one.pk)[0][0]  # no model knows the column
            for one in people
        ]

    given = RoleAssignment.objects.bulk_create(
        RoleAssignment(user=one, role=world.role.role, organisation=world.hospital, starts_on=dt.date(2027, 1, 4))
        for one in people
    )
    assert standings() == ["learner"] * 3
    RoleAssignment.objects.filter(pk__in=[given[0].pk, given[1].pk]).update(role=staff)
    assert standings() == ["staff", "staff", "learner"]
    RoleAssignment.objects.filter(pk=given[0].pk).update(user=people[2])
    assert standings() == ["", "staff", "staff"]
    RoleAssignment.objects.filter(user__in=people).delete()

    assert standings() == [""] * 3


def test_what_a_queryset_shows_the_database_shows_too(world: World) -> None:
    EnrolmentFactory.create_batch(3)
    for actor in world.actors.values():
        enrolments = set(Enrolment.objects.visible_to(actor).values_list("pk", flat=True))
        people = set(User.objects.visible_to(actor).values_list("pk", flat=True))
        with as_person(actor.pk):
            assert enrolments == set(Enrolment.objects.visible_to(actor).values_list("pk", flat=True))
            assert people == set(User.objects.visible_to(actor).values_list("pk", flat=True))
