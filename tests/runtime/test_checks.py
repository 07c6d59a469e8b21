"""`randa check` says in plain words what is wrong."""

import pytest

from randa.runtime.checks import _unsafe_settings, problems
from randa.settings import environment
from randa.settings.environment import SettingError


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "PORT is 'http'; expected a whole number."),
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
