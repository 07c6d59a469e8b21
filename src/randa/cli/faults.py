"""What the commands on files say about input that they refuse."""

import json
import sys
from collections.abc import Sequence

SHOWN = 50  # a wrong column makes one fault per row: nobody reads thousands of lines


def print_faults(faults: Sequence[object]) -> None:
    """Print the first faults on standard error, and on standard output one JSON line with how many there are in all."""
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    if len(faults) > SHOWN:
        print(f"and {len(faults) - SHOWN} more", file=sys.stderr)
    print(json.dumps({"refused": len(faults), "first_fault": str(faults[0])}, ensure_ascii=False))
