"""`randa sessions end`: sign out one person, an organisation, or everybody."""

import argparse
import sys
from typing import TYPE_CHECKING

from randa.core.errors import DomainError
from randa.runtime import supervisor

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa sessions end`."""
    group = commands.add_parser("sessions", help="who is signed in").add_subparsers(required=True, metavar="action")
    end = group.add_parser("end", help="sign people out at once; keys of the interface and of directories go on")
    whom = end.add_mutually_exclusive_group(required=True)
    whom.add_argument("--all", action="store_true", help="everybody")
    whom.add_argument("--person", metavar="EMAIL", help="the person who signs in with this address")
    whom.add_argument(
        "--organisation", metavar="CODE", help="everybody with a role there or below today, such as REG-20"
    )
    end.add_argument("--reason", required=True, help="stands in the log of each person")
    end.set_defaults(handle=_end)


def _end(chosen: argparse.Namespace) -> int:
    with supervisor.database():
        supervisor.set_up_django()
        from django.utils import translation

        from randa.core.ui.translations import compile_translations
        from randa.identity.sessions import services_ending as services

        compile_translations()  # nothing may have been started yet, and the terminal speaks English
        try:
            with translation.override("en"):
                if chosen.all:
                    ended = services.end_sessions_of_everybody(reason=chosen.reason)
                elif chosen.person:
                    ended = services.end_sessions_of_person(email=chosen.person, reason=chosen.reason)
                else:
                    ended = services.end_sessions_at(code=chosen.organisation, reason=chosen.reason)
        except DomainError as refusal:
            print(refusal, file=sys.stderr)
            return 1
    print(f"Signed out: {ended} {'person' if ended == 1 else 'people'}.")
    return 0
