"""`randa demo reset`: never over real people, and in Swedish whatever the terminal speaks."""

from contextlib import nullcontext

import pytest
from django.utils import translation
from pytest_django import Settings

from randa.cli.main import main
from randa.demo import services
from randa.runtime import supervisor

pytestmark = pytest.mark.django_db


@pytest.fixture
def languages(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The language of each time the world was made anew; nothing is."""
    made: list[str | None] = []

    def reset() -> str:
        made.append(translation.get_language())
        return "2 people"

    monkeypatch.setattr(supervisor, "database", nullcontext)
    monkeypatch.setattr(services, "reset_demo_world", reset)
    return made


def test_the_world_is_made_in_swedish(languages: list[str | None], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "reset"]) == 0
    assert languages == ["sv"]
    assert capsys.readouterr().out == "2 people\n"


def test_nothing_is_removed_where_there_may_be_real_people(
    languages: list[str | None], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.RANDA_DEMO = False

    assert main(["demo", "reset"]) == 1
    assert languages == []
    assert "nothing was removed" in capsys.readouterr().err
