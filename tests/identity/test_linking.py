"""Whose account an identity opens: by HSA-id, by an address that the employer owns, by choice; never by name, never over a border."""

import threading
import time

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.identity.linking.matching import find_account, must_confirm
from randa.identity.linking.services import confirm_link, link_by_choice, recognise, unlink
from randa.identity.models import IdentityProvider, LinkedIdentity
from randa.identity.providers.delivered import Delivered
from randa.identity.providers.errors import (
    AlreadyLinkedError,
    IdentityMismatchError,
    LastWayInError,
    NoAccountError,
    SignInFailedError,
)
from randa.people.models import User
from tests.conftest import SignedInClient
from tests.factories import HospitalFactory, OrganisationFactory, UserFactory
from tests.identity.accounts import PASSWORD, account, give_password
from tests.identity.providers import HSA_ID, is_signed_in, oidc_provider, role_at

pytestmark = pytest.mark.django_db
VIDE = Delivered(
    "vide", hsa_id=HSA_ID, email="vide@region.example", email_verified=True, given_name="Vide", family_name="Ek"
)
BY_MAIL = {"mail_domains": ["region.example"], "owns_mail_domains": True}
NAMELESS = Delivered("vide", email="vide@region.example", email_verified=True)


def test_the_hsa_id_is_compared_without_case() -> None:
    person = UserFactory.create(hsa_id=HSA_ID.lower().replace("se0", "SE0"))

    assert recognise(provider=oidc_provider(), delivered=VIDE) == person


def test_the_same_name_opens_nothing() -> None:
    UserFactory.create(given_name="Vide", family_name="Ek")

    with pytest.raises(NoAccountError):
        recognise(provider=oidc_provider(), delivered=VIDE)
    assert not LinkedIdentity.objects.exists()


@pytest.mark.parametrize(
    ("settings", "delivered"),
    [
        ({}, NAMELESS),
        ({"mail_domains": ["region.example"]}, NAMELESS),
        (BY_MAIL | {"mail_domains": ["other.example"]}, NAMELESS),
        (BY_MAIL, Delivered("vide", email="vide@region.example", email_verified=False)),
        (BY_MAIL | {"allows_new_accounts": True}, Delivered("vide", email="vide@region.example", email_verified=False)),
    ],
    ids=["not the employer's", "domain without owner", "another domain", "unverified", "unverified, new accounts"],
)
def test_an_address_that_the_provider_does_not_own_or_has_not_verified_opens_nothing(
    settings: dict[str, object], delivered: Delivered
) -> None:
    UserFactory.create(email="vide@region.example")

    with pytest.raises(NoAccountError):
        recognise(provider=oidc_provider(**settings), delivered=delivered)


def test_an_address_in_the_employers_own_domain_opens_an_account_without_administrative_roles() -> None:
    provider = oidc_provider(**BY_MAIL)
    person = role_at(UserFactory.create(email="vide@region.example"), provider.organisation, "placements.view")

    assert recognise(provider=provider, delivered=NAMELESS) == person
    assert LinkedIdentity.objects.get().reason == "mail"


def test_an_address_never_opens_an_administrators_account_but_the_hsa_id_does() -> None:
    provider = oidc_provider(**BY_MAIL)
    person = UserFactory.create(email="vide@region.example", hsa_id=HSA_ID)
    role_at(person, provider.organisation, "roles.grant")

    with pytest.raises(NoAccountError):
        recognise(provider=provider, delivered=NAMELESS)
    assert recognise(provider=provider, delivered=VIDE) == person


def test_an_address_does_not_open_an_account_with_another_hsa_id() -> None:
    UserFactory.create(email="vide@region.example", hsa_id="SE0000000000-OTHER")

    with pytest.raises(NoAccountError):
        recognise(provider=oidc_provider(**BY_MAIL), delivered=VIDE)


def test_a_provider_opens_no_account_with_roles_in_an_organisation_it_does_not_serve() -> None:
    provider, elsewhere = oidc_provider(), OrganisationFactory.create()
    person = role_at(UserFactory.create(hsa_id=HSA_ID), elsewhere, "placements.view")

    with pytest.raises(NoAccountError):
        recognise(provider=provider, delivered=VIDE)
    provider.serves.add(elsewhere)
    assert recognise(provider=provider, delivered=VIDE) == person


