"""`randa demo reset`: the demo world as on its first day."""

import argparse
import sys
from typing import TYPE_CHECKING

from randa.cli.database import DONE, REFUSED, in_database

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa demo reset`."""
    group = commands.add_parser("demo", help="the demo world").add_subparsers(required=True, metavar="action")
    reset = group.add_parser("reset", help="remove everything in the database and make the demo world anew")
    reset.set_defaults(handle=in_database(_reset, as_owner=True))


def _reset(_chosen: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import translation

    from randa.demo.services import reset_demo_world

    if not settings.RANDA_DEMO:
        print("RANDA_DEMO is no: this installation may hold real people, so nothing was removed.", file=sys.stderr)
        return REFUSED
    with translation.override(
        settings.LANGUAGE_CODE
    ):  # the world's own texts are Swedish, whatever the terminal speaks
        print(reset_demo_world())
    return DONE
