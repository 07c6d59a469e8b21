"""Mail leaves by real SMTP: encrypted, signed in, once; trouble is tried again and seen, and a refused address is remembered."""

import datetime as dt
from email.message import EmailMessage
from pathlib import Path

import pytest

from randa.core.notifications.models import Notification, OutgoingMail, ReturnedAddress
from randa.core.notifications.services import notify
from randa.core.notifications.services.returns import use_again
from randa.core.notifications.services.sending import WAITS, deliver_due
from randa.people.models import User
from tests.factories import UserFactory
from tests.notifications.servers import Postbox, certificate, password_check, smtp_server
from tests.notifications.world import OFFER

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2027, 1, 11, 11, 0, tzinfo=dt.UTC)
State = OutgoingMail.State


@pytest.fixture
def person(settings) -> User:
    settings.RANDA_URL = "https://randa.test.example"
    settings.DEFAULT_FROM_EMAIL = "Randa <randa@region.test.example>"
    settings.EMAIL_RETURNS = "retur@region.test.example"
    person = UserFactory.create(email="vide@test.example")
    offer(person)
    return person


def offer(person: User, title: str = "En plats på avdelning 4") -> None:
    notify(person, OFFER, title, url="/placering/")
    Notification.objects.filter(mail_due_at__isnull=False).update(mail_due_at=NOON)


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_mail_has_a_link_that_opens_it_and_says_that_a_machine_wrote_it(person: User, settings) -> None:
    postbox = Postbox()
    with smtp_server(postbox, settings):
        assert deliver_due(NOON) == 1

    ((envelope_from, envelope_to, message),) = postbox.taken
    mail = OutgoingMail.objects.get()
    notification = Notification.objects.get()
    assert envelope_to == ["vide@test.example"]
    assert envelope_from == f"retur+{mail.token}@region.test.example"
    assert message["From"] == "Randa <randa@region.test.example>"
    assert message["Subject"] == "Randa: En plats på avdelning 4"
    assert message["Message-ID"] == f"<{mail.pk}@region.test.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://randa.test.example/aviseringar/val/>"
    assert f"https://randa.test.example/aviseringar/{notification.pk}/oppna/" in plain(message)
    assert (mail.state, mail.sent_at, mail.attempts) == (State.SENT, NOON, 1)


def test_a_mail_leaves_once_however_often_the_worker_looks(person: User, settings) -> None:
    postbox = Postbox()
    with smtp_server(postbox, settings):
        for _ in range(3):
            deliver_due(NOON)

    assert len(postbox.taken) == 1


