"""Inviting by mail: who stands behind it, and that its link works once, for the right person, while it should."""

import datetime as dt
import re
import threading
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from randa.core.errors import DomainError
from randa.organisations.models import Organisation
from randa.people.errors import WeakPasswordError
from randa.people.errors_invitations import InvitationClosedError, InvitedAlreadyError, NotInvitedError
from randa.people.models import Invitation, RoleAssignment, User
from randa.people.services import invitations as services
from tests.factories import OrganisationFactory, UserFactory, person_with
from tests.people.world import FEBRUARY, MARCH, TODAY, again, giver, viewer_role

pytestmark = pytest.mark.django_db
ADDRESS = "vide@region.example"
SENTENCE = "en helt egen mening"
OPENED = "/personer/inbjudan/oppnad/"


def _invite(
    region: Organisation, capture: DjangoCaptureOnCommitCallbacks, actor: User | None = None, **other: Any
) -> tuple[Invitation, str]:
    """Return an invitation and the secret of its link, empty when none was sent."""
    asked: dict[str, Any] = {"email": ADDRESS, "role": viewer_role(), "organisation": region, "starts_on": TODAY}
    with capture(execute=True):
        made = services.invite(actor=actor or giver(region, "people.invite"), **(asked | other))
    return made, _token()


def _token() -> str:
    found = re.findall(r"/personer/inbjudan/([\w-]+)/", str(mail.outbox[-1].body)) if mail.outbox else []
    return found[0] if found else ""


def _accept(token: str) -> User | None:
    return services.accept_as_new(token=token, given_name="Vide", family_name="Ek", password=SENTENCE)


