"""A lost second factor is taken away by somebody who has checked whose it was, and its person hears of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.errors import DomainError
from randa.core.freetext import IdentityNumberInTextError
from randa.core.notifications.models import Notification
from randa.identity.models import SignedIn
from randa.identity.reset.errors import HowCheckedMissingError, NothingToResetError
from randa.identity.reset.services import reset_second_factor
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import TODAY, OrganisationFactory, RoleAssignmentFactory, person_with
from tests.identity.accounts import account, give_password, signed_in, with_code_app

pytestmark = pytest.mark.django_db
CHECKED = {"check": "in_person", "how": "Körkort i receptionen på morgonen", "reason": "Telefonen är borta"}
RIGHTS = ("people.view", "people.edit")


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def administrator(region: Organisation) -> User:
    return person_with(*RIGHTS, at=region)


@pytest.fixture
def colleague(region: Organisation) -> User:
    person = account()
    RoleAssignmentFactory.create(user=person, organisation=OrganisationFactory.create(parent=region))
    with_code_app(person)
    RecoveryCodes.activate(person)
    return person


def test_all_factors_and_sessions_end_and_the_password_stays(administrator: User, region: Organisation) -> None:
    person = account()
    RoleAssignmentFactory.create(user=person, organisation=region)
    browser = signed_in(person, with_code_app(person))

    assert reset_second_factor(actor=administrator, person=person, **CHECKED) == 1

    assert not Authenticator.objects.filter(user=person).exists()
    assert not SignedIn.objects.filter(user=person).exists()
    assert browser.get("/inloggning/session/").json()["signedIn"] is False
    again = Client()
    give_password(again, person)
    assert again.get("/organisationer/")["Location"] == "/konto/tvafaktor/app/"


def test_the_person_is_told_at_once_and_the_log_keeps_how_it_was_checked(administrator: User, colleague: User) -> None:
    reset_second_factor(actor=administrator, person=colleague, **CHECKED)

    told = Notification.objects.get(recipient=colleague)
    assert told.kind == "security.account"
    assert "nollställt" in told.title
    event = AuditEvent.objects.get(action="second_factor.reset")
    assert (event.actor, event.subject, event.reason) == (administrator, colleague, CHECKED["reason"])
    assert event.after["identity_check"] == "in_person"
    assert event.after["identity_check_how"] == CHECKED["how"]
    assert event.before == {"code_apps": 1, "passkeys": 0, "recovery_codes": 1}


def test_nobody_resets_their_own(administrator: User) -> None:
    with_code_app(administrator)

    with pytest.raises(PermissionDenied):
        reset_second_factor(actor=administrator, person=administrator, **CHECKED)

    assert Authenticator.objects.filter(user=administrator).exists()


@pytest.mark.parametrize(
    "permissions", [("people.view",), ("people.view", "people.merge", "roles.grant", "system.manage")]
)
def test_other_rights_are_not_enough(permissions: tuple[str, ...], region: Organisation, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        reset_second_factor(actor=person_with(*permissions, at=region), person=colleague, **CHECKED)

    assert Authenticator.objects.filter(user=colleague).exists()


def test_another_region_and_a_former_employer_may_not(administrator: User, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        reset_second_factor(actor=person_with(*RIGHTS, at=OrganisationFactory.create()), person=colleague, **CHECKED)
    colleague.role_assignments.update(ends_before=TODAY)
    with pytest.raises(PermissionDenied):
        reset_second_factor(actor=administrator, person=colleague, **CHECKED)

    assert Authenticator.objects.filter(user=colleague).exists()


@pytest.mark.parametrize("left_out", [{"check": ""}, {"check": "it felt right"}, {"how": " "}, {"reason": ""}])
def test_how_the_identity_was_checked_must_be_said(
    administrator: User, colleague: User, left_out: dict[str, str]
) -> None:
    with pytest.raises(HowCheckedMissingError):
        reset_second_factor(actor=administrator, person=colleague, **(CHECKED | left_out))

    assert Authenticator.objects.filter(user=colleague).exists()


def test_the_number_of_a_document_is_no_way_of_saying_it(administrator: User, colleague: User) -> None:
    with pytest.raises(IdentityNumberInTextError):  # the number is the published example of Skatteverket
        reset_second_factor(actor=administrator, person=colleague, **(CHECKED | {"how": "Körkort 701063-2391"}))


def test_nothing_is_done_twice(administrator: User, colleague: User) -> None:
    reset_second_factor(actor=administrator, person=colleague, **CHECKED)

    with pytest.raises(NothingToResetError) as refusal:
        reset_second_factor(actor=administrator, person=colleague, **CHECKED)

    assert isinstance(refusal.value, DomainError)
    assert Notification.objects.filter(recipient=colleague).count() == 1


class TestThePage:
    def test_leads_from_the_persons_page_to_the_reset(
        self, client: Client, administrator: User, colleague: User
    ) -> None:
        client.force_login(administrator)
        address = reverse("reset_factor", args=[colleague.pk])
        assert address in client.get(colleague.get_absolute_url()).content.decode()

        refused = client.post(address, CHECKED | {"how": ""})
        assert refused.status_code == 422
        assert Authenticator.objects.filter(user=colleague).exists()
        assert client.post(address, CHECKED)["Location"] == colleague.get_absolute_url()

        assert not Authenticator.objects.filter(user=colleague).exists()
        assert "Inget andra steg att nollställa" in client.get(address).content.decode()

    def test_is_not_offered_to_those_who_may_not(self, client: Client, region: Organisation, colleague: User) -> None:
        client.force_login(person_with("people.view", at=region))

        assert "/inloggning/" not in client.get(colleague.get_absolute_url()).content.decode()
        assert client.get(reverse("reset_factor", args=[colleague.pk])).status_code == 403

    def test_asks_who_one_is_when_the_sign_in_is_old(self, administrator: User, colleague: User) -> None:
        administrator.set_password("en lång mening om björkar")
        administrator.save()
        browser = signed_in(administrator, with_code_app(administrator))
        session = browser.session
        session["account_authentication_methods"] = [
            record | {"at": 0} for record in session["account_authentication_methods"]
        ]
        session.save()

        asked = browser.post(reverse("reset_factor", args=[colleague.pk]), CHECKED)

        assert asked["Location"].startswith("/konto/bekrafta/")
        assert Authenticator.objects.filter(user=colleague).exists()