def test_a_provider_serves_what_lies_under_its_organisation() -> None:
    provider = oidc_provider()
    person = role_at(
        UserFactory.create(hsa_id=HSA_ID), HospitalFactory.create(parent=provider.organisation), "placements.view"
    )

    assert recognise(provider=provider, delivered=VIDE) == person


def test_a_link_made_by_hsa_id_is_to_be_confirmed_for_each_role_elsewhere_and_one_by_choice_is_not() -> None:
    provider, person = oidc_provider(), UserFactory.create(hsa_id=HSA_ID)
    elsewhere = [OrganisationFactory.create() for _ in range(3)]
    recognise(provider=provider, delivered=VIDE)
    role_at(person, provider.organisation, "roles.grant")
    assert not must_confirm(provider, VIDE)

    role_at(person, elsewhere[0], "placements.view")
    assert must_confirm(provider, VIDE)
    confirm_link(person=person, provider_pk=provider.pk)
    assert not must_confirm(provider, VIDE)
    role_at(person, elsewhere[1], "placements.view")
    assert must_confirm(provider, VIDE)
    provider.serves.add(elsewhere[1])
    assert not must_confirm(provider, VIDE)
    role_at(person, elsewhere[2], "people.merge")
    assert must_confirm(provider, VIDE)
    link_by_choice(actor=person, provider=provider, subject="vide")
    assert not must_confirm(provider, VIDE)

    assert AuditEvent.objects.filter(action="identity.confirmed", subject=person).count() == 1
    told = Notification.objects.filter(recipient=person).values_list("title", flat=True)
    assert "Inloggningen Region Provläns inloggning öppnar nu också dina roller hos andra organisationer" in told


def test_whose_only_way_in_is_not_enough_any_more_comes_in_with_a_password() -> None:
    person, provider = account(hsa_id=HSA_ID), oidc_provider(only_way_in=True)
    recognise(provider=provider, delivered=VIDE)
    browser = Client()
    assert give_password(browser, person).status_code == 403

    role_at(person, OrganisationFactory.create(), "placements.view")
    give_password(browser, person)

    assert is_signed_in(browser, person)


def test_a_providers_word_alone_links_nothing_by_choice() -> None:
    person, provider = account(), oidc_provider()
    browser = Client()
    browser.force_login(person)
    session = browser.session
    session["identity.link"] = {"provider": str(provider.pk), "subject": "vide", "hsa_id": "", "shown": "Vide Ek"}
    session["identity.fresh_at"] = time.time()
    session["identity.second_factor"] = {"how": "oidc", "at": time.time()}
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": time.time(), "provider": "x"}]
    session.save()

    asked = browser.post(reverse("identity:link"))
    assert asked["Location"] == "/konto/bekrafta/?next=%2Finloggning%2Fmina%2Fkoppla%2F"
    assert not LinkedIdentity.objects.exists()
    browser.post(asked["Location"], {"password": PASSWORD})
    browser.post(reverse("identity:link"))

    assert LinkedIdentity.objects.get().reason == "choice"


def test_a_name_at_the_provider_with_a_new_owner_is_noticed_by_its_hsa_id() -> None:
    provider = oidc_provider()
    link_by_choice(actor=UserFactory.create(hsa_id="SE0000000000-FIRST"), provider=provider, subject="vide")

    with pytest.raises(IdentityMismatchError):
        recognise(provider=provider, delivered=VIDE)


def test_without_a_lasting_name_nobody_signs_in() -> None:
    UserFactory.create(hsa_id=HSA_ID)

    with pytest.raises(SignInFailedError):
        recognise(provider=oidc_provider(), delivered=Delivered("", hsa_id=HSA_ID))


def test_a_new_account_is_made_only_where_that_is_allowed_and_has_no_roles_and_no_password() -> None:
    with pytest.raises(NoAccountError):
        recognise(provider=oidc_provider(), delivered=VIDE)

    made = recognise(provider=oidc_provider(allows_new_accounts=True), delivered=VIDE)

    assert (made.hsa_id, made.email, str(made)) == (HSA_ID, "vide@region.example", "Vide Ek")
    assert not made.has_usable_password()
    assert not made.role_assignments.exists()
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"account.created", "identity.linked"}


