"""RANDA_SECRET_KEY changes: what the earlier one sealed goes on working, and is sealed anew so that it can go."""

from contextlib import nullcontext

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from randa.cli.main import main
from randa.identity.sealing import UnreadableSealError
from randa.identity.services_resealing import factors_by_key, reseal_factors
from randa.people.models import User
from randa.runtime import supervisor
from tests.identity.accounts import account, signed_in, with_code_app

pytestmark = pytest.mark.django_db
OLD, NEW = "the-key-before-" * 4, "the-key-of-today-" * 4


@pytest.fixture
def person(settings: Settings) -> tuple[User, str]:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    made = account()
    secret = with_code_app(made)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    return made, secret


def test_a_code_app_sealed_by_the_earlier_key_still_opens(person: tuple[User, str]) -> None:
    assert factors_by_key() == {"newest": 0, "earlier": 1, "unreadable": 0}
    signed_in(*person)


def test_sealed_anew_it_needs_the_earlier_key_no_more(person: tuple[User, str], settings: Settings) -> None:
    assert reseal_factors() == 1
    assert reseal_factors() == 0

    settings.SECRET_KEY_FALLBACKS = []
    assert factors_by_key() == {"newest": 1, "earlier": 0, "unreadable": 0}
    signed_in(*person)


def test_a_session_of_the_earlier_key_goes_on(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    reader = signed_in(account())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert "_auth_user_id" in reader.session
    assert reader.get("/konto/logga-ut/").status_code == 200


def test_batches_leave_none_out_and_what_is_not_sealed_alone(person: tuple[User, str]) -> None:
    for number in range(3):
        with_code_app(account(f"{number}@test.example"))
    Authenticator.objects.create(user=account("nyckel@test.example"), type="webauthn", data={"name": "Telefon"})

    assert reseal_factors(batch=2) == 1
    assert factors_by_key() == {"newest": 4, "earlier": 0, "unreadable": 0}


def test_without_the_earlier_key_nothing_is_changed_and_the_command_says_so(
    person: tuple[User, str], settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECRET_KEY_FALLBACKS = []
    monkeypatch.setattr(supervisor, "database", nullcontext)  # that of the test is running

    with pytest.raises(UnreadableSealError):
        reseal_factors()
    assert main(["keys", "status"]) == 1
    assert "unreadable 1" in capsys.readouterr().out
    assert main(["keys", "rotate"]) == 1
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert main(["keys", "rotate"]) == 0
    assert "second factors: 1 sealed again" in capsys.readouterr().out
