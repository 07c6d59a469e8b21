"""No address of Randa can be made to send a person elsewhere."""

from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory

from randa.core.addresses import own_address
from tests.access.asking import Asker
from tests.attacks.conftest import Target, routes_with
from tests.attacks.fields import names

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://ond.example/randa"
FORMS = (ELSEWHERE, "//ond.example/randa")
ALL_FORMS = (*FORMS, "/\\ond.example/randa", "javascript:alert(1)", "/\r\nLocation: x", "\0/", "home:start", "")


def leads_elsewhere(location: str) -> bool:
    parts = urlsplit(location.replace("\\", "/"))
    return parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http", "https")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("wanted", FORMS)
def test_no_argument_leads_elsewhere(method: str, wanted: str, target: Target) -> None:
    data = dict.fromkeys(names(), wanted)
    wrong = []
    for route in routes_with(method):
        for who in (target.administrator, target.nobody) if wanted == ELSEWHERE else (target.administrator,):
            answer = who.ask(target.address(route), method, data, referer=ELSEWHERE)
            places = [answer.headers.get(header, "") for header in ("Location", "HX-Redirect", "HX-Location")]
            wrong += [(route, place) for place in places if leads_elsewhere(place)]

    assert wrong == []


@pytest.mark.parametrize("wanted", ALL_FORMS)
def test_the_one_function_that_all_pages_ask_takes_only_our_own_paths(wanted: str) -> None:
    request = RequestFactory().get("/")

    assert own_address(request, wanted) == "/"
    assert own_address(request, wanted, otherwise="/logg/") == "/logg/"
    assert own_address(request, "/placering/?a=1") == "/placering/?a=1"


@pytest.mark.parametrize("host", ["ond.example", "localhost:80@ond.example", "ond.example/x", ""])
def test_a_host_that_is_not_ours_is_refused(host: str, settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]  # type: ignore[attr-defined]

    assert Asker(None).ask("/konto/logga-in/", "GET", host=host).status_code == 400


def test_a_proxys_word_about_the_host_is_not_taken(target: Target) -> None:
    answer = target.nobody.ask(
        "/konto/losenord/glomt/", "GET", x_forwarded_host="ond.example", forwarded="host=ond.example"
    )

    assert b"ond.example" not in answer.content
