"""Somebody whom the employer knows and Randa does not: where the organisation allows it, they ask for an account."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from randa.people.models import OrganisationAccountSettings, RegistrationRequest, User
from tests.factories import OrganisationFactory, RoleFactory
from tests.identity.oidc_server import OidcServer, oidc_server
from tests.identity.providers import LOA3, is_signed_in, oidc_provider, through

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[OidcServer]:
    with oidc_server() as running:
        running.knows("ny", acr=LOA3, email="ny@region.example", given_name="Nyponros", family_name="Ek")
        yield running


@pytest.mark.parametrize("allowed", [True, False])
def test_whoever_has_no_account_is_led_to_the_waiting_list_only_where_it_is_open(
    server: OidcServer, allowed: bool
) -> None:
    organisation = OrganisationFactory.create()
    OrganisationAccountSettings.objects.create(organisation=organisation, self_registration=allowed)
    role = RoleFactory.create(permissions=["placements.view_own"])
    browser, ask = Client(), reverse("people:registration_new")

    refused = through(browser, oidc_provider(server.issuer, organisation=organisation), server.sign_in("ny"))

    assert refused.status_code == 403
    assert (f'href="{ask}"' in refused.content.decode()) is allowed
    assert not is_signed_in(browser)
    if not allowed:
        return
    form = browser.get(ask).context["form"]
    asked = {name: form.initial[name] for name in ("given_name", "family_name", "email", "organisation")}
    assert asked == {
        "given_name": "Nyponros", "family_name": "Ek", "email": "ny@region.example", "organisation": organisation.code,
    }  # fmt: skip

    browser.post(ask, asked | {"role": role.pk})

    assert RegistrationRequest.objects.get().email == "ny@region.example"
    assert not User.objects.filter(email="ny@region.example").exists()
