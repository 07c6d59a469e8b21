"""A forged header is not believed: only what our own proxies have added counts."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.client_address import client_address
from randa.identity.models import SignedIn
from tests.conftest import SignedInClient
from tests.factories import OrganisationFactory, person_with
from tests.identity.accounts import account, give_password

NEIGHBOUR, PERSON, FORGED = "192.0.2.1", "198.51.100.7", "203.0.113.66"


@pytest.mark.parametrize(
    ("proxies", "header", "found"),
    [
        (0, None, NEIGHBOUR),
        (0, FORGED, NEIGHBOUR),
        (1, f"{FORGED}, {PERSON}", PERSON),
        (1, PERSON, PERSON),
        (2, f"{FORGED}, {PERSON}, 192.0.2.9", PERSON),
        (2, PERSON, NEIGHBOUR),  # has not passed both proxies
        (1, None, NEIGHBOUR),
        (1, "", NEIGHBOUR),
        (1, f"{PERSON}, unknown", NEIGHBOUR),
        (1, "<script>", NEIGHBOUR),
        (1, f"{PERSON}:4711", PERSON),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "::ffff:198.51.100.7", PERSON),
    ],
)
def test_only_what_our_own_proxies_have_noted_is_believed(
    settings: Any, proxies: int, header: str | None, found: str
) -> None:
    settings.RANDA_PROXIES = proxies
    extra = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR=NEIGHBOUR, **extra)) == found


def test_a_request_from_a_socket_has_no_address() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "found"), [(0, NEIGHBOUR), (1, PERSON)])
def test_the_log_and_the_list_of_sessions_note_the_same_address(settings: Any, proxies: int, found: str) -> None:
    settings.RANDA_PROXIES = proxies
    noted = {"REMOTE_ADDR": NEIGHBOUR, "HTTP_X_FORWARDED_FOR": f"{FORGED}, {PERSON}"}
    give_password(Client(**noted), account())
    browser = SignedInClient(**noted)
    browser.force_login(person_with("audit.view", at=OrganisationFactory.create()))
    browser.post(reverse("audit:export"), {"format": "csv"})

    assert AuditEvent.objects.get(action="audit.exported").address == found
    assert SignedIn.objects.get(user__email="vide@test.example").address == found


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "is_stopped"), [(0, True), (1, False)])
def test_the_limit_counts_people_behind_a_proxy_and_cannot_be_passed_by_a_forged_header(
    settings: Any, proxies: int, is_stopped: bool
) -> None:
    settings.RANDA_PROXIES = proxies
    cache.clear()
    account()

    answers = [
        Client(REMOTE_ADDR=NEIGHBOUR, HTTP_X_FORWARDED_FOR=f"{FORGED}, 198.51.100.{number}").post(
            "/konto/logga-in/", {"login": f"vide{number}@test.example", "password": "fel"}
        )
        for number in range(31)  # one more than an address may try in a minute
    ]

    assert (answers[-1].status_code == 429) is is_stopped
