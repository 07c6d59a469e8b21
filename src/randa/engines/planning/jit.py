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
    """Return the function compiled by numba, to be called from Python or from compiled code.

    The cache is kept beside the source or in the user's cache folder. Where neither can be written (a read-only
    installation run by a user without a home) numba refuses at import; then each process compiles for itself.
    """
    return _kept(function, no_cfunc_wrapper=True)


def inlined(function: F) -> F:
    """Return the function compiled into each of its callers: for what is called so often that handing over is what costs."""
    return _kept(function, no_cfunc_wrapper=True, forceinline=True)


def compiled_inside(function: F) -> F:
    """Return the function compiled by numba, to be called from compiled code alone: a fifth less to compile.

    What Python needs to call it is left out: to unpack a tuple of thirty arrays is as much code as many a function.
    """
    return _kept(function, no_cfunc_wrapper=True, no_cpython_wrapper=True)


def compile_for(function: Callable[..., object], *arguments: object) -> None:
    """Compile the function for arguments of these types without calling it."""
    dispatcher, library = cast("Any", function), cast("Any", numba)
    dispatcher.compile(tuple(library.typeof(argument) for argument in arguments))


def _kept(function: F, **options: bool) -> F:
    njit: Any = numba.njit  # its stub does not know the two options
    try:
        kept = njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:
        return cast("F", njit(nogil=True, **options)(function))
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
