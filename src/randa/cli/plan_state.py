"""The state of a planning run on file, and a standard output that only we write to."""

import contextlib
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from randa.engines.planning.model import Fault, InvalidInputError, Problem

if TYPE_CHECKING:
    from randa.engines.planning.checkpoint import Checkpoint


def read_state(path: Path | None, problem: Problem) -> "Checkpoint | None":
    """Return the checkpoint in the file; None when there is no file.

    Raises:
        InvalidInputError: the file is no state, or one of another problem.
    """
    if path is None or not path.exists():
        return None
    import numpy as np

    from randa.engines.planning.checkpoint import from_arrays
    from randa.engines.planning.codec import fingerprint

    try:
        with np.load(path, allow_pickle=False) as stored:
            checkpoint = from_arrays(dict(stored))
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise InvalidInputError([Fault("--state", f"{path}: {error}")]) from None
    if checkpoint.problem != fingerprint(problem):
        raise InvalidInputError([Fault("--state", f"{path} is the state of a run for another problem")])
    return checkpoint


def write_state(path: Path | None, checkpoint: "Checkpoint | None") -> None:
    """Write the checkpoint, when there is one and somewhere to write it.

    Raises:
        InvalidInputError: the file cannot be written.
    """
    if path is None or checkpoint is None:
        return
    import numpy as np

    try:
        with path.open("wb") as file:
            np.savez_compressed(file, **checkpoint.as_arrays())  # type: ignore[arg-type]  # numpy takes any names
    except OSError as error:
        raise InvalidInputError([Fault("--state", f"{path}: {error.strerror or error}")]) from None


@contextlib.contextmanager
def c_output_to_stderr() -> Iterator[None]:
    """Send what compiled libraries print to standard error: HiGHS greets on standard output, where our JSON stands alone."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
