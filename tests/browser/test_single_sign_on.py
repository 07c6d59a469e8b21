"""Signing in through an employer in a real browser: cookies, policies and redirects between sites as they really are."""

import re
from collections.abc import Iterator

import pytest
import requests
from django.urls import reverse
from playwright.sync_api import Page, expect

from randa.identity.models import IdentityProvider
from randa.people.models import User
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.identity.accounts import code_of, with_code_app
from tests.identity.oidc_server import OidcServer, oidc_server
from tests.identity.providers import LOA3, oidc_provider, saml_provider
from tests.identity.saml_idp import needs_xmlsec, saml_site

CARD, WEAK = "SE0000000000-CARD", "SE0000000000-WEAK"


@pytest.fixture
def server() -> Iterator[OidcServer]:
    with oidc_server() as running:
        running.knows("kim", employeeHsaId=CARD, acr=LOA3)
        yield running


def person(hsa_id: str) -> User:
    return User.objects.create_user(
        f"{hsa_id.lower()}{User.objects.count()}@prov.example", given_name="Kim", family_name="Provsson", hsa_id=hsa_id
    )


def choose(page: Page, provider: IdentityProvider) -> None:
    page.get_by_role("link", name=f"Logga in via {provider.name}").click()


def test_an_accepted_level_opens_randa_without_another_question(
    visit: Opener, world: object, server: OidcServer
) -> None:
    somebody = person(CARD)
    with_code_app(somebody)
    provider = oidc_provider(server.issuer, name="Region Provlän, tjänstekort")
    page = visit("/konto/logga-in/?next=/organisationer/", "nobody")
    assert violations(page) == []

    choose(page, provider)
    page.get_by_placeholder("sub").fill("kim")
    page.get_by_role("button", name="Authorize").click()

    expect(page).to_have_url(re.compile("/organisationer/$"))
    page.goto(reverse("identity:links"))
    expect(page.get_by_role("heading", level=2).first).to_have_text(provider.name)
    assert violations(page) == []
    IdentityProvider.objects.filter(pk=provider.pk).update(enabled=False)


@needs_xmlsec
def test_a_level_that_is_not_accepted_is_followed_by_randas_second_factor(
    visit: Opener, world: object, site: str
) -> None:
    somebody = person(WEAK)
    secret = with_code_app(somebody)
    with saml_site("password", {"http://sambi.se/attributes/1/employeeHsaId": [WEAK]}) as (idp, known):
        provider = saml_provider(idp.entity_id, idp.sso_url, [idp.certificate], name="Universitetet i Provstad")
        known["sp"] = requests.get(site + reverse("identity:saml_metadata", args=[provider.pk]), timeout=10).text
        page = visit("/konto/logga-in/", "nobody")

        choose(page, provider)
        expect(page.get_by_role("heading", level=1)).to_have_text("Regionens inloggning")
        page.get_by_role("button", name="Visa kortet").click()

        page.wait_for_url(re.compile("/konto/tvafaktor/logga-in/"))
        page.get_by_label(re.compile("[Kk]od")).first.fill(code_of(secret))
        page.get_by_role("button", name=re.compile("Logga in|Fortsätt")).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hej Kim")
        IdentityProvider.objects.filter(pk=provider.pk).update(enabled=False)
