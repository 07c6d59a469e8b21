"""A browser, a server and one demo world for all tests in this folder.

The world is made once and its rows are committed, so that the server, which has a database connection of its own, can see them. Tests
that change something change what only they use. Run as a process of its own: DJANGO_ALLOW_ASYNC_UNSAFE=true pytest -m browser tests/browser
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page, StorageState
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from randa.core.ui.build import build
from randa.core.ui.translations import compile_translations
from randa.people.models import User
from tests.browser.world import World, make_world
from tests.demo.world import demo_world_for_session  # noqa: F401 - pytest finds the fixture here

CHROMIUM = os.environ.get("RANDA_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOOK = {"locale": "sv-SE", "timezone_id": "Europe/Stockholm", "viewport": {"width": 1280, "height": 800}}


def kept_together(item: pytest.Item) -> str:
    """Name what runs in one process: the promises about one page in one language, which share its opening; else a whole file."""
    called = getattr(item, "callspec", None)
    if called and {"page", "language"} <= called.params.keys():
        return f"{called.params['page'].key}-{called.params['language']}"
    return item.path.name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here and what must stay in one process; without leave for Django in Playwright's loop, say how to run it."""
    needs_process = pytest.mark.skip(reason="run DJANGO_ALLOW_ASYNC_UNSAFE=true pytest -m browser tests/browser")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(kept_together(item)))
            if not os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE"):
                item.add_marker(needs_process)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Make the test database. pytest-django's own fixture makes none here: it looks for tests marked `django_db`, and these are not."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep, aliases=["default"])
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def world(demo_world_for_session: str, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:  # noqa: F811 - the fixture
    with django_db_blocker.unblock():
        yield make_world()


@pytest.fixture(scope="session")
def site(world: World) -> Iterator[str]:
    """The address of a running Randa with the demo world in it."""
    build()
    compile_translations()
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: str, world: World) -> Callable[[str | User], StorageState | None]:
    """Return the cookies of somebody who tries Randa as a role, or as a fictional person; none for "nobody"."""
    known: dict[str, StorageState] = {}

    def cookies(who: str | User) -> StorageState | None:
        if who == "nobody":
            return None
        person = who if isinstance(who, User) else world.people[who]
        if str(person.pk) not in known:
            context = browser.new_context(**LOOK)
            page = context.new_page()
            page.goto(f"{site}/prova/")
            token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
            context.request.post(f"{site}/prova/{person.pk}/", form={"csrfmiddlewaretoken": token})
            known[str(person.pk)] = context.storage_state()
            context.close()
        return known[str(person.pk)]

    return cookies


Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str, signed_in: Callable[[str | User], StorageState | None]) -> Iterator[Opener]:
    """Open an address as a role or a person, in a window of its own: `visit("/placering/", "learner", java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "/", role: str | User = "training_manager", **options: object) -> Page:
        context = browser.new_context(**(LOOK | {"base_url": site} | options), storage_state=signed_in(role))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
