"""`randa sessions end`: sign out one person, an organisation, or everybody."""

import argparse
from typing import TYPE_CHECKING

from randa.cli.database import DONE, in_database

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
    end.set_defaults(handle=in_database(_end))


def _end(chosen: argparse.Namespace) -> int:
    from randa.identity.sessions import services_ending as services

    if chosen.all:
        ended = services.end_sessions_of_everybody(reason=chosen.reason)
    elif chosen.person:
        ended = services.end_sessions_of_person(email=chosen.person, reason=chosen.reason)
    else:
        ended = services.end_sessions_at(code=chosen.organisation, reason=chosen.reason)
    print(f"Signed out: {ended} {'person' if ended == 1 else 'people'}.")
    return DONE
