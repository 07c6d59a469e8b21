"""The demo world for tests that need a whole one. Import the fixture that fits into the conftest beside the tests.

`demo_world` lives as long as the tests of one folder and leaves the tables empty behind it, so that others begin with none. Tests
marked `django_db` may change it: each change is rolled back. `demo_world_for_session` is made once and stays: for browser tests, which
run in a process of their own.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from randa.demo.emptying import empty_all_tables
from randa.demo.services import reset_demo_world


@pytest.fixture(scope="package")
def demo_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo world, as the sentence that `randa demo reset` prints."""
    with django_db_blocker.unblock():
        sentence = _made_in_a_test_database()
    yield sentence
    with django_db_blocker.unblock():
        empty_all_tables()


@pytest.fixture(scope="session")
def demo_world_for_session(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The demo world, made once for all tests of the process."""
    with django_db_blocker.unblock():
        return _made_in_a_test_database()


def _made_in_a_test_database() -> str:
    """Make the world, which empties every table: never in a database that is somebody's own."""
    name = str(connection.settings_dict["NAME"])
    assert name.startswith("test_"), f"The demo world for tests would have emptied the database {name!r}."
    return reset_demo_world()
