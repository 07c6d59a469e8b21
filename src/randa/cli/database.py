"""How a command works on the database: started when needed, in English, and with refusals in words instead of a trace."""

import argparse
import sys
from collections.abc import Callable

from randa.core.errors import DomainError, InvalidInputError
from randa.runtime import roles, supervisor
from randa.runtime.postgres import PostgresError

DONE, REFUSED = 0, 1
Action = Callable[[argparse.Namespace], int]


def in_database(action: Action, *, as_owner: bool = False, refused: int = REFUSED) -> Action:
    """Return `action` with the database running and Django set up; it returns `refused` when it is, and says why.

    Args:
        as_owner: it makes or empties tables, so it is done as their owner, who then lets web and worker in again.
        refused: another exit code than 1, for a command whose 1 says something else.
    """

    def handle(chosen: argparse.Namespace) -> int:
        try:
            with supervisor.database():
                let_in = roles.become_owner() if as_owner else ""
                supervisor.set_up_django()
                done = _refused_in_words(action, chosen, refused)
                if let_in and done == DONE:
                    roles.let_in(let_in)
                return done
        except PostgresError as error:
            print(error, file=sys.stderr)
        return refused

    return handle


def _refused_in_words(action: Action, chosen: argparse.Namespace, refused: int) -> int:
    from django.db import OperationalError, ProgrammingError
    from django.utils import translation

    from randa.core.ui.translations import compile_translations

    compile_translations()  # nothing may have been started yet, and the terminal speaks English
    try:
        with translation.override("en"):
            return action(chosen)
    except InvalidInputError as refusal:
        print("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]), file=sys.stderr)
    except DomainError as refusal:
        print(refusal, file=sys.stderr)
    except ProgrammingError:
        print("The database is not made yet, or is of another version. Do `randa migrate` first.", file=sys.stderr)
    except OperationalError as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
    return refused
