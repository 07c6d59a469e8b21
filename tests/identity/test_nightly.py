"""By night: signed metadata is taken over, unsigned only told of, and whoever looks after a provider hears of certificates that end."""

import datetime as dt

import pytest
from onelogin.saml2.metadata import OneLogin_Saml2_Metadata

from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.home.providers_accounts import certificates_that_end
from randa.identity.models import IdentityProvider
from randa.identity.providers import services_nightly
from randa.identity.providers.certificates import make_own
from randa.identity.providers.errors import ProviderUnreachableError
from randa.identity.providers.services_nightly import look_after_providers
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, person_with
from tests.identity.providers import saml_provider
from tests.identity.test_provider_admin import metadata

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)
ISSUER, ADDRESS = "https://idp.test.example", "https://idp.test.example/metadata"


@pytest.fixture
def region() -> Organisation:
    made: Organisation = OrganisationFactory.create()
    return made


@pytest.fixture
def keeper(region: Organisation) -> User:
    return person_with("identity.manage", at=region)


def provider_at(region: Organisation, certificate: str, **more: object) -> IdentityProvider:
    fields = {"metadata_url": ADDRESS, "certificate_expires_on": TODAY + dt.timedelta(days=400)} | more
    return saml_provider(ISSUER, "https://idp.test.example/sso", [certificate], organisation=region, **fields)


def publish(monkeypatch: pytest.MonkeyPatch, xml: bytes) -> None:
    monkeypatch.setattr(services_nightly, "fetch", lambda _address: xml)


def test_what_the_federation_signed_is_taken_over_and_logged_without_an_actor(
    monkeypatch: pytest.MonkeyPatch, region: Organisation, keeper: User
) -> None:
    federation, key = make_own("federation")
    old, new = make_own("old")[0], make_own("new")[0]
    provider = provider_at(region, old, metadata_signed_by=federation)
    own = metadata(new).replace("<md:EntityDescriptor ", '<md:EntityDescriptor ID="x" ')
    publish(monkeypatch, OneLogin_Saml2_Metadata.sign_metadata(own, key, federation))

    look_after_providers(today=TODAY)

    provider.refresh_from_db()
    assert provider.certificates == [new]
    assert AuditEvent.objects.get(action="identity_provider.changed").actor is None
    assert not Notification.objects.exists()


def test_what_nobody_signed_changes_nothing_and_is_told_once(
    monkeypatch: pytest.MonkeyPatch, region: Organisation, keeper: User
) -> None:
    old = make_own("old")[0]
    provider = provider_at(region, old)
    publish(monkeypatch, metadata(make_own("new")[0]).encode())

    look_after_providers(today=TODAY)
    look_after_providers(today=TODAY)

    provider.refresh_from_db()
    assert provider.certificates == [old]
    assert "har ändrats" in Notification.objects.get(recipient=keeper).title


def test_a_provider_that_does_not_answer_stops_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch, region: Organisation, keeper: User
) -> None:
    provider_at(region, make_own("a")[0])
    soon = saml_provider(
        "https://b.test.example",
        "https://b.test.example/sso",
        [make_own("b")[0]],
        organisation=region,
        certificate_expires_on=TODAY + dt.timedelta(days=30),
    )

    def down(_address: str) -> bytes:
        raise ProviderUnreachableError("down")

    monkeypatch.setattr(services_nightly, "fetch", down)

    look_after_providers(today=TODAY)

    assert str(soon.pk) in Notification.objects.get(recipient=keeper).url


@pytest.mark.parametrize(("days", "told"), [(61, ""), (60, "snart ut"), (0, "snart ut"), (-1, "har gått ut")])
def test_whoever_looks_after_a_provider_hears_of_its_end_and_nobody_else(
    region: Organisation, keeper: User, days: int, told: str
) -> None:
    elsewhere = person_with("identity.manage", at=OrganisationFactory.create())
    provider_at(region, make_own("a")[0], metadata_url="", certificate_expires_on=TODAY + dt.timedelta(days=days))

    look_after_providers(today=TODAY)

    titles = [one.title for one in Notification.objects.filter(recipient=keeper)]
    assert [told in title for title in titles] == ([True] if told else [])
    assert not Notification.objects.filter(recipient=elsewhere).exists()


def test_min_dag_shows_the_end_to_whoever_looks_after_the_provider(region: Organisation, keeper: User) -> None:
    provider = provider_at(region, make_own("a")[0], certificate_expires_on=TODAY + dt.timedelta(days=10))

    (task,) = certificates_that_end(keeper, TODAY)

    assert provider.name in task.title
    assert str(provider.pk) in task.url
