"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from randa.people.middleware import DEMO_SESSION
from randa.people.models import User


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


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Each test begins in Swedish: a request in English leaves its language behind in the thread."""
    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Nothing is remembered from test to test, least of all how often somebody failed to sign in."""
    cache.clear()
