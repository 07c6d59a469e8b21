"""Mail that comes back is seen: by real delivery reports in a real mailbox, once each, and by nobody's forgery."""

import datetime as dt
import mailbox
from email import message_from_string
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from randa.cli.main import main
from randa.core.errors import InvalidInputError
from randa.core.notifications.models import Notification, OutgoingMail, ReturnedAddress
from randa.core.notifications.reports import LARGEST, read_report
from randa.core.notifications.services.inbox import read_returns
from randa.core.notifications.services.returns import FORGOTTEN_AFTER, note_return, use_again
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 1, 11, 11, 0, tzinfo=dt.UTC)
REPORT = """\
From: MAILER-DAEMON@mail.test.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: no such
    mailbox

--b
Content-Type: text/rfc822-headers

Message-ID: <{mail_id}@region.test.example>
Subject: Randa

--b--
"""


@pytest.fixture
def mail(settings) -> OutgoingMail:
    settings.EMAIL_RETURNS = "retur@region.test.example"
    person = UserFactory.create(email="vide@test.example")
    return OutgoingMail.objects.create(recipient=person, address=person.email, state=OutgoingMail.State.SENT)


def report(mail: OutgoingMail, **changed: str) -> str:
    values = {
        "to": f"retur+{mail.token}@region.test.example",
        "address": mail.address,
        "action": "failed",
        "status": "5.1.1",
        "mail_id": str(mail.pk),
    }
    return REPORT.format(**values | changed)


def maildir(tmp_path: Path, *texts: str) -> Path:
    box = mailbox.Maildir(tmp_path / "returns")
    for text in texts:
        box.add(text)
    return tmp_path / "returns"


def mbox(tmp_path: Path, *texts: str) -> Path:
    box = mailbox.mbox(tmp_path / "returns.mbox")
    for text in texts:
        box.add(text)
    box.close()
    return tmp_path / "returns.mbox"


@pytest.mark.parametrize("make", [maildir, mbox])
def test_a_returned_mail_is_noted_once_and_the_person_told(mail: OutgoingMail, tmp_path: Path, make) -> None:
    place = make(tmp_path, report(mail), report(mail))

    first, second = read_returns(place), read_returns(place)

    assert (first.read, first.returned, first.other) == (2, 1, 1)
    assert second.read == 0
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.BOUNCED
    returned = ReturnedAddress.objects.get()
    assert (returned.address, returned.returns) == ("vide@test.example", 1)
    assert returned.reason == "550 5.1.1 <vide@test.example>: no such mailbox"
    assert Notification.objects.get(recipient=mail.recipient).kind == "mail.returned"


def test_a_report_to_the_plain_sender_is_known_by_the_mails_own_id(mail: OutgoingMail, tmp_path: Path) -> None:
    place = maildir(tmp_path, report(mail, to="randa@region.test.example"))

    assert read_returns(place).returned == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"to": "retur+aaaaaaaaaaaaaaaaaaaaaaaa@region.test.example"},
        {"to": "randa@region.test.example", "address": "annan@test.example"},
        {"to": "randa@region.test.example", "mail_id": "3f1c9a52-0000-4000-8000-000000000000"},
    ],
    ids=["delay", "arrival", "token that we never made", "another address", "mail that we never sent"],
)
def test_what_is_no_return_of_our_mail_changes_nothing(
    mail: OutgoingMail, tmp_path: Path, changed: dict[str, str]
) -> None:
    reading = read_returns(maildir(tmp_path, report(mail, **changed)))

    assert (reading.returned, reading.other) == (0, 1)
    assert not ReturnedAddress.objects.exists()


def test_an_ordinary_answer_and_broken_mail_are_passed_by(mail: OutgoingMail, tmp_path: Path) -> None:
    answer = MIMEText("Tack för det")
    answer["To"] = f"retur+{mail.token}@region.test.example"
    broken = report(mail).replace("message/delivery-status", "message/rfc822")
    place = maildir(tmp_path, answer.as_string(), broken, "\x00\x01 inget mejl")

    reading = read_returns(place)

    assert (reading.read, reading.returned) == (3, 0)


def test_a_huge_message_is_not_read(mail: OutgoingMail, tmp_path: Path) -> None:
    reading = read_returns(maildir(tmp_path, report(mail) + "x" * LARGEST))

    assert reading.returned == 0


def test_the_last_of_the_allowed_returns_stops_the_address_and_old_ones_are_forgotten(settings) -> None:
    settings.EMAIL_MAX_RETURNS = 2
    person = UserFactory.create(email="vide@test.example")

    def one_more(at: dt.datetime) -> ReturnedAddress:
        mail = OutgoingMail.objects.create(recipient=person, address=person.email)
        row = note_return(mail=mail, reason="550", now=at)
        assert row is not None
        return row

    assert one_more(NOW).stopped_at is None
    late = NOW + FORGOTTEN_AFTER + dt.timedelta(seconds=1)
    assert one_more(late).stopped_at is None
    assert one_more(late).stopped_at == late


def test_only_ones_own_address_is_taken_into_use_again(mail: OutgoingMail) -> None:
    note_return(mail=mail, reason="550")

    assert not use_again(actor=UserFactory.create(), address=mail.address)
    assert use_again(actor=mail.recipient, address=mail.address.upper())
    assert not ReturnedAddress.objects.exists()


def test_a_place_that_is_no_mailbox_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="neither a Maildir folder nor an mbox file"):
        read_returns(tmp_path)


def test_a_report_without_a_diagnosis_gives_its_status(mail: OutgoingMail) -> None:
    text = report(mail).replace("Diagnostic-Code: smtp; 550 5.1.1 <vide@test.example>: no such\n    mailbox\n", "")
    found = read_report(message_from_string(text))

    assert found is not None
    assert found.reason == "5.1.1"


def test_the_command_reads_the_mailbox_and_the_status_tells_of_failures(
    mail: OutgoingMail, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = maildir(tmp_path, report(mail))
    OutgoingMail.objects.create(
        recipient=mail.recipient, address=mail.address, state=OutgoingMail.State.FAILED, last_error="554 refused"
    )

    assert main(["mail", "bounces", "--folder", str(place)]) == 0
    assert main(["mail", "status"]) == 1

    said = capsys.readouterr().out
    assert "1 new messages: 1 returned mails, 0 others." in said
    assert "554 refused" in said


def test_the_command_says_what_is_missing(settings, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settings.EMAIL_RETURNS_FOLDER = ""

    assert main(["mail", "bounces"]) == 1
    assert main(["mail", "bounces", "--folder", str(tmp_path)]) == 1
    assert "EMAIL_RETURNS_FOLDER" in capsys.readouterr().err
