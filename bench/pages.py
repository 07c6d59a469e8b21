"""Pages: milliseconds, queries and bytes of the ten most used pages in the demo world.

Each page is asked for by the person who needs it, first through Django's test client (the page alone) and then from the running
web server (what a browser waits for). The same pages are then counted with one planned post and one placement left: a page
whose number of queries grows with its rows shows here. Bytes are of the HTML; gzip as a proxy in front would send it.
"""

import gzip
import http.client
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.start import Installation, running, temporary_home

REQUESTS, WARM_UP = 15, 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name in the table, who opens it ("" is nobody), its route and the arguments it needs."""

    name: str
    role: str
    route: str
    argument: str = ""


PAGES = (
    Page("try as", "", "home:try_as"),
    Page("Min dag", "training_manager", "home:start"),
    Page("overview", "training_manager", "dimensioning:overview"),
    Page("plan table", "training_manager", "dimensioning:plan"),
    Page("where it breaks", "training_manager", "dimensioning:forecast"),
    Page("claims", "council_secretary", "dimensioning:claims"),
    Page("organisation", "training_manager", "organisations:detail", "region"),
    Page("plan: learners by week", "training_manager", "placements:plan", "plan"),
    Page("plan: units by week", "training_manager", "placements:plan_units", "plan"),
    Page("plan: without a seat", "training_manager", "placements:plan_unplaced", "plan"),
)
REGION = "REG-20"


def run() -> list[dict[str, Any]]:
    """Return two rows per page: by the test client and by the web server."""
    with temporary_home() as home, running(home) as installation:
        _set_up_django(installation)
        about = {"size": _size(), "postgresql": installation.postgresql}
        rows = [row for page in PAGES for row in _measure(page, installation)]
        with _one_row():
            counted = {page.name: _asked(page)[1] for page in PAGES}
        _close()
    for row in rows:
        row |= {"queries_one_row": counted[row["page"]], **about}
    return rows


def _set_up_django(installation: Installation) -> None:
    """Let this process share the installation's database, keys and static files."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"RANDA_HOME": str(installation.home), "DJANGO_SETTINGS_MODULE": "randa.settings.production"}
    import django

    django.setup()


def _measure(page: Page, installation: Installation) -> Iterator[dict[str, Any]]:
    client, address = _client(page.role), _address(page)
    first, _ = _timed(lambda: client.get(address))
    html, queries = _asked(page)
    common = {"page": page.name, "queries": queries, "bytes": len(html), "gzip_bytes": len(gzip.compress(html))}
    inside = _samples(lambda: client.get(address))
    yield {"case": page.name, "samples": inside, "first": first, **common}
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
    served = _samples(lambda: _fetch(connection, address, cookie))
    connection.close()
    yield {"case": f"{page.name}, web server", "samples": served, "inside": inside, **common}


def _fetch(connection: http.client.HTTPConnection, address: str, cookie: str) -> None:
    connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {answer.status}")


def _asked(page: Page) -> tuple[bytes, int]:
    """Return the HTML of a page and how many queries it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address = _client(page.role), _address(page)
    client.get(address)  # what a process remembers between requests is not counted
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != http.HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return response.content, len(queries)


def _client(role: str) -> Any:
    """Return a client signed in as the first fictional person with `role`, as the page "try as" does it."""
    from django.test import Client

    from randa.people.middleware import DEMO_SESSION
    from randa.people.models import User

    client = Client(SERVER_NAME="localhost")
    if role:
        people = User.objects.filter(is_demo=True, role_assignments__role=role)
        person = people.filter(role_assignments__organisation__code=REGION).first() or people.order_by("pk")[0]
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[DEMO_SESSION] = True
        session.save()
    return client


def _address(page: Page) -> str:
    from django.urls import reverse

    from randa.placements.models import Plan

    if page.argument == "plan":
        return reverse(
            page.route, args=[Plan.objects.order_by("-unplaced_weeks", "pk").values_list("pk", flat=True)[0]]
        )
    return reverse(page.route, args=[REGION] if page.argument else [])


def _size() -> str:
    from randa.people.models import User
    from randa.training.models import Enrolment

    return f"{User.objects.count()} people, {Enrolment.objects.count()} enrolments"


@contextmanager
def _one_row() -> Iterator[None]:
    """Leave one planned post and one placement while the block runs; nothing is kept."""
    from django.db import transaction

    from randa.dimensioning.models import PlannedPosts
    from randa.placements.models import Placement

    with transaction.atomic():
        Placement.objects.exclude(pk=Placement.objects.order_by("pk")[0].pk).delete()
        PlannedPosts.objects.exclude(pk=PlannedPosts.objects.order_by("pk")[0].pk).delete()
        yield
        transaction.set_rollback(True)


def _close() -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has one


def _samples(call: Callable[[], object]) -> list[float]:
    for _ in range(WARM_UP):
        call()
    return [_timed(call)[0] for _ in range(REQUESTS)]


def _timed(call: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    result = call()
    return time.perf_counter() - began, result
