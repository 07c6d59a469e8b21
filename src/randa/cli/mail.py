"""`randa mail status|bounces`: how sending has gone, and reading the mail that came back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from randa.cli.database import DONE, REFUSED, in_database

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa mail`."""
    actions = commands.add_parser("mail", help="mail that leaves and comes back").add_subparsers(
        required=True, metavar="action"
    )
    status = actions.add_parser("status", help="the mails of seven days by state; exit code 1 when some failed")
    status.set_defaults(handle=in_database(_status))
    bounces = actions.add_parser("bounces", help="read the mailbox that returned mail comes to")
    bounces.add_argument("--folder", help="a Maildir folder or mbox file; EMAIL_RETURNS_FOLDER when left out")
    bounces.set_defaults(handle=in_database(_bounces))


def _status(_chosen: argparse.Namespace) -> int:
    from randa.core.notifications.queries import mail_status

    status = mail_status()
    for value, count in status.by_state.items():
        print(f"{value:<8} {count}")
    print(f"{status.stopped} addresses get no more mail.")
    for mail in status.troubled:
        print(f"- {mail.created_at:%Y-%m-%d %H:%M} {mail.state}, attempt {mail.attempts}: {mail.last_error}")
    return REFUSED if status.by_state["failed"] else DONE


def _bounces(chosen: argparse.Namespace) -> int:
    from django.conf import settings

    from randa.core.notifications.services.inbox import read_returns

    place = chosen.folder or settings.EMAIL_RETURNS_FOLDER
    if not place:
        print("Give --folder, or set EMAIL_RETURNS_FOLDER.", file=sys.stderr)
        return REFUSED
    reading = read_returns(Path(place))
    print(f"{reading.read} new messages: {reading.returned} returned mails, {reading.other} others.")
    return DONE
