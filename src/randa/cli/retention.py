"""`randa retention plan|apply`: what has passed its period, and carrying out a removal that two people have agreed on."""

import argparse
import sys
from typing import TYPE_CHECKING

from randa.cli.database import DONE, REFUSED, in_database

if TYPE_CHECKING:
    from randa.people.models import User
    from randa.privacy.models import RetentionRun

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa retention`."""
    retention = commands.add_parser("retention", help="what has passed its period, and removing what is approved")
    inner = retention.add_subparsers(required=True, metavar="action")
    plan = inner.add_parser("plan", help="count what would be removed today; removes nothing")
    plan.add_argument("organisation", help="code, for example REG-20")
    plan.set_defaults(handle=in_database(_plan))
    apply = inner.add_parser("apply", help="carry out a removal that is proposed and approved in Randa")
    apply.add_argument("run", help="the removal's key, the last part of its address")
    apply.add_argument("--as", dest="email", required=True, help="e-mail of whoever carries it out; must be allowed to")
    apply.set_defaults(handle=in_database(_apply))


def _plan(chosen: argparse.Namespace) -> int:
    from randa.core.clock import today
    from randa.organisations.models import Organisation
    from randa.privacy.models import LegalHold
    from randa.privacy.planning import plan_removal

    organisation = Organisation.objects.filter(code=chosen.organisation).first()
    if organisation is None:
        print(f"No organisation has the code {chosen.organisation}.", file=sys.stderr)
        return REFUSED
    planned = plan_removal(organisation, today())
    for one in planned:
        print(f"{len(one.items):>8}  {one.action}  {one.rows.key}  ({one.period.months} months, {one.period.decision})")
    rows = sum(len(one.items) for one in planned)
    held = LegalHold.objects.on(today()).filter(organisation__path__startswith=organisation.path).count()
    print(
        f"{rows} rows of {organisation} have passed their period; {held} legal holds are in force. Nothing is removed."
    )
    return DONE


def _apply(chosen: argparse.Namespace) -> int:
    from django.core.exceptions import PermissionDenied

    from randa.privacy.services import apply_removal

    run, actor = _run(chosen.run), _person(chosen.email)
    if run is None:
        print(f"No removal has the key {chosen.run}. It is the last part of its page's address.", file=sys.stderr)
        return REFUSED
    if actor is None:
        print(f"No open account has the address {chosen.email}.", file=sys.stderr)
        return REFUSED
    try:
        applied = apply_removal(actor=actor, run=run, progress=_told)
    except PermissionDenied:
        print(f"{actor.email} may not carry out removals there.", file=sys.stderr)
        return REFUSED
    removed = sum(applied.lines.values_list("removed", flat=True))
    print(f"{removed} rows removed or cleared. The protocol is on the removal's page.")
    return DONE


def _told(done: int, total: int) -> None:
    print(f"{done} of {total}", file=sys.stderr)


def _run(key: str) -> "RetentionRun | None":
    from django.core.exceptions import ValidationError

    from randa.privacy.models import RetentionRun

    try:
        return RetentionRun.objects.filter(pk=key).first()
    except ValidationError:
        return None


def _person(email: str) -> "User | None":
    from randa.people.models import User

    return User.objects.filter(email__iexact=email, is_active=True).first()
