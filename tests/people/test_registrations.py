"""Asking for an account: only where it is allowed, without telling who has one, and answered by somebody who may."""

import threading

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from randa.core.access.models import Role
from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.organisations.models import Organisation
from randa.people.errors_registration import DecisionReasonMissingError, RegistrationDecidedError
from randa.people.forms_registration import RulesForm
from randa.people.models import Invitation, OrganisationAccountSettings, RegistrationRequest, User
from randa.people.services import registrations as services
from tests.factories import OrganisationFactory, RoleFactory, UserFactory, person_with
from tests.people.world import TODAY, giver, viewer_role

pytestmark = pytest.mark.django_db
ADDRESS = "vide@region.example"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def region() -> Organisation:
    made = OrganisationFactory.create()
    OrganisationAccountSettings.objects.create(organisation=made, self_registration=True)
    return made


@pytest.fixture
def role() -> Role:
    return viewer_role()


def _asked(region: Organisation, role: Role, email: str = ADDRESS) -> RegistrationRequest | None:
    return services.ask_for_account(
        organisation=region, role=role, email=email, given_name="Vide", family_name="Ek", message="", language="sv"
    )


def _form(region: Organisation, role: Role, **other: str) -> dict[str, str]:
    return {
        "given_name": "Vide", "family_name": "Ek", "email": ADDRESS, "organisation": region.code, "role": role.code,
        "message": "",
    } | other  # fmt: skip


def test_the_page_puts_a_request_on_the_list_tells_those_who_may_answer_and_confirms_by_mail(
    client: Client, region: Organisation, role: Role, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    manager = person_with("people.invite", at=region)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("people:registration_new"), _form(region, role))

    assert answer["Location"] == reverse("people:registration_sent")
    assert RegistrationRequest.objects.get().email == ADDRESS
    assert Notification.objects.get(recipient=manager).kind == "people.account_asked"
    assert [one.to for one in mail.outbox] == [[ADDRESS]]
    assert AuditEvent.objects.get(action="registration.asked").actor is None


def test_an_address_that_has_an_account_gets_the_same_page_and_no_request(
    client: Client, region: Organisation, role: Role, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    UserFactory.create(email=ADDRESS)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("people:registration_new"), _form(region, role))

    assert answer["Location"] == reverse("people:registration_sent")
    assert not RegistrationRequest.objects.exists()
    assert "har redan ett" in str(mail.outbox[0].body)