def test_a_merged_account_opens_the_one_it_lives_on_in() -> None:
    kept = UserFactory.create()
    UserFactory.create(hsa_id=HSA_ID, merged_into=kept, is_active=False)

    assert recognise(provider=oidc_provider(), delivered=VIDE) == kept


def test_an_identity_that_opens_somebody_elses_account_is_not_linked_again() -> None:
    provider = oidc_provider()
    link_by_choice(actor=UserFactory.create(), provider=provider, subject="vide")

    with pytest.raises(AlreadyLinkedError):
        link_by_choice(actor=UserFactory.create(), provider=provider, subject="vide")


def test_the_last_way_in_is_not_removed() -> None:
    person, provider = UserFactory.create(), oidc_provider()
    person.set_unusable_password()
    person.save()
    link = link_by_choice(actor=person, provider=provider, subject="vide")

    with pytest.raises(LastWayInError):
        unlink(actor=person, link=link)
    person.set_password("en lång mening")
    person.save()
    unlink(actor=person, link=link)
    assert not LinkedIdentity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_make_one_account() -> None:
    provider = oidc_provider(allows_new_accounts=True)

    def come() -> None:
        recognise(provider=provider, delivered=VIDE)
        connections.close_all()

    windows = [threading.Thread(target=come) for _ in range(2)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()

    assert User.objects.filter(email=VIDE.email).count() == 1
    assert LinkedIdentity.objects.count() == 1


def test_whoever_is_linked_to_the_only_way_in_does_not_come_in_with_a_password() -> None:
    person, provider = account(), oidc_provider(only_way_in=True)
    link_by_choice(actor=person, provider=provider, subject="vide")
    first, second = Client(), Client()

    answer = give_password(first, person)

    assert answer.status_code == 403
    assert "vill att du loggar in via Region Provläns inloggning" in answer.content.decode()
    assert not is_signed_in(first)
    IdentityProvider.objects.update(enabled=False)
    give_password(second, person)
    assert is_signed_in(second, person)


def test_linking_by_choice_needs_a_yes_of_ones_own() -> None:
    person, provider = UserFactory.create(), oidc_provider()
    browser = SignedInClient()
    browser.force_login(person)
    session = browser.session
    session["identity.link"] = {"provider": str(provider.pk), "subject": "vide", "hsa_id": "", "shown": "Vide Ek"}
    session.save()

    page = browser.get(reverse("identity:link"))
    assert "Vide Ek" in page.content.decode()
    assert not LinkedIdentity.objects.exists()
    browser.post(reverse("identity:link"))
    assert LinkedIdentity.objects.get().user == person
    browser.post(reverse("identity:link"))
    assert LinkedIdentity.objects.count() == 1


def test_one_removes_ones_own_link_and_nobody_elses() -> None:
    person, provider = account(), oidc_provider()
    own = link_by_choice(actor=person, provider=provider, subject="vide")
    other = link_by_choice(actor=UserFactory.create(), provider=provider, subject="other")
    browser = SignedInClient()
    browser.force_login(person)

    assert browser.post(reverse("identity:unlink", args=[other.pk])).status_code == 404
    browser.post(reverse("identity:unlink", args=[own.pk]))

    assert list(LinkedIdentity.objects.all()) == [other]


def test_the_page_for_an_address_tells_nobody_who_has_an_account() -> None:
    oidc_provider(mail_domains=["region.example"])
    UserFactory.create(email="vide@region.example")

    known = Client().get(reverse("identity:choose"), {"epost": "vide@region.example"}).content.decode()
    unknown = Client().get(reverse("identity:choose"), {"epost": "nono@region.example"}).content.decode()

    assert "Region Provläns inloggning" in known
    assert known.replace("vide@", "nono@") == unknown or known.count("Region Prov") == unknown.count("Region Prov")


def test_a_match_alone_changes_nothing() -> None:
    UserFactory.create(hsa_id=HSA_ID)

    assert find_account(oidc_provider(), VIDE) is not None
    assert not LinkedIdentity.objects.exists()
