"""Somebody who is signed in can open many pages, but not without end."""

import pytest
from django.test import Client
from pytest_django import Settings

from randa.home import limits
from randa.people.models import User
from tests.identity.accounts import account, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/konto/losenord-och-sakerhet/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [600.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    return now


@pytest.fixture
def reader(settings: Settings, clock: list[float]) -> Client:
    settings.RANDA_PAGES_PER_MINUTE = 3
    return signed_in(account())


def _opens(reader: Client, times: int) -> list[int]:
    return [reader.get("/").status_code for _ in range(times)]


def test_one_page_too_many_is_asked_to_wait_until_the_minute_is_over(reader: Client, clock: list[float]) -> None:
    clock[0] = 617
    assert 429 not in _opens(reader, 3)

    answer = reader.get("/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "43")
    assert "Nu gick det lite för fort" in answer.content.decode()
    assert "Vänta 43 sekunder" in answer.content.decode()
    clock[0] = 660
    assert _opens(reader, 1) != [429]


def test_all_sessions_of_an_account_count_together_and_nobody_elses(reader: Client) -> None:
    same, other = signed_in(User.objects.get()), signed_in(account("other@test.example"))
    same.handler = other.handler = reader.handler  # one process
    _opens(reader, 3)

    assert _opens(same, 1) == [429]
    assert 429 not in _opens(other, 3)


def test_what_is_asked_without_signing_in_or_has_a_limit_of_its_own_is_not_counted(
    reader: Client, settings: Settings
) -> None:
    settings.RANDA_PAGES_PER_MINUTE = 0

    assert [reader.get(path).status_code for path in ("/healthz", "/api/mig")] != [429, 429]
    assert Client().get("/konto/logga-in/").status_code == 200
    assert reader.get("/konto/logga-in/").status_code == 429


def test_the_refusal_asks_the_database_for_nothing_but_the_session(
    reader: Client, django_assert_num_queries: object
) -> None:
    _opens(reader, 3)

    with django_assert_num_queries(1):  # type: ignore[operator]
        reader.get("/")


def test_the_refusal_is_in_the_language_of_the_browser(reader: Client) -> None:
    _opens(reader, 3)

    assert "a little too fast" in reader.get("/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
