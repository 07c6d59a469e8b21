"""`randa check`: what is wrong with this installation, in plain words."""

import argparse
from typing import TYPE_CHECKING

from randa.runtime.checks import problems

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa check`."""
    check = commands.add_parser("check", help="say in plain words what is wrong with this installation")
    check.set_defaults(handle=_check)


def _check(_chosen: argparse.Namespace) -> int:
    found = problems()
    for problem in found:
        print(f"- {problem}")
    print(f"{len(found)} to mend." if found else "Nothing to mend.")
    return 1 if found else 0
