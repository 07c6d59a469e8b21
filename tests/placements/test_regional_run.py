"""A run over several regions: each is planned once, by whoever has time, and the plan is whole or not there at all."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from randa.core.access.row_security import as_person
from randa.core.jobs.models import Job
from randa.core.jobs.services import Run, cancel_job, execute, fail_abandoned
from randa.engines.planning import regions as engine
from randa.engines.planning.check import violations
from randa.engines.planning.division import divided
from randa.engines.planning.model import Plan as EnginePlan
from randa.engines.planning.solve import solve
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement, Plan, RunPart
from randa.placements.planning import build_problem
from randa.placements.regional import RegionHands
from randa.placements.services import run_parts
from randa.placements.services.plans import start_planning
from randa.placements.services.run_parts import answers, forget_left_parts, put_out, take_one
from randa.placements.tasks_parts import help_run
from tests.factories import JobFactory, RoleAssignmentFactory, RoleFactory, person_with
from tests.placements.workers import let_time_pass, until
from tests.placements.world import PERMISSIONS, region_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Worker = Callable[[], subprocess.Popen[bytes]]


def in_order(*regions: Organisation) -> list[Organisation]:
    return list(Organisation.objects.filter(pk__in=[one.pk for one in regions]).order_by("sort_name"))


@pytest.fixture
def two_regions() -> list[Organisation]:
    return in_order(region_with(2), region_with(3))


@pytest.fixture
def planner(two_regions: list[Organisation]) -> User:
    person = person_with(*PERMISSIONS, at=two_regions[0])
    role = RoleFactory.create(permissions=list(PERMISSIONS))
    RoleAssignmentFactory.create(role=role, organisation=two_regions[1], user=person)
    return person


def put_out_parts(regions: list[Organisation], *, seconds: float = 30) -> Job:
    """Return a run that goes on, whose parts nobody has begun."""
    problem = build_problem(regions=regions, start_year=2027).problem
    job = JobFactory.create(state=Job.State.RUNNING)
    start = solve(problem, iterations=0, with_bound=False).plan
    put_out(job=job, regions=regions, parts=divided(problem, start, seed=1), seconds=seconds)
    return job


def nothing() -> None:
    pass


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every search use all its time: so few learners are planned as well as can be in a moment."""
    monkeypatch.setattr("randa.engines.planning.solve._Run._is_proved", lambda _run: False)


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the seeds of the parts that are solved, each slowly enough for others to come meanwhile."""
    seeds: list[int] = []
    solve_part = engine.solve_part

    def slowly(part: Any, **asked: Any) -> EnginePlan:
        seeds.append(part.seed)
        time.sleep(0.5)
        return solve_part(part, **asked | {"seconds": 0})

    monkeypatch.setattr(engine, "solve_part", slowly)
    return seeds


def test_no_part_is_planned_twice_however_many_come_for_it_at_once(
    two_regions: list[Organisation], solved: list[int]
) -> None:
    job = put_out_parts(two_regions)
    ready = threading.Barrier(4)
    took: list[bool] = []

    def one_worker() -> None:
        ready.wait()
        took.append(take_one(job.pk, nothing))
        connection.close()

    workers = [threading.Thread(target=one_worker) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert len(solved) == len(set(solved)) == 2
    assert sorted(took) == [False, False, True, True]
    assert None not in answers(job)


def test_the_largest_region_is_taken_first_and_nobody_is_left_over(
    two_regions: list[Organisation], solved: list[int]
) -> None:
    job = put_out_parts(two_regions)
    learners = dict(RunPart.objects.values_list("seed", "learners"))

    assert [take_one(job.pk, nothing) for _ in range(3)] == [True, True, False]

    assert [learners[seed] for seed in solved] == [3, 2]


def test_a_part_whose_worker_broke_down_is_open_again(
    two_regions: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put_out_parts(two_regions)
    with monkeypatch.context() as broken:
        broken.setattr(engine, "solve_part", lambda *_args, **_more: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            help_run(str(job.pk))

    assert answers(job) == [None, None]
    assert [take_one(job.pk, nothing) for _ in range(3)] == [True, True, False]


def test_the_time_of_a_part_is_its_share_by_learners_and_more_with_more_workers(
    two_regions: list[Organisation],
) -> None:
    put_out_parts(two_regions, seconds=100)
    largest, smallest = RunPart.objects.all()

    assert 55 < run_parts._seconds_for(largest) <= 60
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now()), (now())")
    assert 75 < run_parts._seconds_for(smallest) <= 80


def test_a_run_with_one_worker_plans_every_region_itself_and_leaves_nothing_behind(
    two_regions: list[Organisation], planner: User, client: Client
) -> None:
    job = start_planning(actor=planner, regions=two_regions, start_year=2027, seconds=6)

    execute(str(job.pk))

    job.refresh_from_db()
    plan = Plan.objects.get()
    assert (job.state, RunPart.objects.count()) == (Job.State.DONE, 0)
    assert plan.bound is not None
    assert plan.bound <= plan.cost
    assert {one.enrolment.post.region_id for one in plan.placements.all()} == {one.pk for one in two_regions}


def test_a_part_that_nobody_planned_in_time_is_not_waited_for(
    two_regions: list[Organisation], planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("randa.placements.regional.take_one", lambda *_: False)
    monkeypatch.setattr(run_parts, "LATE", run_parts.dt.timedelta(0))
    job = start_planning(actor=planner, regions=two_regions, start_year=2027, seconds=5)

    execute(str(job.pk))

    assert Plan.objects.get().placements.count() > 0


def test_the_page_says_how_far_each_region_is(two_regions: list[Organisation], planner: User) -> None:
    job = JobFactory.create(state=Job.State.RUNNING, started_by=planner)
    problem = build_problem(regions=two_regions, start_year=2027).problem
    parts = divided(problem, solve(problem, iterations=0, with_bound=False).plan, seed=1)
    told: list[dict[str, str]] = []

    plans = RegionHands(Run(job), two_regions, told.append).plans(parts, 1)

    names = {str(one) for one in two_regions}
    assert all(set(figures) == names for figures in told)
    assert any("har inte börjat" in figures.values() for figures in told)
    assert all(said.startswith("klar, veckor utan plats: ") for said in told[-1].values())
    assert all(
        plan is not None and violations(part.problem, plan) == [] for part, plan in zip(parts, plans, strict=True)
    )


@pytest.mark.usefixtures("endless")
def test_a_cancelled_run_stops_its_parts_and_leaves_no_plan(two_regions: list[Organisation], planner: User) -> None:
    job = start_planning(actor=planner, regions=two_regions, start_year=2027, seconds=300)
    runs = threading.Thread(target=lambda: (execute(str(job.pk)), connection.close()))
    runs.start()
    until(lambda: RunPart.objects.filter(job=job).exists() or not runs.is_alive())

    cancel_job(actor=planner, job=job)
    runs.join(60)

    job.refresh_from_db()
    assert (job.state, RunPart.objects.count(), Plan.objects.count()) == (Job.State.CANCELLED, 0, 0)


def test_whoever_comes_to_help_when_the_run_has_ended_does_nothing(
    two_regions: list[Organisation], solved: list[int]
) -> None:
    job = put_out_parts(two_regions)
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)

    assert not take_one(job.pk, nothing)

    assert solved == []


def test_parts_of_a_run_that_ended_without_removing_them_are_removed_and_no_others(
    two_regions: list[Organisation],
) -> None:
    left, going = put_out_parts(two_regions), put_out_parts(two_regions)
    Job.objects.filter(pk=left.pk).update(state=Job.State.FAILED)

    assert forget_left_parts() == 2

    assert set(RunPart.objects.values_list("job", flat=True)) == {going.pk}


def test_only_whoever_started_the_run_may_read_its_parts_in_the_database_itself(
    two_regions: list[Organisation], planner: User
) -> None:
    job = put_out_parts(two_regions)

    with as_person(job.started_by_id):
        assert RunPart.objects.count() == 2
    with as_person(planner.pk):
        assert RunPart.objects.count() == 0


def count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def at_work() -> int:
    """Return how many sessions of the database are at work on parts now."""
    held = f"locktype = 'advisory' and classid = {run_parts._LOCK} and granted"
    return count(f"select count(distinct pid) from pg_locks where {held}")  # noqa: S608 - our own number


def test_two_workers_plan_two_regions_at_once_and_one_that_is_killed_loses_nothing(
    two_regions: list[Organisation],
    planner: User,
    worker: Worker,
) -> None:
    _own, helper = worker(), worker()
    until(lambda: count("select count(*) from procrastinate_workers") == 2)
    helper.send_signal(signal.SIGSTOP)  # so that the run is the other's
    job = start_planning(actor=planner, regions=two_regions, start_year=2027, seconds=45)
    until(lambda: at_work() == 1)
    helper.send_signal(signal.SIGCONT)
    until(lambda: at_work() == 2)

    helper.send_signal(signal.SIGKILL)
    helper.wait(30)

    until(lambda: Job.objects.get(pk=job.pk).is_over, seconds=240)
    job.refresh_from_db()
    assert (job.state, RunPart.objects.count(), Plan.objects.count()) == (Job.State.DONE, 0, 1)
    assert {one.enrolment.post.region_id for one in Placement.objects.all()} == {one.pk for one in two_regions}


def test_a_run_killed_while_its_regions_are_planned_leaves_no_half_plan_and_says_so(
    two_regions: list[Organisation],
    planner: User,
    worker: Worker,
) -> None:
    job = start_planning(actor=planner, regions=two_regions, start_year=2027, seconds=300)
    process = worker()
    until(lambda: at_work() == 1)

    process.send_signal(signal.SIGKILL)
    process.wait(30)

    assert (Plan.objects.count(), Placement.objects.count()) == (0, 0)
    let_time_pass(job)
    assert fail_abandoned() == 1
    assert forget_left_parts() == 2
    job.refresh_from_db()
    assert (job.state, "Starta det igen" in job.message) == (Job.State.FAILED, True)