def test_what_somebody_else_wrote_is_not_mailed_to_the_address(
    region: Organisation, role: Role, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.ask_for_account(
            organisation=region, role=role, email=ADDRESS, given_name="Köp här", family_name="Nu", message="lockbete",
            language="sv",
        )  # fmt: skip

    assert "Köp här" not in str(mail.outbox[0].body)
    assert "lockbete" not in str(mail.outbox[0].body)


def test_nobody_asks_an_organisation_that_does_not_allow_it(client: Client, role: Role) -> None:
    closed = OrganisationFactory.create(name="Region Stängd")

    assert _asked(closed, role) is None
    page = client.get(reverse("people:registration_new")).content.decode()
    assert "Region Stängd" not in page
    assert "Ingen organisation tar emot" in page


def test_a_role_that_gives_roles_is_not_asked_for(client: Client, region: Organisation) -> None:
    powerful = RoleFactory.create(permissions=["roles.grant"])

    assert client.post(reverse("people:registration_new"), _form(region, powerful)).status_code == 422
    assert _asked(region, powerful) is None


def test_an_identity_number_in_the_message_is_refused(client: Client, region: Organisation, role: Role) -> None:
    # 191212121212 is published by Skatteverket for tests.
    answer = client.post(reverse("people:registration_new"), _form(region, role, message="Jag är 19121212-1212"))

    assert answer.status_code == 422
    assert not RegistrationRequest.objects.exists()


def test_the_same_person_waits_once_and_an_inbox_is_not_filled(
    region: Organisation, role: Role, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert _asked(region, role)
        assert _asked(region, role, ADDRESS.upper()) is None

    assert len(mail.outbox) == 1


def test_too_many_requests_from_one_place_are_told_to_wait(
    client: Client, region: Organisation, role: Role, settings: Settings
) -> None:
    settings.RANDA_ACCOUNT_REQUESTS_PER_HOUR = 2
    answers = [
        client.post(reverse("people:registration_new"), _form(region, role, email=f"n{number}@region.example"))
        for number in range(3)
    ]

    assert [one.status_code for one in answers] == [302, 302, 429]


def test_an_address_that_others_ask_for_again_and_again_gets_no_more_mail(
    region: Organisation, role: Role, settings: Settings
) -> None:
    settings.RANDA_ACCOUNT_REQUESTS_PER_DAY = 1
    assert _asked(region, role)
    RegistrationRequest.objects.all().delete()

    assert _asked(region, role) is None


def test_a_yes_makes_an_invitation_with_the_names_and_ends_the_waiting(region: Organisation, role: Role) -> None:
    asked = _asked(region, role)
    assert asked
    manager = giver(region, "people.invite")

    made = services.approve_registration(
        actor=manager, request=asked, role=role, starts_on=TODAY, ends_before=None, reason="Känd av enheten"
    )

    assert (made.email, made.given_name, made.state) == (ADDRESS, "Vide", Invitation.State.SENT)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.decision_reason) == ("approved", manager, "Känd av enheten")
    assert not Notification.objects.filter(done_at=None, kind="people.account_asked").exists()
    assert not User.objects.filter(email=ADDRESS).exists()  # the address is not proved yet


def test_a_no_is_mailed_with_its_reason(
    region: Organisation, role: Role, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    asked = _asked(region, role)
    assert asked

    with django_capture_on_commit_callbacks(execute=True):
        services.refuse_registration(actor=person_with("people.invite", at=region), request=asked, reason="Fel region")

    assert "Fel region" in str(mail.outbox[-1].body)
    assert not Invitation.objects.exists()


def test_an_answer_needs_a_reason_and_is_given_once_by_somebody_who_may(region: Organisation, role: Role) -> None:
    asked = _asked(region, role)
    assert asked
    manager = person_with("people.invite", at=region)

    with pytest.raises(DecisionReasonMissingError):
        services.refuse_registration(actor=manager, request=asked, reason="  ")
    with pytest.raises(PermissionDenied):
        services.refuse_registration(
            actor=person_with("people.invite", at=OrganisationFactory.create()), request=asked, reason="Nej"
        )
    services.refuse_registration(actor=manager, request=asked, reason="Nej")
    with pytest.raises(RegistrationDecidedError):
        services.refuse_registration(actor=manager, request=asked, reason="Nej igen")


def test_the_list_and_the_page_answer(client: Client, region: Organisation, role: Role) -> None:
    asked = _asked(region, role)
    assert asked
    client.force_login(giver(region, "people.invite"))
    address = reverse("people:registration", args=[asked.pk])

    assert ADDRESS in client.get(reverse("people:registrations")).content.decode()
    assert client.post(address, {"refuse": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"refuse": "1", "reason": "Gäller 19121212-1212"}).status_code == 422
    assert mail.outbox == []
    answer = client.post(address, {"reason": "Känd", "role": role.code, "starts_on": TODAY.isoformat()})

    assert answer["Location"] == reverse("people:registrations")
    assert Invitation.objects.get().email == ADDRESS
    assert client.post(address, {"refuse": "1", "reason": "För sent"})["Location"] == address
    assert mail.outbox == []


def test_rules_that_somebody_else_has_set_meanwhile_are_told_before_they_are_overwritten(client: Client) -> None:
    region = OrganisationFactory.create()
    client.force_login(giver(region, "people.view"))
    address = reverse("people:account_rules", args=[region.code])
    opened = str(RulesForm(initial={"self_registration": False, "close_without_role": False})["seen"].value())
    OrganisationAccountSettings.objects.create(organisation=region, self_registration=True)

    told = client.post(address, {"close_without_role": "on", "seen": opened})

    assert told.status_code == 422
    assert "Nu står det: Låt människor be om ett konto: ja" in told.content.decode()
    assert not OrganisationAccountSettings.objects.get(organisation=region).close_without_role


def test_rules_are_set_by_whoever_gives_roles_and_logged(client: Client) -> None:
    region = OrganisationFactory.create()
    client.force_login(giver(region, "people.view"))
    address = reverse("people:account_rules", args=[region.code])

    assert client.post(address, {"self_registration": "on"})["Location"] == address
    client.post(address, {"self_registration": "on"})

    assert OrganisationAccountSettings.objects.get(organisation=region).self_registration
    assert AuditEvent.objects.filter(action="account_settings.changed").count() == 1
    with pytest.raises(PermissionDenied):
        services.set_account_rules(
            actor=person_with("people.view", at=region),
            organisation=region,
            self_registration=False,
            close_without_role=True,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_one_waits() -> None:
    region, role = OrganisationFactory.create(), viewer_role()
    OrganisationAccountSettings.objects.create(organisation=region, self_registration=True)
    start = threading.Barrier(2)

    def ask() -> None:
        try:
            start.wait(timeout=10)
            _asked(region, role)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=20)

    assert RegistrationRequest.objects.count() == 1
