"""What the commands of `randa plan` share: files, numbers on the command line, exit codes."""

import argparse
import gzip
import json
import sys
import time
import zlib
from pathlib import Path
from typing import Any

from randa.engines.planning.model import Fault, InvalidInputError

DONE, BROKEN, REFUSED, STOPPED = 0, 1, 2, 3
SECONDS_BETWEEN_LINES = 1.0


def stored(path: Path) -> bytes:
    """Return the file's bytes."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError([Fault(str(path), error.strerror or str(error))]) from None


def unpacked(path: Path, stored: bytes) -> bytes:
    """Return the bytes without gzip when the file's name says that they are packed."""
    if path.suffix != ".gz":
        return stored
    try:
        return gzip.decompress(stored)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidInputError([Fault(str(path), f"is not gzip: {error}")]) from None


def write(path: Path, data: bytes) -> None:
    """Write the bytes, gzipped when the file's name says so."""
    try:
        # mtime 0: the same plan gives the same file
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    except OSError as error:
        raise InvalidInputError([Fault(str(path), error.strerror or str(error))]) from None


def whole(text: str) -> int:
    """Read a whole number of 0 or more."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{value} is negative")
    return value


def at_least_one(text: str) -> int:
    """Read a whole number of 1 or more."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return value


def seconds(text: str) -> float:
    """Read a number of seconds of 0 or more."""
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return value


def say(figures: dict[str, Any]) -> None:
    """Print one line of JSON on standard output."""
    print(json.dumps(figures, ensure_ascii=False))


class ProgressLines:
    """Prints how far a solver has come on standard error, at most once a second."""

    def __init__(self) -> None:
        self._printed = float("-inf")

    def show(self, line: str) -> None:
        """Print the line, unless one was printed within the last second."""
        now = time.monotonic()
        if now - self._printed >= SECONDS_BETWEEN_LINES:
            self._printed = now
            print(line, file=sys.stderr)
