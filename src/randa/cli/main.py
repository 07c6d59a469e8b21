"""The `randa` command: what one does from a terminal. `docs/operations.md` lists all of it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from randa.cli import (
    account,
    audit,
    backup,
    checking,
    demo,
    forecast,
    keys,
    mail,
    openapi,
    plan,
    retention,
    running,
    sessions,
)
from randa.settings.environment import SettingError

GROUPS = (running, demo, account, audit, backup, checking, keys, plan, forecast, mail, openapi, retention, sessions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed, 2 input refused, 3 stopped by its limit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "randa.settings.production")
    chosen = command_parser().parse_args(arguments)
    handle: Callable[[argparse.Namespace], int] = chosen.handle
    try:
        return handle(chosen)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 1


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `tests/runtime/test_operations_document.py` holds the documents to it."""
    parser = argparse.ArgumentParser(prog="randa", description="Randa: from planned posts to a placed year.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for group in GROUPS:
        group.add_parser(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
