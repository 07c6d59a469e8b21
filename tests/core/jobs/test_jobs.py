"""Long work: it ends in exactly one way, once, and nobody waits for a worker that is gone."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from randa.core.errors import DomainError
from randa.core.jobs import services
from randa.core.jobs.models import Job
from randa.core.jobs.services import Run, cancel_job, execute, fail_abandoned, runner, start_job
from tests.factories import JobFactory, UserFactory


class FullError(DomainError):
    pass


@pytest.fixture(autouse=True)
def only_these_runners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_RUNNERS", {})

    @runner("test.job")
    def work(run: Run) -> str:
        run.progress(1, 2, "Halvvägs")
        run.stop_if_cancelled()
        match run.payload.get("end"):
            case "refused":
                raise FullError("Enheten är full.")
            case "broken":
                raise ZeroDivisionError
        return "/klart/"


@pytest.mark.django_db
def test_a_job_that_is_done_has_its_result() -> None:
    job = JobFactory.create()

    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.result_url, job.is_over) == (Job.State.DONE, "/klart/", True)
    assert job.finished_at is not None


@pytest.mark.django_db
def test_a_refused_job_has_failed_with_the_refusals_own_words() -> None:
    job = JobFactory.create(payload={"end": "refused"})

    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "Enheten är full.")


@pytest.mark.django_db
def test_a_broken_job_has_failed_with_a_sentence_and_no_trace() -> None:
    job = JobFactory.create(payload={"end": "broken"})

    execute(str(job.pk))

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "Inget har ändrats" in job.message
    assert "ZeroDivision" not in job.message


@pytest.mark.django_db
def test_a_running_job_stops_at_its_next_step_when_asked() -> None:
    job = JobFactory.create(cancel_asked=True)

    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.result_url) == (Job.State.CANCELLED, "")


@pytest.mark.django_db
def test_a_job_that_is_there_no_more_stops_at_its_next_step_and_leaves_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job, went_on = JobFactory.create(), []

    @runner("test.job")
    def work(run: Run) -> str:
        Job.objects.all().delete()  # the demo world was made anew
        run.progress(1, 1, "Halvvägs")
        run.stop_if_cancelled()
        went_on.append(run)
        return "/klart/"

    execute(str(job.pk))

    assert went_on == []
    assert not Job.objects.exists()
    assert caplog.records == [], "nothing failed"


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once_and_never_run() -> None:
    job = JobFactory.create()

    cancel_job(actor=job.started_by, job=job)
    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.steps_done) == (Job.State.CANCELLED, 0)


@pytest.mark.django_db
def test_cancelling_a_job_that_is_done_changes_nothing() -> None:
    job = JobFactory.create(state=Job.State.DONE)

    cancel_job(actor=job.started_by, job=job)

    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == (Job.State.DONE, False)


@pytest.mark.django_db
def test_somebody_elses_job_cannot_be_cancelled() -> None:
    job = JobFactory.create()

    with pytest.raises(Job.DoesNotExist):
        cancel_job(actor=UserFactory.create(), job=job)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_one_job_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    both_ready = threading.Barrier(2)
    job = JobFactory.create()

    @runner("test.job")
    def work(run: Run) -> str:
        runs.append(threading.current_thread().name)
        return ""

    def worker() -> None:
        both_ready.wait()
        execute(str(job.pk))
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert len(runs) == 1


@pytest.fixture
def old() -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=10)


def _queued(job: Job, status: str, *, heartbeat: dt.datetime | None) -> None:
    """Put the job in the queue's own tables, as a worker that took it would have left it."""
    with connection.cursor() as cursor:
        worker = None
        if heartbeat:
            cursor.execute("insert into procrastinate_workers (last_heartbeat) values (%s) returning id", [heartbeat])
            (worker,) = cursor.fetchone()
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, worker_id) values ('jobs', 'randa.run_job', "
            "jsonb_build_object('job_id', %s::text), %s::procrastinate_job_status, %s)",
            [str(job.pk), status, worker],
        )


