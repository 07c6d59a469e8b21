"""A long list of students is checked and stored by the worker, with the same page afterwards; a short one at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.imports.models import ImportRun
from randa.core.jobs.models import Job
from randa.core.jobs.services import cancel_job, execute
from randa.exchange.imports import tasks
from randa.exchange.imports.fields import AT_ONCE
from randa.exchange.models import GroupMember
from randa.people.models import User
from tests.exchange.students import HEADINGS, Course, course, row
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LONG = AT_ONCE + 1


@pytest.fixture
def world(client: Client) -> Course:
    made = course()
    client.force_login(made.coordinator)
    return made


def _uploaded(client: Client, world: Course, count: int, **last: str) -> tuple[ImportRun, HttpResponse]:
    """Upload a list and say what its columns are; return the run and what the person is sent on to."""
    rows = [row(number) for number in range(count - 1)] + [row(count - 1, **last)]
    text = "\n".join(";".join(one) for one in [HEADINGS, *rows])
    file = SimpleUploadedFile("lista.csv", text.encode())
    columns = client.post(reverse("exchange:list", args=[world.group.pk]), {"file": file})["Location"]
    chosen = {one.name: one.value() or "" for one in client.get(columns).context["form"]}
    answer = client.post(columns, chosen)
    return ImportRun.objects.latest("created_at"), answer  # type: ignore[return-value]


def _preview(run: ImportRun) -> str:
    return reverse("exchange:list_preview", args=[run.pk])


def _job() -> Job:
    return Job.objects.latest("created_at")


def _done() -> Job:
    execute(str(_job().pk))
    return _job()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, str]]:
    """What the worker says of how far it has come; the real way is a connection of its own, which sees no open transaction."""
    said: list[tuple[int, int, str]] = []
    monkeypatch.setattr(tasks, "progress_outside", lambda _job: lambda *word: said.append(word))
    return said


def test_a_list_of_the_longest_that_is_read_at_once_has_its_preview_at_once(client: Client, world: Course) -> None:
    run, answer = _uploaded(client, world, AT_ONCE)

    assert (answer["Location"], run.state) == (_preview(run), ImportRun.State.CHECKED)
    assert not Job.objects.exists()


def test_a_longer_list_is_checked_by_the_worker_and_its_preview_is_the_same(
    client: Client, world: Course, told: list[tuple[int, int, str]]
) -> None:
    run, answer = _uploaded(client, world, 300, email="")

    job = _job()
    assert answer["Location"] == reverse("jobs:detail", args=[job.pk])
    assert (job.title, run.state) == ("Kontrollera lista.csv", ImportRun.State.UPLOADED)

    assert (_done().state, _job().result_url) == (Job.State.DONE, _preview(run))

    run.refresh_from_db()
    assert (run.state, [one["row"] for one in run.faults]) == (ImportRun.State.CHECKED, [301])
    assert "1 rad behöver rättas" in client.get(_preview(run)).content.decode()
    assert told == [(250, 301, "Läser raderna")]


def test_a_longer_list_is_stored_by_the_worker_all_of_it(
    client: Client, world: Course, told: list[tuple[int, int, str]]
) -> None:
    run, _answer = _uploaded(client, world, LONG)
    _done()

    answer = client.post(reverse("exchange:list_store", args=[run.pk]))
    assert (answer["Location"], GroupMember.objects.count()) == (reverse("jobs:detail", args=[_job().pk]), 0)
    again = client.post(reverse("exchange:list_store", args=[run.pk]))

    assert again["Location"] == answer["Location"], "pressed twice is stored once"
    assert (_done().state, _job().result_url) == (Job.State.DONE, _preview(run))
    assert GroupMember.objects.filter(group=world.group).count() == LONG
    assert AuditEvent.objects.filter(action="student_group.imported", actor_id=world.coordinator.pk).count() == 1
    assert "Studentlistan är inläst" in client.get(_preview(run)).content.decode()
    assert told[-1] == (4, 4, "Sparar studenterna")


def test_whoever_closed_the_tab_finds_the_job_and_then_the_list(client: Client, world: Course) -> None:
    run, answer = _uploaded(client, world, LONG)
    upload = reverse("exchange:list", args=[world.group.pk])

    assert answer["Location"] in client.get(reverse("home:start")).content.decode()
    assert _preview(run) in client.get(upload).content.decode()
    for address in (_preview(run), reverse("exchange:list_columns", args=[run.pk])):
        assert client.get(address)["Location"] == answer["Location"], "while it goes on"

    _done()

    assert _preview(run) in client.get(upload).content.decode()
    assert "Läs in alla studenter" in client.get(_preview(run)).content.decode()


def test_a_check_that_is_cancelled_leaves_the_list_as_it_was_uploaded(client: Client, world: Course) -> None:
    run, _answer = _uploaded(client, world, LONG)

    cancel_job(actor=world.coordinator, job=_job())
    _done()

    run.refresh_from_db()
    assert (run.state, len(run.rows())) == (ImportRun.State.UPLOADED, LONG + 1)
    assert client.get(_preview(run))["Location"] == reverse("exchange:list_columns", args=[run.pk])


def test_what_no_longer_fits_when_the_worker_stores_is_told_row_by_row_and_nothing_is_stored(
    client: Client, world: Course
) -> None:
    run, _answer = _uploaded(client, world, LONG)
    _done()
    client.post(reverse("exchange:list_store", args=[run.pk]))
    UserFactory.create(email="student7@norrby.test")  # somebody else's, made meanwhile

    _done()

    run.refresh_from_db()
    assert (run.state, [one["row"] for one in run.faults]) == (ImportRun.State.CHECKED, [9])
    assert GroupMember.objects.count() == 0
    assert "1 rad behöver rättas" in client.get(_preview(run)).content.decode()


def test_a_list_is_not_stored_for_whoever_lost_the_right_meanwhile(client: Client, world: Course) -> None:
    run, _answer = _uploaded(client, world, LONG)
    _done()
    client.post(reverse("exchange:list_store", args=[run.pk]))
    User.objects.get(pk=world.coordinator.pk).role_assignments.all().delete()

    assert _done().state == Job.State.FAILED
    assert GroupMember.objects.count() == 0
