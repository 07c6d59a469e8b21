"""Compile a plain Python function to machine code, and keep the result on disk where that is possible."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Return the function compiled by numba.

    The cache is kept beside the source or in the user's cache folder. Where neither can be written (a read-only
    installation run by a user without a home) numba refuses at import; then each process compiles for itself.
    """
    try:
        kept: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return cast("F", numba.njit(nogil=True)(function))
    # numba looks for changes in the function's own file only, but the code of the functions it calls is built in.
    kept._cache._cache_file._source_stamp = _source_stamp()  # noqa: SLF001  numba has no public way to say this
    return cast("F", kept)


@cache
def _source_stamp() -> str:
    """Return a fingerprint of all source files of this engine: what the machine code was made from."""
    digest = hashlib.sha256()
    engine = files(__package__)
    sources = [item for folder in (engine, engine / "mss") for item in folder.iterdir() if item.name.endswith(".py")]
    for source in sorted(sources, key=str):
        digest.update(source.read_bytes())
    return digest.hexdigest()
