"""Reading the mailbox that returned mail comes to: a Maildir folder or an mbox file."""

import logging
import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from randa.core.errors import InvalidInputError
from randa.core.notifications.models import OutgoingMail
from randa.core.notifications.reports import LARGEST, Report, read_report
from randa.core.notifications.services.returns import note_return

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Reading:
    """How a reading of the mailbox went.

    Attributes:
        read: messages not seen before.
        returned: mails of ours that did not arrive.
        other: messages that are no such report, or about no mail of ours.
    """

    read: int = 0
    returned: int = 0
    other: int = 0


def read_returns(place: Path) -> Reading:
    """Read what has arrived since last time, and remember each mail that came back. Read messages are marked as seen, not removed.

    Raises:
        InvalidInputError: there is no Maildir and no mbox at `place`.
    """
    reading = Reading()
    with _opened(place) as box:
        for key in list(box.keys()):
            message = box.get(key)
            if not isinstance(message, mailbox.MaildirMessage | mailbox.mboxMessage) or set("SR") & set(
                message.get_flags()
            ):
                continue
            reading.read += 1
            if _noted(box, key, message):
                reading.returned += 1
            else:
                reading.other += 1
            _mark_as_seen(box, key, message)
    return reading


def _noted(box: "mailbox.Mailbox[mailbox.Message]", key: str, message: mailbox.Message) -> bool:
    try:
        report = read_report(message) if len(box.get_bytes(key)) <= LARGEST else None
        mail = _mail_of(report) if report else None
        return bool(report and mail and note_return(mail=mail, reason=report.reason))
    except Exception:  # a message that cannot be read must not stop the ones after it
        logger.exception("a message in the mailbox of returned mail")
        return False


def _mail_of(report: Report) -> OutgoingMail | None:
    """Return the mail by its token, or by its id when the address is its own; nobody can guess the first or both of the others."""
    if report.token:
        return OutgoingMail.objects.filter(token=report.token).first()
    if report.mail_id and report.address:
        return OutgoingMail.objects.filter(pk=report.mail_id, address__iexact=report.address).first()
    return None


@contextmanager
def _opened(place: Path) -> Iterator["mailbox.Mailbox[mailbox.Message]"]:
    if (place / "new").is_dir() and (place / "cur").is_dir():
        box: mailbox.Mailbox[mailbox.Message] = mailbox.Maildir(place, create=False)
    elif place.is_file():
        box = mailbox.mbox(place, create=False)
    else:
        raise InvalidInputError(f"{place} is neither a Maildir folder nor an mbox file.")
    box.lock()
    try:
        yield box
        box.flush()
    finally:
        box.unlock()
        box.close()


def _mark_as_seen(
    box: "mailbox.Mailbox[mailbox.Message]", key: str, message: mailbox.MaildirMessage | mailbox.mboxMessage
) -> None:
    if isinstance(message, mailbox.MaildirMessage):
        message.add_flag("S")
        message.set_subdir("cur")
    else:
        message.add_flag("RO")
    box[key] = message
