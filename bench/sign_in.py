"""Signing in where a nation has its accounts: the way from password to session, and a look at one's session, at 1 000 and 100 000 people.

Everybody has recovery codes, a session and a remembered browser, and as many counted attempts lie in the shared cache. The password is
hashed in the quickest way, because the hash is slow on purpose and would hide what grows. Growth is the median at the large size
divided by that at the small one; every SELECT of the way is explained, and none may read a table of accounts from end to end.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.database import analyse, plan_of, scratch_database

SIZES = (1_000, 100_000)
REPEATS = 30
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD = "en lång mening om björkar"  # noqa: S105 - of made-up people in a database that is removed
GROWING = (
    "people_user",
    "account_emailaddress",
    "mfa_authenticator",
    "identity_signedin",
    "identity_knowndevice",
    "identity_remembered",
)


def run() -> list[dict[str, Any]]:
    """Return a row per case: medians at both sizes, growth, queries and how the tables are read."""
    from django.test.utils import override_settings

    with scratch_database() as postgresql, override_settings(PASSWORD_HASHERS=QUICK, ACCOUNT_RATE_LIMITS=False):
        rows: dict[str, dict[str, Any]] = {}
        made = 0
        for size in SIZES:
            _add_people(made, size)
            made = size
            for case, way in (("password to session", _sign_in), ("how long the session lasts", _look)):
                rows.setdefault(case, {"case": case})[str(size)] = list(_samples(way, size))
                rows[case] |= _reading(way, size)
        return [row | _growth(row) | {"postgresql": postgresql} for row in rows.values()]


def _growth(row: dict[str, Any]) -> dict[str, Any]:
    small, large = (statistics.median(row[str(size)]) for size in SIZES)
    return {
        "samples": row[str(SIZES[-1])],
        "growth": large / small,
        "small_median": small,
        "size": f"{SIZES[-1]:,} people",
    }


def _samples(way: Callable[[int], Callable[[], None]], size: int) -> Iterator[float]:
    way(0)()  # the first takes modules and plans with it
    for number in range(REPEATS):
        act = way(1 + number * (size // REPEATS - 1))
        began = time.perf_counter()
        act()
        yield time.perf_counter() - began


def _reading(way: Callable[[int], Callable[[], None]], size: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act = way(size // 2)
    with CaptureQueriesContext(connection) as asked:
        act()
    read = [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    whole = [sql for sql in read for table in GROWING if f"Seq Scan on {table}" in plan_of(sql)]
    return {"queries": len(asked), "by_index": not whole, "read_whole": whole}


def _sign_in(number: int) -> Callable[[], None]:
    browser = _browser()

    def act() -> None:
        answer = browser.post("/konto/logga-in/", {"login": f"p{number}@bench.example", "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        assert "_auth_user_id" in browser.session

    return act


def _look(number: int) -> Callable[[], None]:
    browser = _browser()
    _sign_in_with(browser, number)

    def act() -> None:
        assert browser.get("/inloggning/session/").json()["signedIn"]

    return act


def _sign_in_with(browser: Any, number: int) -> None:
    browser.post("/konto/logga-in/", {"login": f"p{number}@bench.example", "password": PASSWORD})


def _browser() -> Any:
    from django.test import Client

    return Client(HTTP_HOST="localhost")


def _add_people(first: int, last: int) -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from randa.identity.models import KnownDevice, Remembered, SignedIn
    from randa.people.models import User

    password, now = make_password(PASSWORD), timezone.now()
    numbers = range(first, last)
    people = [
        User(email=f"p{number}@bench.example", given_name="Prov", family_name=f"Provsson{number}", password=password)
        for number in numbers
    ]
    User.objects.bulk_create(people, batch_size=5000)
    # Recovery codes alone ask for no second step, so that the way is one request.
    many: tuple[tuple[Any, list[Any]], ...] = (
        (EmailAddress, [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people]),
        (Authenticator, [Authenticator(user=one, type="recovery_codes", data={}) for one in people]),
        (SignedIn, [SignedIn(user=one, session_key=f"k{one.pk}", device="Prov") for one in people]),
        (
            KnownDevice,
            [KnownDevice(user=one, fingerprint=str(one.pk), device="Prov", last_used_at=now) for one in people],
        ),
        (Remembered, [Remembered(key=f"bench:{number}", value=[1], expires_at=None) for number in numbers]),
    )
    for model, rows in many:
        model.objects.bulk_create(rows, batch_size=5000)
    analyse()
