"""`randa check` says in plain words what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from randa.runtime.checks import _unsafe_settings, problems
from randa.settings import environment
from randa.settings.environment import SETTINGS, SettingError
from randa.settings.unsafe import refuse_to_start

SECRETS = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "RANDA_SECRET_KEY",
    "RANDA_EARLIER_SECRET_KEYS",
    "RANDA_DATA_KEYS",
    "EMAIL_PASSWORD",
}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "PORT is 'http'; expected a whole number."),
        ("RANDA_INVITATION_DAYS", "0", "RANDA_INVITATION_DAYS is '0'; expected a whole number from 1."),
        (
            "RANDA_ACCOUNT_REQUESTS_PER_HOUR",
            "ten",
            "RANDA_ACCOUNT_REQUESTS_PER_HOUR is 'ten'; expected a whole number from 1.",
        ),
        (
            "RANDA_ACCOUNT_REQUESTS_PER_DAY",
            "-1",
            "RANDA_ACCOUNT_REQUESTS_PER_DAY is '-1'; expected a whole number from 1.",
        ),
        ("RANDA_DEMO", "maybe", "RANDA_DEMO is 'maybe'; expected yes or no."),
        ("RANDA_TODAY", "2027-13-01", "RANDA_TODAY is '2027-13-01'; expected a date such as 2027-01-11."),
        (
            "RANDA_MAY_CALL",
            "idp.example,10.0.0.0/99",
            "RANDA_MAY_CALL has '10.0.0.0/99'; expected a host, .domain, network or *.",
        ),
        (
            "DATABASE_URL",
            "sqlite:///db",
            "DATABASE_URL does not begin with postgresql://. Give postgresql://user:password@host:port/name or leave it empty.",
        ),
    ],
)
def test_an_unreadable_setting_is_named_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)

    assert problems() == [sentence]


def test_a_setting_left_empty_has_its_documented_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")

    assert environment.number("PORT") == 8000


def test_a_number_that_is_no_number_is_refused_where_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8000a")

    with pytest.raises(SettingError, match="PORT is '8000a'; expected a whole number"):
        environment.number("PORT")


@pytest.mark.django_db
def test_an_open_demo_world_and_a_missing_certificate_are_both_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANDA_ADDRESS", "0.0.0.0")  # noqa: S104 - the very thing to be warned about
    monkeypatch.setenv("RANDA_DEMO", "yes")

    said = problems()

    assert any("without https" in line for line in said)
    assert any("demo world is open on a public address" in line for line in said)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://randa@db.region.example/randa", True),
        ("postgresql://randa@db.region.example/randa?sslmode=require", True),
        ("postgresql://randa@db.region.example/randa?sslmode=verify-full", False),
        ("postgresql://randa@127.0.0.1/randa", False),
    ],
)
def test_a_database_elsewhere_whose_certificate_is_not_checked_is_told(
    monkeypatch: pytest.MonkeyPatch, address: str, told: bool
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    assert any("sslmode=verify-full" in line for line in _unsafe_settings()) is told


@pytest.mark.parametrize(
    ("value", "told"), [("", True), ("idp.region.example,*", True), (".region.example,10.20.0.0/16", False)]
)
def test_outside_the_demo_world_what_randa_may_call_is_to_be_named(
    monkeypatch: pytest.MonkeyPatch, value: str, told: bool
) -> None:
    monkeypatch.setenv("RANDA_MAY_CALL", value)
    monkeypatch.setenv("RANDA_DEMO", "no")

    assert any("every public host" in line for line in _unsafe_settings()) is told


@pytest.mark.parametrize(
    ("own", "refused"),
    [
        ({"DATABASE_URL": "postgresql://randa@db.region.example/randa"}, "certificate is not checked"),
        ({"DATABASE_URL": "postgresql://randa@/randa?host=db.region.example&sslmode=require"}, "certificate is not checked"),
        ({"DATABASE_URL": "postgresql://randa@db.region.example/randa?sslmode=verify-full"}, ""),
        ({"DATABASE_URL": "postgresql://randa@/randa?host=/run/postgresql"}, ""),
        ({"DATABASE_URL": ""}, ""),
        ({"DATABASE_OWNER_URL": "postgresql://owner@db.region.example/randa"}, "certificate is not checked"),
        ({"DATABASE_URL": "postgresql://randa@db/randa", "RANDA_UNVERIFIED_DATABASE": "a tunnel, encrypted by the network"}, ""),
        ({"DATABASE_URL": "postgresql://randa@db/randa", "RANDA_DEMO": "yes"}, ""),
        ({"EMAIL_HOST": "mail.region.example", "EMAIL_SECURITY": "none"}, "Mail would leave this machine in the clear"),
        ({"EMAIL_HOST": "localhost", "EMAIL_SECURITY": "none"}, ""),
        ({"RANDA_ADDRESS": "10.20.0.5"}, "without https"),
        ({"RANDA_ADDRESS": "10.20.0.5", "RANDA_HTTPS": "yes", "RANDA_PROXY_SETS": "X-Forwarded-Proto"}, ""),
        ({"RANDA_HTTPS": "yes"}, "always sets X-Forwarded-Proto"),
        ({"RANDA_HTTPS": "yes", "RANDA_PROXY_SETS": "x-request-id, X-Forwarded-Proto"}, ""),
    ],
)  # fmt: skip
def test_randa_does_not_start_with_what_would_let_others_listen_or_lie(
    monkeypatch: pytest.MonkeyPatch, own: dict[str, str], refused: str
) -> None:
    monkeypatch.setenv("RANDA_DEMO", "no")
    for name, value in own.items():
        monkeypatch.setenv(name, value)

    if not refused:
        refuse_to_start()
        return
    with pytest.raises(SettingError, match=refused):
        refuse_to_start()


def test_the_commands_say_why_they_do_not_start(tmp_path: Path) -> None:
    own = {
        "DATABASE_URL": "postgresql://randa@db.region.example/randa",
        "RANDA_DEMO": "no",
        "RANDA_HOME": str(tmp_path),
    }
    surroundings = os.environ | own | {"DJANGO_SETTINGS_MODULE": "randa.settings.production"}

    def said(*command: str) -> subprocess.CompletedProcess[str]:
        own_words = [sys.executable, "-m", *command]
        return subprocess.run(own_words, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603 - see its name

    migrating, web, checking = said("randa.cli.main", "migrate"), said("randa.wsgi"), said("randa.cli.main", "check")

    assert (migrating.returncode, migrating.stderr.count("\n")) == (1, 1)
    assert "certificate is not checked" in migrating.stderr
    assert "certificate is not checked" in web.stderr
    assert "certificate is not checked" in checking.stdout


def test_a_secret_may_come_from_a_file_that_a_vault_puts_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number, setting in enumerate(SETTINGS):
        kept = tmp_path / str(number)
        kept.write_text(f"from a file {number}\n")
        monkeypatch.delenv(setting.name, raising=False)
        monkeypatch.setenv(f"{setting.name}_FILE", str(kept))

    read = {
        setting.name
        for number, setting in enumerate(SETTINGS)
        if environment.text(setting.name) == f"from a file {number}"
    }

    assert read == SECRETS


@pytest.mark.parametrize("other", ["", "twice"])
def test_a_secret_that_cannot_be_read_or_stands_twice_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, other: str
) -> None:
    monkeypatch.setenv("EMAIL_PASSWORD", other)
    monkeypatch.setenv("EMAIL_PASSWORD_FILE", str(tmp_path / "missing"))

    assert problems() == [
        "EMAIL_PASSWORD and EMAIL_PASSWORD_FILE are both set; expected one of them."
        if other
        else f"EMAIL_PASSWORD_FILE is '{tmp_path / 'missing'}', which cannot be read (FileNotFoundError)."
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("clamd.region.example:3310", "expected a path or 127.0.0.1:port"),
        ("", "not searched for viruses"),
        ("/nobody/listens/here", "scanner does not answer"),
    ],
)
@pytest.mark.django_db
def test_a_virus_scanner_that_is_missing_elsewhere_or_silent_is_told(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, value: str, sentence: str
) -> None:
    monkeypatch.setenv("RANDA_DEMO", "no")
    monkeypatch.setenv("RANDA_VIRUS_SCANNER", value)
    settings.RANDA_VIRUS_SCANNER = value

    assert any(sentence in line for line in problems())
