"""The same call with the same key is carried out once and answered the same."""

import datetime as dt
import json
import threading

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from randa.core.audit.models import AuditEvent
from randa.integrations.models import AnsweredCall
from randa.integrations.services.calls import forget_old_calls
from randa.people.models import RoleAssignment
from tests.api.test_operations import World
from tests.integrations.world import call, own_key

pytestmark = pytest.mark.django_db


def _give(world: World, key: str, **changes: object) -> HttpResponse:
    body = {
        "person": str(world.colleague.pk), "role": "recruiter", "organisation": "REG-20", "starts_on": "2027-01-12",
        "ends_before": None, "reason": "Ny uppgift",
    }  # fmt: skip
    return call(world.token, "/api/roller", "POST", json.dumps(body | changes), Idempotency_Key=key)


def _given() -> int:
    return AuditEvent.objects.filter(action="role.granted").count()


def test_the_same_call_again_is_answered_the_same_and_done_once() -> None:
    world = World()

    first, second = _give(world, "k-1"), _give(world, "k-1")

    assert (first.status_code, second.status_code) == (201, 201), first.content
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert _given() == 1


def test_the_answer_stays_the_same_when_the_role_is_gone_meanwhile() -> None:
    world = World()
    first = _give(world, "k-1")
    RoleAssignment.objects.filter(pk=first.json()["id"]).delete()

    assert _give(world, "k-1").content == first.content
    assert not RoleAssignment.objects.filter(pk=first.json()["id"]).exists()


def test_another_call_with_the_same_key_is_refused() -> None:
    world = World()
    _give(world, "k-1")

    refused = _give(world, "k-1", reason="Något annat")

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")


def test_a_refusal_is_not_kept() -> None:
    world = World()

    assert _give(world, "k-1", role="finns_inte").status_code == 422
    assert _give(world, "k-1").status_code == 201


def test_callers_have_keys_of_their_own() -> None:
    world = World()
    _give(world, "k-1")
    world.token = own_key(world.keeper)[1]
    assert _give(world, "k-1")["Idempotency-Replayed"] == "true"

    world.token = own_key(world.colleague)[1]
    assert _give(world, "k-1").status_code == 403  # may give nothing; and hears nothing of the answer to somebody else


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "å"])
def test_a_key_that_cannot_be_compared_is_refused(key: str) -> None:
    assert _give(World(), key).status_code == 422


def test_answers_are_kept_a_day() -> None:
    world = World()
    _give(world, "k-1")
    AnsweredCall.objects.update(made_at=timezone.now() - dt.timedelta(hours=24, seconds=1))

    again = _give(world, "k-1")

    assert (again.status_code, "Idempotency-Replayed" in again) == (201, False)
    AnsweredCall.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    assert forget_old_calls() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_calls_at_once_one_is_carried_out_and_both_get_its_answer() -> None:
    world = World()
    call(world.token, "/api/mig")
    gate = threading.Barrier(2)
    answers: list[HttpResponse] = []

    def run() -> None:
        gate.wait()
        answers.append(_give(world, "k-1"))
        connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sorted(one.get("Idempotency-Replayed", "") for one in answers) == ["", "true"]
    assert _given() == 1
