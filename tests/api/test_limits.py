"""How often one may call: all processes count together, and everybody is told how much is left."""

import threading

import pytest
from django.test import Client, RequestFactory

from randa.api.limits import _caller
from randa.core import call_counts
from tests.factories import UserFactory
from tests.integrations.world import call, own_key

pytestmark = pytest.mark.django_db


def test_one_call_too_many_is_told_when_to_come_back(settings: object) -> None:
    settings.RANDA_API_PER_MINUTE = 2  # type: ignore[attr-defined]
    _key, token = own_key(UserFactory.create())

    answers = [call(token, "/api/mig") for _number in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one["RateLimit-Remaining"] for one in answers] == ["1", "0", "0"]
    assert answers[0]["RateLimit-Limit"] == "2"
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2].json()["code"] == "too_many_calls"


def test_keys_are_counted_one_by_one(settings: object) -> None:
    settings.RANDA_API_PER_MINUTE = 1  # type: ignore[attr-defined]
    owner = UserFactory.create()

    assert [call(own_key(owner)[1], "/api/mig").status_code for _number in range(2)] == [200, 200]


def test_a_session_is_counted_too(settings: object, client: Client) -> None:
    settings.RANDA_API_PER_MINUTE = 1  # type: ignore[attr-defined]
    client.force_login(UserFactory.create())

    assert [client.get("/api/mig").status_code for _number in range(2)] == [200, 429]


def test_whoever_tries_many_keys_waits_whatever_the_keys_are(settings: object) -> None:
    settings.RANDA_API_REFUSED_PER_MINUTE = 2  # type: ignore[attr-defined]

    answers = [call(f"rnd_fel{number}", "/api/mig") for number in range(3)]

    assert [one.status_code for one in answers] == [401, 401, 429]


def test_the_next_minute_begins_anew() -> None:
    assert [call_counts.count("x", 1, now=moment).is_over for moment in (0, 59, 60)] == [False, True, False]
    assert call_counts.count("x", 1, now=61).seconds_left == 59


def test_pages_are_not_counted(settings: object) -> None:
    settings.RANDA_API_PER_MINUTE = 0  # type: ignore[attr-defined]

    assert Client().get("/konto/logga-in/").status_code == 200


@pytest.mark.usefixtures("shared_cache")
def test_processes_that_call_at_once_are_all_counted() -> None:
    gate = threading.Barrier(4)
    seen: list[int] = []

    def run() -> None:
        gate.wait()
        seen.extend([call_counts.count("together", 100, now=30).used for _number in range(5)])

    threads = [threading.Thread(target=run) for _number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(seen) == list(range(1, 21))


def test_the_same_caller_written_in_another_way_is_the_same_caller() -> None:
    def caller(cookie: str = "", header: str = "") -> str:
        request = RequestFactory().get("/api/mig", **({"HTTP_AUTHORIZATION": header} if header else {}))
        request.COOKIES = {"sessionid": cookie} if cookie else {}
        return _caller(request)

    assert len({caller(header=one) for one in ("Bearer rnd_a", "bearer rnd_a", "BEARER   rnd_a ")}) == 1
    assert len({caller("a session", one) for one in ("", "Basic x", "Basic y", "anything")}) == 1
    assert caller(header="Bearer rnd_a") != caller(header="Bearer rnd_b")
