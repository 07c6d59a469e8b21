"""`randa run` and `randa migrate`."""

import argparse
from typing import TYPE_CHECKING

from randa.runtime import supervisor

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add the commands that start an installation."""
    run = commands.add_parser("run", help="start database, web server and worker; stop them with Ctrl-C")
    run.set_defaults(handle=lambda _chosen: supervisor.run())
    migrate = commands.add_parser("migrate", help="bring the database to this version and load reference data")
    migrate.set_defaults(handle=lambda _chosen: supervisor.migrate_only())