@pytest.mark.django_db
def test_a_job_whose_worker_died_fails_with_a_sentence(old: dt.datetime) -> None:
    job = JobFactory.create(state=Job.State.RUNNING, started_at=old)
    _queued(job, "doing", heartbeat=old)

    assert fail_abandoned() == 1

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "Starta det igen" in job.message


@pytest.mark.django_db
def test_a_job_with_a_living_worker_goes_on_however_long_it_takes(old: dt.datetime) -> None:
    job = JobFactory.create(state=Job.State.RUNNING, started_at=old)
    _queued(job, "doing", heartbeat=timezone.now())

    assert fail_abandoned() == 0


@pytest.mark.django_db
def test_a_job_that_waits_in_the_queue_is_not_abandoned(old: dt.datetime) -> None:
    job = JobFactory.create()
    Job.objects.filter(pk=job.pk).update(created_at=old)
    _queued(job, "todo", heartbeat=None)

    assert fail_abandoned() == 0


@pytest.mark.django_db
def test_starting_a_job_stores_it_with_the_person_who_did() -> None:
    person = UserFactory.create()

    job = start_job(actor=person, kind="test.job", title="Ett arbete", payload={"a": 1})

    assert (job.started_by, job.state, job.payload) == (person, Job.State.WAITING, {"a": 1})


@pytest.mark.django_db
def test_the_page_of_a_running_job_asks_again_and_can_cancel(client: Client) -> None:
    job = JobFactory.create(state=Job.State.RUNNING, started_at=timezone.now(), steps_done=3, steps_total=10)
    client.force_login(job.started_by)

    page = client.get(f"/jobb/{job.pk}/").content.decode()

    assert 'hx-trigger="every 1s"' in page
    assert 'value="3"' in page
    assert "Avbryt arbetet" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "is_read_out"), [("Söker", True), ("Söker vidare", False)])
def test_only_a_new_message_of_a_job_is_read_out(client: Client, said: str, is_read_out: bool) -> None:
    job = JobFactory.create(state=Job.State.RUNNING, started_at=timezone.now(), message="Söker vidare")
    client.force_login(job.started_by)

    page = client.get(f"/jobb/{job.pk}/").content.decode()
    part = client.get(f"/jobb/{job.pk}/", {"said": said}, headers={"HX-Request": "true"}).content.decode()

    assert [line.strip() for line in page.splitlines() if "aria-live" in line and "job" in line] == [
        '<p class="visually-hidden" id="job-said" aria-live="polite"></p>'
    ]
    assert ('hx-swap-oob="innerHTML">Söker vidare<' in part) == is_read_out


@pytest.mark.django_db
def test_the_page_of_a_done_job_leads_to_its_result_and_stops_asking(client: Client) -> None:
    job = JobFactory.create(state=Job.State.DONE, result_url="/klart/")
    client.force_login(job.started_by)

    page = client.get(f"/jobb/{job.pk}/").content.decode()
    section = page[page.index('<section class="card stack" id="job"') :].partition("</section>")[
        0
    ]  # the bell asks on, in the frame

    assert 'href="/klart/"' in section
    assert "hx-trigger" not in section


@pytest.mark.django_db
def test_htmx_is_sent_to_the_result_of_a_done_job(client: Client) -> None:
    job = JobFactory.create(state=Job.State.DONE, result_url="/klart/")
    client.force_login(job.started_by)

    response = client.get(f"/jobb/{job.pk}/", headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == "/klart/"


@pytest.mark.django_db
def test_cancelling_without_javascript_comes_back_to_the_page(client: Client) -> None:
    job = JobFactory.create()
    client.force_login(job.started_by)

    response = client.post(f"/jobb/{job.pk}/avbryt/")

    assert (response.status_code, response["Location"]) == (302, f"/jobb/{job.pk}/")


@pytest.mark.django_db
def test_somebody_elses_job_is_not_found(client: Client) -> None:
    client.force_login(UserFactory.create())

    assert client.get(f"/jobb/{JobFactory.create().pk}/").status_code == 404
