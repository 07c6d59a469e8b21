"""Machine code is kept where that is possible, thrown away when the source changes, and made anew otherwise."""

from types import SimpleNamespace

import numba

from randa.engines.planning import jit


def double(value):
    return 2 * value


def test_without_a_place_to_keep_machine_code_it_is_compiled_anyway(monkeypatch):
    real = numba.njit

    def nowhere(*, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(**options)

    monkeypatch.setattr(jit, "numba", SimpleNamespace(njit=nowhere))

    assert jit.compiled(double)(21) == 42


def test_kept_machine_code_carries_the_fingerprint_of_the_whole_engine():
    kept = jit.compiled(double)

    assert kept._cache._cache_file._source_stamp == jit._source_stamp()
    assert len(jit._source_stamp()) == 64
