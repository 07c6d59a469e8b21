"""What every test may use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from randa.identity.shared_cache import close_connections
from randa.people.middleware import DEMO_SESSION
from randa.people.models import User
from tests.distribution import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401 - pytest finds the hooks here

if TYPE_CHECKING:
    from tests.access.world import World


class SignedInClient(Client):
    """A browser whose `force_login` counts as signed in with everything that is asked for, as in the demo world."""

    def force_login(self, user: User, backend: str | None = None) -> None:
        super().force_login(user, backend)
        session = self.session
        session[DEMO_SESSION] = True
        session.save()


@pytest.fixture
def client() -> Client:
    return SignedInClient()


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["World"]:
    """The world of the access rows, made once for a file: each question is asked through `Asker`, which takes back what it changed."""
    from tests.access.world import make_world  # most tests need none of it

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Each test begins in Swedish: a request in English leaves its language behind in the thread."""
    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Nothing is remembered from test to test, least of all how often somebody failed to sign in."""
    cache.clear()


@pytest.fixture
def shared_cache(django_db_setup: None) -> Iterator[None]:
    """Counts as in an installation: in the database, on connections of their own that no test's transaction takes back."""
    with override_settings(CACHES={"default": {"BACKEND": "randa.identity.shared_cache.SharedCache", "LOCATION": ""}}):
        cache.clear()
        yield
        cache.clear()
    close_connections()
