"""Whoever watches the logs sees who came in, who did not, and what was refused; never what was typed."""

import datetime as dt
import json
import logging

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings as SettingsWrapper

from randa.core.logs import JsonFormatter
from tests.identity.accounts import PASSWORD, account, give_password, signed_in, with_code_app

pytestmark = pytest.mark.django_db


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "randa.security"]


def test_coming_in_and_going_out_are_lines_with_the_account(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "randa.security")
    person = account()

    signed_in(person).post("/konto/logga-ut/")

    assert f"signed in: {person.pk} from 127.0.0.1" in lines(caplog)
    assert f"signed out: {person.pk}" in lines(caplog)


def test_a_wrong_password_is_a_line_without_anything_that_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    person = account()

    Client().post("/konto/logga-in/", {"login": person.email, "password": "a wrong one, 77"})

    assert lines(caplog) == ["sign-in failed from 127.0.0.1"]
    assert "a wrong one" not in caplog.text
    assert person.email not in caplog.text


def test_a_refusal_names_the_rule_the_account_and_the_route_but_no_address(caplog: pytest.LogCaptureFixture) -> None:
    person = account()

    answer = signed_in(person, with_code_app(person)).get(reverse("identity:providers"))

    assert answer.status_code == 403
    assert [line for line in lines(caplog) if line.startswith("refused:") and str(person.pk) in line]
    assert PASSWORD not in caplog.text


def test_a_forged_form_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    Client(enforce_csrf_checks=True).post("/sprak/", {"language": "en"})

    assert [line for line in lines(caplog) if line.startswith("form refused:") and line.endswith("at set_language")]


def test_a_wrong_code_is_a_line_without_the_code(caplog: pytest.LogCaptureFixture) -> None:
    person = account()
    with_code_app(person)
    browser = Client()
    answer = give_password(browser, person)

    browser.post(answer["Location"], {"code": "000000"})

    assert [line for line in lines(caplog) if line.startswith(f"code refused: {person.pk} from")]
    assert "000000" not in caplog.text


def test_a_door_that_is_shut_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    person = account()
    for _time in range(6):
        Client().post("/konto/logga-in/", {"login": person.email, "password": "wrong"})

    assert "sign-in shut after too many attempts, from 127.0.0.1" in lines(caplog)


def test_a_line_of_the_log_stays_one_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'a\n{"level": "forged"}\r\nb', None, None)

    assert len(JsonFormatter().format(record).splitlines()) == 1


def test_behind_a_proxy_the_log_has_the_persons_address(
    settings: SettingsWrapper, caplog: pytest.LogCaptureFixture
) -> None:
    settings.RANDA_PROXIES = 1
    person = account()

    Client().post(
        "/konto/logga-in/",
        {"login": person.email, "password": "wrong"},
        HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7",
    )

    assert lines(caplog) == ["sign-in failed from 198.51.100.7"]


def test_a_line_of_the_log_is_json_with_its_time_in_utc() -> None:
    record = logging.LogRecord("randa.security", logging.WARNING, "", 0, "refused: %s", ("x",), None)
    record.created = dt.datetime(2027, 7, 1, 12, 0, tzinfo=dt.UTC).timestamp()

    line = json.loads(JsonFormatter().format(record))

    assert line["time"] == "2027-07-01T12:00:00.000+00:00"
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "randa.security", "refused: x")
