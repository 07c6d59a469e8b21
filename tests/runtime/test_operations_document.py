"""What `docs/operations.md` says about settings and commands is what the code has."""

import argparse
import re
from pathlib import Path

import pytest

from randa.cli.main import command_parser, main
from randa.settings.environment import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "operations.md").read_text()


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


def _spoken() -> list[tuple[str, str]]:
    """Return (document, command) for every `randa …` that a document writes as code."""
    found = []
    for file in sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]):
        text = file.read_text()
        code = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        lines = [line for block in code for line in block.splitlines()]
        spans = [
            span
            for line in re.sub(r"```.*?```", "", text, flags=re.DOTALL).splitlines()
            for span in re.findall(r"`([^`]+)`", line)
        ]
        for line in [*lines, *spans]:
            found += [
                (file.name, match)
                for match in re.findall(r"(?:^|bin/|&& |\$\()randa ((?:[a-z][^;&|)#]|\\\|)[^;&)#]*)", line)
            ]
    return found


def test_every_command_that_a_document_names_exists_with_its_options() -> None:
    spoken = _spoken()
    assert len(spoken) > 40
    wrong = [f"{document}: randa {command}" for document, command in spoken if not _is_known(command)]

    assert wrong == []


def _is_known(command: str) -> bool:
    """Walk down the parsers by the words of the command; `a\\|b` stands for both."""
    words = command.replace("\\|", "|").replace("…", "").split()
    parsers = [command_parser()]
    for word in words:
        below = [one for parser in parsers if (one := _below(parser))]
        if word.startswith("--"):
            options = re.findall(r"--[a-z-]+", word)
            if not all(name in parser._option_string_actions for parser in parsers for name in options):
                return False
        elif below and len(below) == len(parsers):
            names = word.split("|")
            if not all(name in choices for choices in below for name in names):
                return False
            parsers = [choices[name] for choices in below for name in names]
    return True


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return next((dict(one.choices) for one in parser._actions if isinstance(one, argparse._SubParsersAction)), {})
