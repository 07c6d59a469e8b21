"""Health for whoever runs Randa: what is wrong is named, and nothing secret is told."""

import json
from typing import NamedTuple

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from randa.home import health


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def heartbeat(age_seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s))",
            [age_seconds],
        )


def test_a_process_that_answers_is_up_without_asking_the_database() -> None:
    response = Client().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_everything_in_place_is_ready() -> None:
    heartbeat(5)

    response = Client().get("/readyz")

    assert response.status_code == 200
    assert response.json()["parts"] == {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"}


@pytest.mark.django_db
def test_a_worker_that_has_been_silent_for_a_minute_is_named() -> None:
    heartbeat(61)

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.json()["parts"]["worker"] == "no heartbeat in the last minute"


@pytest.mark.django_db
def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat(5)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: Usage(10**12, 10**12, 10**6))

    assert Client().get("/readyz").json()["parts"]["disk"] == "less than 500 MB free"


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise DatabaseError("connection to 192.0.2.7 refused for user randa")

    monkeypatch.setattr(health, "_migrations", fail)

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.json()["parts"]["database"] == "does not answer"
    assert "192.0.2.7" not in json.dumps(response.json())