def test_mail_is_encrypted_and_signed_in_when_the_settings_say_so(
    person: User, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "randa", "hemligt"
    postbox = Postbox()
    options = {"tls_context": context, "require_starttls": True, "auth_required": True}

    with smtp_server(postbox, settings, authenticator=password_check("randa", "hemligt"), **options):
        deliver_due(NOON)

    assert postbox.was_encrypted == [True]


def test_a_wrong_password_is_the_servers_trouble_and_tried_again(
    person: User, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "randa", "gammalt"
    postbox = Postbox()

    with smtp_server(
        postbox, settings, tls_context=context, auth_required=True, authenticator=password_check("randa", "hemligt")
    ):
        assert deliver_due(NOON) == 0

    mail = OutgoingMail.objects.get()
    assert (mail.state, postbox.taken) == (State.QUEUED, [])
    assert "SMTPAuthenticationError" in mail.last_error


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(person: User, settings) -> None:
    postbox = Postbox()
    with smtp_server(postbox, settings):
        settings.EMAIL_USE_TLS = True
        deliver_due(NOON)

    mail = OutgoingMail.objects.get()
    assert (postbox.taken, mail.state) == ([], State.QUEUED)
    assert "STARTTLS" in mail.last_error


def test_a_certificate_that_nobody_vouches_for_is_refused(person: User, settings, tmp_path: Path) -> None:
    context, _trusted = certificate(tmp_path)
    postbox = Postbox()
    with smtp_server(postbox, settings, tls_context=context):
        deliver_due(NOON)

    assert postbox.taken == []
    assert "CERTIFICATE_VERIFY_FAILED" in OutgoingMail.objects.get().last_error


def test_a_server_that_is_down_is_tried_again_later_and_then_given_up_visibly(person: User, settings) -> None:
    postbox = Postbox()
    with smtp_server(postbox, settings):
        pass  # the port is free again: nobody answers
    now = NOON

    deliver_due(now)
    assert OutgoingMail.objects.get().next_try_at == now + dt.timedelta(minutes=WAITS[0])
    for minutes in WAITS:
        now += dt.timedelta(minutes=minutes)
        deliver_due(now)

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == (State.FAILED, len(WAITS) + 1)
    assert "Connection refused" in mail.last_error


def test_a_mail_waits_its_time_before_it_is_tried_again(person: User, settings) -> None:
    postbox = Postbox(data="451 Try later")
    with smtp_server(postbox, settings):
        deliver_due(NOON)
        deliver_due(NOON + dt.timedelta(seconds=59))
        assert OutgoingMail.objects.get().attempts == 1
        postbox.data = ""
        deliver_due(NOON + dt.timedelta(minutes=1))

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts, mail.last_error) == (State.SENT, 2, "")


def test_a_server_that_dawdles_does_not_hold_the_worker(person: User, settings) -> None:
    postbox = Postbox(delay=1.5)
    with smtp_server(postbox, settings):
        settings.EMAIL_TIMEOUT = 0.5
        assert deliver_due(NOON) == 0

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == (State.QUEUED, 1)
    assert "timed out" in mail.last_error


def test_a_server_in_trouble_is_not_asked_for_every_mail(person: User, settings) -> None:
    offer(UserFactory.create(email="robin@test.example"))
    with smtp_server(Postbox(), settings):
        pass

    deliver_due(NOON)

    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 1]


def test_an_unknown_address_is_a_returned_mail_and_the_others_leave(person: User, settings) -> None:
    offer(UserFactory.create(email="robin@test.example"))
    postbox = Postbox(rcpt={"vide@test.example": "550 5.1.1 No such mailbox"})

    with smtp_server(postbox, settings):
        deliver_due(NOON)

    assert [to for _from, to, _message in postbox.taken] == [["robin@test.example"]]
    mail = OutgoingMail.objects.get(recipient=person)
    assert (mail.state, mail.last_error) == (State.BOUNCED, "550 5.1.1 No such mailbox")
    assert Notification.objects.get(recipient=person, kind="mail.returned").title == (
        "Mejl till vide@test.example kommer tillbaka"
    )


def test_a_full_mailbox_for_now_is_tried_again(person: User, settings) -> None:
    postbox = Postbox(rcpt={"vide@test.example": "452 4.2.2 Mailbox full"})
    with smtp_server(postbox, settings):
        deliver_due(NOON)

    assert OutgoingMail.objects.get().state == State.QUEUED
    assert not ReturnedAddress.objects.exists()


def test_a_refused_text_is_a_failure_that_is_no_fault_of_the_address(person: User, settings) -> None:
    postbox = Postbox(data="554 5.7.1 Looks like spam")
    with smtp_server(postbox, settings):
        deliver_due(NOON)

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.last_error) == (State.FAILED, "554 5.7.1 Looks like spam")
    assert not ReturnedAddress.objects.exists()


def test_nothing_more_is_sent_after_three_returned_mails_until_the_person_says_that_it_works(
    person: User, settings
) -> None:
    postbox = Postbox(rcpt={"vide@test.example": "550 No such mailbox"})
    with smtp_server(postbox, settings):
        for number in range(5):
            offer(person, f"Plats {number}")
            deliver_due(NOON)
        assert OutgoingMail.objects.count() == 3
        postbox.rcpt = {}
        use_again(actor=person, address="vide@test.example")
        offer(person, "Ny plats")
        deliver_due(NOON)

    assert [message["Subject"] for _from, _to, message in postbox.taken] == ["Randa: Ny plats"]
