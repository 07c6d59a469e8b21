"""`randa openapi`: the description of the application interface as JSON."""

import argparse
import json
from typing import TYPE_CHECKING

from randa.runtime import supervisor

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa openapi`."""
    commands.add_parser("openapi", help="print the OpenAPI description").set_defaults(handle=_openapi)


def _openapi(_chosen: argparse.Namespace) -> int:
    supervisor.set_up_django()
    from randa.api.api import api

    print(json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, default=str))
    return 0
