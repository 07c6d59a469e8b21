"""Compile a function, keeping the machine code on disk when there is a place for it."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Return `function` compiled; without a writable cache folder it compiles anew in each process."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
    compile_function: Any = numba.njit
    try:
        done: Function = compile_function(function, cache=True, **options)
    except RuntimeError:  # numba finds no folder it may write to
        done = compile_function(function, **options)
    return done
