"""What `docs/operations.md` says about settings and commands is what the code has."""

import re
from pathlib import Path

import pytest

from randa.cli.main import main
from randa.settings.environment import SETTINGS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text()


def test_the_table_of_settings_is_that_of_the_code() -> None:
    rows = [
        f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else ''} | {setting.meaning} |"
        for setting in SETTINGS
    ]
    table = DOCUMENT.partition("| Name | Default | Meaning |\n|---|---|---|\n")[2].partition("\n\n")[0]

    assert table.splitlines() == rows


def test_the_secrets_that_may_be_files_are_named() -> None:
    named = DOCUMENT.partition("**Secrets from a vault.**")[2].partition("\n\n")[0]

    assert set(re.findall(r"`([A-Z_]+)_FILE`", named)) == {one.name for one in SETTINGS if one.is_secret}


def test_every_command_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^ {4}(\w+) ", capsys.readouterr().out, re.MULTILINE)

    assert commands
    assert [command for command in commands if f"randa {command}" not in DOCUMENT] == []
