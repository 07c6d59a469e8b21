"""`randa audit verify`: has anything in the audit log been changed, removed or moved?"""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from randa.cli.database import in_database

if TYPE_CHECKING:
    from randa.core.audit.chain import Head, Report

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

# 1 is an alarm, so a database that could not be read has a code of its own.
WHOLE, BROKEN, INPUT_REFUSED, NOT_READ = 0, 1, 2, 3


def add_parser(commands: "Commands") -> None:
    """Add `randa audit verify`."""
    group = commands.add_parser("audit", help="the audit log").add_subparsers(required=True, metavar="action")
    verify = group.add_parser(
        "verify", help="read the whole chain and name every row that was changed, removed or moved"
    )
    verify.add_argument(
        "--expect",
        action="append",
        default=[],
        metavar="SEQ:HASH",
        help="a head noted earlier, on paper or in another system; repeat for more",
    )
    verify.add_argument("--json", action="store_true", help="print the outcome as JSON")
    verify.set_defaults(handle=in_database(_verify, refused=NOT_READ))


def _verify(chosen: argparse.Namespace) -> int:
    from randa.core.audit.chain import read_head
    from randa.core.audit.services_chain import check_chain

    try:
        expected: list[Head] = [read_head(text) for text in chosen.expect]
    except ValueError as error:
        print(error, file=sys.stderr)
        return INPUT_REFUSED
    _check, report = check_chain(expected=expected)
    print(_as_json(report) if chosen.json else _as_text(report))
    return WHOLE if report.is_whole else BROKEN


def _as_text(report: "Report") -> str:
    speed = f"{report.events} events in {report.seconds:.1f} s ({report.rows_per_second} rows/s)"
    if report.is_whole:
        return f"The chain is whole: {speed}.\nHead {report.head}\nNote the head somewhere else, and give it to --expect later."
    named = [f"- {fault}" for fault in report.faults]
    if report.fault_count > len(named):
        named.append(f"- and {report.fault_count - len(named)} more")
    return "\n".join([f"The chain is broken: {report.fault_count} faults, {speed}.", *named, f"Head {report.head}"])


def _as_json(report: "Report") -> str:
    return json.dumps(
        {
            "whole": report.is_whole,
            "head": str(report.head),
            "events": report.events,
            "seconds": round(report.seconds, 3),
            "rows_per_second": report.rows_per_second,
            "fault_count": report.fault_count,
            "faults": [fault.as_data() | {"sentence": str(fault)} for fault in report.faults],
        },
        ensure_ascii=False,
        indent=1,
    )
