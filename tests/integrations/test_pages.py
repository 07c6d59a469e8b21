"""The pages of keys: made, seen once, revoked."""

import pytest
from django.test import Client

from randa.integrations.models import ApiKey
from tests.factories import OrganisationFactory, RoleFactory, UserFactory, person_with
from tests.identity.accounts import account, signed_in, with_code_app
from tests.integrations.test_keys import GIVES
from tests.integrations.world import call, organisation_key, own_key

pytestmark = pytest.mark.django_db
FORM = {"name": "Mitt skript", "scopes": ["organisations.read"], "last_day": "2027-02-10"}


def test_a_key_is_shown_once_and_works(client: Client) -> None:
    client.force_login(UserFactory.create())

    answer = client.post("/integrationer/nycklar/ny/", FORM)

    token = answer.context["token"]
    assert token in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert call(token, "/api/organisationer").status_code == 200
    listed = client.get("/integrationer/nycklar/").content.decode()
    assert "Mitt skript" in listed
    assert token not in listed


def test_an_organisations_key_is_made_on_its_page(client: Client) -> None:
    region = OrganisationFactory.create(code="REG-20")
    RoleFactory.create(code="reads_plan", permissions=["dimensioning.view"])
    client.force_login(person_with(*GIVES, at=region))

    answer = client.post(
        "/integrationer/nycklar/organisation/ny/", FORM | {"organisation": "REG-20", "role": "reads_plan"}
    )

    assert call(answer.context["token"], "/api/organisationer").status_code == 200
    assert "Mitt skript" in client.get("/integrationer/nycklar/organisation/").content.decode()


def test_a_form_that_does_not_hold_makes_no_key(client: Client) -> None:
    client.force_login(UserFactory.create())

    for wrong in ({"scopes": []}, {"last_day": "2027-01-10"}, {"last_day": "2029-01-01"}, {"name": ""}):
        assert client.post("/integrationer/nycklar/ny/", FORM | wrong).status_code == 422
    assert not ApiKey.objects.exists()


def test_revoking_ends_ones_own_key_and_finds_nobody_elses(client: Client) -> None:
    me = UserFactory.create()
    mine, token = own_key(me)
    other, _token = own_key(UserFactory.create())
    client.force_login(me)

    assert client.post(f"/integrationer/nycklar/{mine.pk}/aterkalla/").status_code == 302
    assert client.post(f"/integrationer/nycklar/{other.pk}/aterkalla/").status_code == 404
    assert call(token, "/api/mig").status_code == 401


def test_making_a_key_asks_again_who_one_is(settings: object) -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    settings.RANDA_FRESH_MINUTES = 0  # type: ignore[attr-defined]

    answer = browser.post("/integrationer/nycklar/ny/", FORM)

    assert answer.status_code == 302
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_organisation_keys_costs_the_same_for_three_keys_as_for_one(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    region = OrganisationFactory.create()
    giver = person_with(*GIVES, at=region)
    role = RoleFactory.create(permissions=["dimensioning.view"])
    for _number in range(rows):
        organisation_key(giver, region, role)
    client.force_login(giver)

    with django_assert_num_queries(6):  # session, person, roles, keys, their roles, notifications
        client.get("/integrationer/nycklar/organisation/")
