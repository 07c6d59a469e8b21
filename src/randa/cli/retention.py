"""`randa retention plan|apply`: what has passed its period, and carrying out a removal that two people have agreed on."""

import argparse
import sys
from typing import TYPE_CHECKING

from randa.core.errors import DomainError
from randa.runtime import supervisor

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, REFUSED = 0, 1


def add_parser(commands: "Commands") -> None:
    """Add `randa retention`."""
    retention = commands.add_parser("retention", help="what has passed its period, and removing what is approved")
    inner = retention.add_subparsers(required=True, metavar="action")
    plan = inner.add_parser("plan", help="count what would be removed today; removes nothing")
    plan.add_argument("organisation", help="code, for example REG-20")
    plan.set_defaults(handle=_plan)
    apply = inner.add_parser("apply", help="carry out a removal that is proposed and approved in Randa")
    apply.add_argument("run", help="the removal's key, the last part of its address")
    apply.add_argument("--as", dest="email", required=True, help="e-mail of whoever carries it out; must be allowed to")
    apply.set_defaults(handle=_apply)


def _plan(chosen: argparse.Namespace) -> int:
    with supervisor.database():
        supervisor.set_up_django()
        from randa.core.clock import today
        from randa.organisations.models import Organisation
        from randa.privacy.planning import plan_removal

        organisation = Organisation.objects.filter(code=chosen.organisation).first()
        if organisation is None:
            print(f"No organisation has the code {chosen.organisation}.", file=sys.stderr)
            return REFUSED
        for one in plan_removal(organisation, today()):
            print(
                f"{len(one.items):>8}  {one.action}  {one.rows.key}  ({one.period.months} months, {one.period.decision})"
            )
    return DONE


def _apply(chosen: argparse.Namespace) -> int:
    with supervisor.database():
        supervisor.set_up_django()
        from django.core.exceptions import PermissionDenied, ValidationError

        from randa.people.models import User
        from randa.privacy.models import RetentionRun
        from randa.privacy.services import apply_removal

        actor = User.objects.filter(email__iexact=chosen.email, is_active=True).first()
        try:
            run = RetentionRun.objects.filter(pk=chosen.run).first()
        except ValidationError:
            run = None
        if run is None or actor is None:
            print("There is no such removal or no such person.", file=sys.stderr)
            return REFUSED
        try:
            apply_removal(actor=actor, run=run)
        except PermissionDenied:
            print(f"{actor.email} may not carry out removals there.", file=sys.stderr)
            return REFUSED
        except DomainError as refusal:
            print(refusal, file=sys.stderr)
            return REFUSED
    return DONE