def test_an_accepted_invitation_gives_account_verified_address_and_role(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made, token = _invite(region, django_capture_on_commit_callbacks, ends_before=MARCH)

    person = _accept(token)

    assert person is not None
    held = person.role_assignments.get()
    assert (held.role_id, held.starts_on, held.ends_before) == ("viewer", TODAY, MARCH)
    assert EmailAddress.objects.get(user=person).verified
    made.refresh_from_db()
    assert (made.state, made.token_hash, made.assignment) == ("accepted", None, held)


def test_only_the_fingerprint_of_the_link_is_kept(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made, token = _invite(region, django_capture_on_commit_callbacks)

    assert len(token) >= 43
    assert token not in str(Invitation.objects.filter(pk=made.pk).values().get())


def test_a_link_works_once(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _made, token = _invite(region, django_capture_on_commit_callbacks)
    _accept(token)

    with pytest.raises(InvitationClosedError):
        _accept(token)


@pytest.mark.parametrize(
    "change", [{"expires_at": timezone.now()}, {"ends_before": TODAY, "starts_on": dt.date(2026, 12, 1)}]
)
def test_a_link_that_is_too_old_or_whose_role_is_over_is_closed(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, change: dict[str, Any]
) -> None:
    made, token = _invite(region, django_capture_on_commit_callbacks)
    Invitation.objects.filter(pk=made.pk).update(**change)

    with pytest.raises(InvitationClosedError):
        _accept(token)


def test_sending_again_replaces_the_link_and_taking_back_closes_it(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    actor = giver(region, "people.invite")
    made, first = _invite(region, django_capture_on_commit_callbacks, actor)
    with django_capture_on_commit_callbacks(execute=True):
        services.resend_invitation(actor=actor, invitation=made)
    second = _token()

    with pytest.raises(InvitationClosedError):
        services.open_invitation(first)
    assert services.open_invitation(second) == made
    services.revoke_invitation(actor=actor, invitation=made)
    with pytest.raises(InvitationClosedError):
        services.open_invitation(second)


def test_what_the_inviter_may_not_give_waits_for_somebody_who_may(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    inviter = person_with("people.invite", at=region)
    made, token = _invite(region, django_capture_on_commit_callbacks, inviter)
    assert (made.state, token) == ("awaiting", "")

    with pytest.raises(PermissionDenied, match="can_back_invitation"):
        services.approve_invitation(actor=inviter, invitation=made)
    with django_capture_on_commit_callbacks(execute=True):
        services.approve_invitation(actor=giver(region, "people.invite"), invitation=made)

    assert _accept(_token()) is not None


def test_a_role_that_outlasts_the_inviters_own_waits_too(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    inviter = giver(region, "people.invite", ends_before=FEBRUARY)

    made, _token_of = _invite(region, django_capture_on_commit_callbacks, inviter, ends_before=MARCH)

    assert made.state == "awaiting"


def test_the_right_is_checked_again_when_the_invitation_is_accepted(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    inviter = giver(region, "people.invite")
    made, token = _invite(region, django_capture_on_commit_callbacks, inviter)
    RoleAssignment.objects.filter(user=inviter).update(ends_before=TODAY)

    assert _accept(token) is None

    made.refresh_from_db()
    assert (made.state, made.token_hash) == ("awaiting", None)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_nobody_invites_to_another_organisation(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with pytest.raises(PermissionDenied, match="can_invite"):
        _invite(OrganisationFactory.create(), django_capture_on_commit_callbacks, giver(region, "people.invite"))


def test_the_same_is_proposed_once_at_a_time(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _invite(region, django_capture_on_commit_callbacks)

    with pytest.raises(InvitedAlreadyError, match=ADDRESS):
        _invite(region, django_capture_on_commit_callbacks, email=ADDRESS.upper())


def test_an_address_with_an_account_looks_the_same_to_the_inviter_and_gets_the_role_after_signing_in(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, client: Client
) -> None:
    known = UserFactory.create(email=ADDRESS)
    made, token = _invite(region, django_capture_on_commit_callbacks)
    address = reverse("people:invitation_accept", args=[token])
    page = client.get(address, follow=True).content.decode()
    assert (made.state, "Logga in, så får kontot rollen" in page) == ("sent", True)
    assert "next=/personer/inbjudan/oppnad/" in page
    with pytest.raises(NotInvitedError):
        _accept(token)

    client.force_login(known)
    client.post(OPENED)

    assert again(known).has("placements.view", region)


def test_somebody_else_who_is_signed_in_cannot_use_the_link(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _made, token = _invite(region, django_capture_on_commit_callbacks)

    with pytest.raises(NotInvitedError):
        services.accept_as(actor=UserFactory.create(), token=token)


def test_a_weak_password_is_refused_and_the_link_still_works(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made, token = _invite(region, django_capture_on_commit_callbacks)

    with pytest.raises(WeakPasswordError):
        services.accept_as_new(token=token, given_name="Vide", family_name="Ek", password="kort")

    assert services.open_invitation(token) == made


def test_an_address_that_the_mail_server_refuses_is_shown(
    region: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
    client: Client,
) -> None:
    def refuse(_message: object) -> int:
        raise SMTPRecipientsRefused({ADDRESS: (550, b"unknown")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    actor = giver(region, "people.invite", "people.view")
    _invite(region, django_capture_on_commit_callbacks, actor)
    client.force_login(actor)

    assert "kom inte fram" in client.get(reverse("people:invitations")).content.decode()


def test_the_page_makes_the_account_and_signs_in(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, client: Client
) -> None:
    _made, token = _invite(region, django_capture_on_commit_callbacks)
    address = reverse("people:invitation_accept", args=[token])
    typed = {"given_name": "Vide", "family_name": "Ek", "password": SENTENCE, "repeated": SENTENCE}

    assert client.get(address)["Referrer-Policy"] == "no-referrer"
    # A browser that is told "no-referrer" on the page of a form sends no origin with it, and is refused.
    assert client.get(OPENED)["Referrer-Policy"] == "same-origin"
    answer = client.post(OPENED, typed)

    assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(User.objects.get(email=ADDRESS).pk))
    assert Client().get(address).status_code == 410
    assert "link:people:invitation_accept" not in client.session


def test_the_secret_of_the_link_leaves_the_address_when_it_is_opened_and_lies_unreadable_in_the_session(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _made, token = _invite(region, django_capture_on_commit_callbacks)
    browser = Client()
    browser.get("/konto/logga-in/")
    browser.session.save()
    planted = browser.session.session_key

    answer = browser.get(reverse("people:invitation_accept", args=[token]))

    assert (answer.status_code, answer["Location"], answer["Referrer-Policy"]) == (302, OPENED, "no-referrer")
    page = browser.get(OPENED)
    assert ADDRESS in page.content.decode()
    assert token not in page.content.decode()
    assert token not in str(dict(browser.session.items()))
    assert browser.session.session_key != planted
    assert Client().get(OPENED).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_of_two_acceptances_at_once_one_gets_the_account(
    region: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    services.invite(
        actor=giver(region, "people.invite"), email=ADDRESS, role=viewer_role(), organisation=region, starts_on=TODAY
    )
    token, start, outcomes = _token(), threading.Barrier(2), []

    def accept() -> None:
        try:
            start.wait()
            outcomes.append("account" if _accept(token) else "waits")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["account", "invitation_closed"]
    assert RoleAssignment.objects.filter(user__email=ADDRESS).count() == 1
