"""The reference data, loaded once per test."""

import pytest

from randa.organisations.loader import load_organisations
from randa.regulations.loader import load_regulations


@pytest.fixture
def reference(db: None) -> None:
    load_organisations()
    load_regulations()
