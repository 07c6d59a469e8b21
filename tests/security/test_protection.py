"""Headers and cookies: what the browser may keep, share and hand on."""

import json
import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings as SettingsWrapper

from randa.core.audit.origin import OriginMiddleware, origin
from randa.core.protection import ProtectiveHeadersMiddleware
from randa.identity.scim.protocol import MOST_FAILURES
from tests.attacks.conftest import Target, routes_with
from tests.attacks.conftest import target as target  # noqa: PLC0414 - the fixture
from tests.identity.accounts import account, signed_in, with_code_app

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_answer_about_people_stays_on_the_computer_or_in_another_site(method: str, target: Target) -> None:
    loose = []
    for route in routes_with(method):
        for asker in (target.administrator, target.nobody):
            answer = asker.ask(target.address(route), method, origin="https://evil.example")
            kept = answer.headers.get("Cache-Control", "")
            if "no-store" not in kept and not route.startswith("ui:"):
                loose.append((route, kept))
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", route
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", route
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], route
            assert "object-src 'none'" in answer.headers["Content-Security-Policy"], route
            assert "base-uri 'none'" in answer.headers["Content-Security-Policy"], route
            assert answer.headers["X-Content-Type-Options"] == "nosniff", route
            assert not [name for name in answer.headers if name.lower().startswith("access-control-")], route

    assert loose == []


def test_a_static_file_may_be_kept_but_is_no_page() -> None:
    request = RequestFactory().get("/static/ui/icons.svg")

    answer = ProtectiveHeadersMiddleware(lambda _request: HttpResponse("<svg/>"))(request)

    assert "Cache-Control" not in answer.headers
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_signing_out_empties_what_the_browser_kept_of_unsent_texts() -> None:
    browser = signed_in(account())

    assert browser.post("/konto/logga-ut/").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in browser.get("/konto/logga-in/").headers


def test_over_https_every_cookie_belongs_to_this_host_alone() -> None:
    shown = (
        "import json; from randa.settings import base as s; import django; django.setup();"
        "from randa.core.cookies import HostCookieStorage, host_cookie;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, host_cookie('theme'),"
        " HostCookieStorage.cookie_name, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE]))"
    )
    environment = os.environ | {
        "RANDA_HTTPS": "yes",
        "RANDA_PROXY_SETS": "X-Forwarded-Proto",
        "DJANGO_SETTINGS_MODULE": "randa.settings.production",
    }
    made = subprocess.run([sys.executable, "-c", shown], env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own words

    *names, subdomains, seconds, secure = json.loads(made.stdout)
    assert [name for name in names if not name.startswith("__Host-")] == []
    assert (subdomains, secure) == (True, True)
    assert seconds >= 365 * 24 * 3600


@pytest.mark.parametrize(("proxy_sets", "taken"), [({"x-request-id"}, True), ({"x-forwarded-proto"}, False)])
def test_an_id_of_a_request_is_taken_only_from_a_proxy_that_sets_it(
    settings: SettingsWrapper, proxy_sets: set[str], taken: bool
) -> None:
    settings.RANDA_PROXY_SETS = proxy_sets

    given = Client().get("/healthz", HTTP_X_REQUEST_ID="made-up-4711").headers["X-Request-ID"]

    assert (given == "made-up-4711") is taken


def test_nobody_says_for_the_proxy_that_a_request_came_over_https() -> None:
    shown = "from randa.settings import base; print(base.SECURE_PROXY_SSL_HEADER)"
    environment = os.environ | {"RANDA_HTTPS": "yes", "RANDA_PROXY_SETS": "X-Request-ID"}
    made = subprocess.run([sys.executable, "-c", shown], env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own words

    assert made.stdout.strip() == "None"


def test_no_cookie_goes_along_with_forms_of_other_sites() -> None:
    person = account()
    reader = signed_in(person, with_code_app(person))
    reader.post("/sprak/", {"language": "en"})
    reader.post("/stilguide/tema/", {"theme": "dark"})
    reader.get("/konto/losenord/byt/")

    assert {"sessionid", "csrftoken", "django_language", "theme"} <= set(reader.cookies)
    assert {cookie["samesite"] for cookie in reader.cookies.values()} == {"Lax"}


@pytest.mark.parametrize("address", ["/", "/organisationer/", "/konto/", "/personuppgifter/"])
def test_signing_out_is_at_hand_on_every_page(address: str) -> None:
    person = account()
    page = signed_in(person, with_code_app(person)).get(address, follow=True).content.decode()

    assert '<form method="post" action="/konto/logga-ut/">' in page


def test_nothing_switches_the_debug_mode_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "import django; django.setup(); from django.conf import settings as s; print(s.DEBUG, s.DEBUG_PROPAGATE_EXCEPTIONS)"
    wanted = dict.fromkeys(("DEBUG", "DJANGO_DEBUG", "RANDA_DEBUG"), "yes") | {"RANDA_LOG_LEVEL": "DEBUG"}
    environment = os.environ | wanted | {"DJANGO_SETTINGS_MODULE": "randa.settings.production"}
    made = subprocess.run([sys.executable, "-c", shown], env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own words

    assert made.stdout.split() == ["False", "False"]


def test_trace_is_not_answered() -> None:
    assert Client().trace("/healthz").status_code == 405


@pytest.mark.parametrize("address", ["/api/mig", "/scim/v2/Users"])
def test_a_machine_that_calls_without_https_is_refused_and_not_led_on(settings: SettingsWrapper, address: str) -> None:
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True

    assert Client().get(address, HTTP_AUTHORIZATION="Bearer x").status_code == 403
    assert Client().get("/konto/logga-in/").status_code == 301


def test_behind_a_proxy_one_who_guesses_keys_shuts_out_nobody_else(settings: SettingsWrapper) -> None:
    settings.RANDA_PROXIES = 1
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "proxy"}}
    for number in range(MOST_FAILURES + 1):
        guess = Client().get(
            "/scim/v2/Users", HTTP_AUTHORIZATION=f"Bearer {number}", HTTP_X_FORWARDED_FOR="203.0.113.9"
        )
    other = Client().get("/scim/v2/Users", HTTP_AUTHORIZATION="Bearer x", HTTP_X_FORWARDED_FOR="198.51.100.7")

    assert guess.status_code == 429
    assert other.status_code == 401


def test_behind_a_proxy_the_log_of_changes_has_the_persons_address(settings: SettingsWrapper) -> None:
    settings.RANDA_PROXIES = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    request.user, request.session = AnonymousUser(), SessionStore()
    seen = []
    OriginMiddleware(lambda _request: HttpResponse(str(seen.append(origin.get().address))))(request)

    assert seen == ["198.51.100.7"]
