"""`randa account create`: the first administrator of an installation without the demo world."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from randa.cli.database import DONE, REFUSED, in_database
from randa.core.errors import InvalidInputError

if TYPE_CHECKING:
    from randa.organisations.models import Organisation

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa account create`."""
    group = commands.add_parser("account", help="the first administrator's account")
    create = group.add_subparsers(required=True, metavar="action").add_parser(
        "create", help="make an account that is administrator from today; what is not given is asked for"
    )
    create.add_argument("--email", help="what the person signs in with")
    create.add_argument("--given-name")
    create.add_argument("--family-name")
    create.add_argument(
        "--organisation",
        action="append",
        required=True,
        metavar="CODE",
        help="administrator of this and all below it, such as REG-20; repeat for more",
    )
    create.add_argument(
        "--password-stdin", action="store_true", help="the password is the first line of standard input"
    )
    create.add_argument("--another", action="store_true", help="even though there is an administrator already")
    create.set_defaults(handle=in_database(_create))


def _create(chosen: argparse.Namespace) -> int:
    from randa.people.errors import AdministratorExistsError

    try:
        print(_account_made(chosen))
    except AdministratorExistsError as refusal:
        print(f"{refusal}\nTo make one more all the same, add --another.", file=sys.stderr)
        return REFUSED
    except (EOFError, KeyboardInterrupt):
        print("\nNo account was made.", file=sys.stderr)
        return REFUSED
    return DONE


def _account_made(chosen: argparse.Namespace) -> str:
    from randa.core.clock import today
    from randa.people.services.first_administrator import create_first_administrator

    organisations = _organisations(chosen.organisation)
    email, given_name, family_name = _who(chosen)
    person = create_first_administrator(
        email=email,
        given_name=given_name,
        family_name=family_name,
        password=_password(from_stdin=chosen.password_stdin),
        organisations=organisations,
        today=today(),
        another=chosen.another,
    )
    where = ", ".join(str(one) for one in organisations)
    return (
        f"{person} ({person.email}) is administrator of {where} from today. "
        "The authenticator app is connected at the first sign-in."
    )


def _organisations(codes: Sequence[str]) -> "list[Organisation]":
    from randa.organisations.models import Organisation

    found = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    unknown = sorted(set(codes) - set(found))
    if unknown:
        regions = [f"{region.code} {region.name}" for region in Organisation.objects.regions().order_by("code")]
        known = "The regions are:" if regions else "No organisations are loaded; do `randa migrate` first."
        raise InvalidInputError(f"No organisation has the code {', '.join(unknown)}. {known}", regions)
    return [found[code] for code in dict.fromkeys(codes)]


def _who(chosen: argparse.Namespace) -> tuple[str, str, str]:
    """Return e-mail, given and family name; standard input is either asked or holds the password."""
    asked = {"E-mail": chosen.email, "Given name": chosen.given_name, "Family name": chosen.family_name}
    missing = [name for name, value in asked.items() if value is None]
    if chosen.password_stdin and missing:
        raise InvalidInputError("With --password-stdin, --email, --given-name and --family-name must be given too.")
    email, given_name, family_name = (
        input(f"{name}: ") if value is None else str(value) for name, value in asked.items()
    )
    return email, given_name, family_name


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("The same password again: ") != password:
        raise InvalidInputError("The two passwords differ.")
    return password
