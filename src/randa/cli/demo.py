"""`randa demo reset`: the demo world as on its first day."""

import argparse
from typing import TYPE_CHECKING

from randa.runtime import supervisor
from randa.runtime.roles import become_owner

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa demo reset`."""
    group = commands.add_parser("demo", help="the demo world").add_subparsers(required=True, metavar="action")
    reset = group.add_parser("reset", help="remove everything in the database and make the demo world anew")
    reset.set_defaults(handle=_reset)


def _reset(_chosen: argparse.Namespace) -> int:
    with supervisor.database():
        become_owner()  # emptying tables is the owner's
        supervisor.set_up_django()
        from django.conf import settings

        if not settings.RANDA_DEMO:
            print("RANDA_DEMO is no: this installation may hold real people, so nothing was removed.")
            return 1
        from randa.demo.services import reset_demo_world

        print(reset_demo_world())
    return 0
