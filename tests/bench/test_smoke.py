"""Every measurement still runs, at a size that shows nothing else. Those that start a whole Randa are tried without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest

from bench import run
from randa.core.access.services import load_roles
from tests.factories import OrganisationFactory

# What makes a measurement small, by part. Others start a Randa of their own, as tests/runtime/test_supervisor.py does.
SMALL: dict[str, dict[str, Any]] = {
    "audit": {"SIZES": ((30, 60), (60, 120)), "REPEATS": 2, "WRITES": 2},
    "my_day": {"SIZES": ((20, 40), (40, 80)), "REPEATS": 2},
    "search": {"SIZES": (40, 80)},
    "sign_in": {"SIZES": (4, 8), "REPEATS": 2},
    "people_import": {"SIZES": (3, 6)},
}
WITHOUT_A_DATABASE = {"forecast", "planning"}
WITH_A_RANDA = {"start", "pages", "grid", "publishing"}


@contextmanager
def _standing_database() -> Iterator[str]:
    yield "15"


def test_every_part_has_its_place_here() -> None:
    assert set(SMALL) | WITHOUT_A_DATABASE | WITH_A_RANDA == set(run.READERS)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SMALL)
def test_a_measurement_of_the_database_runs_and_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load_roles()
    OrganisationFactory.create(kind="region")
    module = import_module(f"bench.{name}")
    monkeypatch.setattr(module, "scratch_database", _standing_database)
    for constant, value in SMALL[name].items():
        monkeypatch.setattr(module, constant, value)

    rows = module.run()

    measures = list(run.READERS[name](rows))
    assert len(measures) == len(rows) > 1
    assert all(one.median > 0 and one.ratio for one in measures)
