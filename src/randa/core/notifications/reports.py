"""Reading delivery reports (RFC 3464): which mail of ours did not arrive, and why.

Anybody can write to the mailbox, so nothing in it is trusted but the token that only the mail itself carried.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses, parseaddr

from django.conf import settings

LARGEST = 1_000_000  # bytes; a report holds at most the mail it is about, and ours are small
_TOKEN = re.compile(r"\+([a-z0-9]{24})@", re.IGNORECASE)
_OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@dataclass(frozen=True, slots=True)
class Report:
    """A mail that did not arrive for good.

    Attributes:
        token: of the mail, from the address that the report came to; empty when it is not there.
        mail_id: of the mail, from the copy of its headers; empty when it is not there. Counts only together with `address`.
        address: that the mail was meant for.
        reason: as the other server said it.
    """

    token: str
    mail_id: str
    address: str
    reason: str


def read_report(message: Message) -> Report | None:
    """Return what a delivery report says; None for anything else: answers, delays, arrivals, junk."""
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return None
    for fields in _recipients(message):
        if str(fields.get("Action", "")).strip().lower() != "failed":
            continue
        status = str(fields.get("Status", "")).strip()
        if status and not status.startswith("5"):
            continue
        said = str(fields.get("Diagnostic-Code", "")).partition(";")[2] or status
        address = _typed(fields.get("Original-Recipient")) or _typed(fields.get("Final-Recipient"))
        return Report(_token(message), _mail_id(message), address, " ".join(said.split())[:300])
    return None


def _recipients(message: Message) -> Iterator[Message]:
    """Yield the groups of fields about one recipient each."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            yield from (group for group in part.get_payload() if isinstance(group, Message) and group.get("Action"))


def _typed(value: object) -> str:
    """Return the address of a field such as `rfc822; vide@example.org`."""
    return parseaddr(str(value or "").partition(";")[2].strip())[1].lower()


def _token(message: Message) -> str:
    own = settings.EMAIL_RETURNS.partition("@")[0].lower()
    for name in _ADDRESSED:
        for _name, address in getaddresses([str(value) for value in message.get_all(name, [])]):
            found = _TOKEN.search(address)
            if found and address.lower().startswith(f"{own}+"):
                return found[1].lower()
    return ""


def _mail_id(message: Message) -> str:
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            headers = str(part.get_payload(0).get("Message-ID", ""))  # type: ignore[union-attr]  # a list of messages
        elif kind == "text/rfc822-headers":
            headers = str(part.get_payload())
        else:
            continue
        if found := _OUR_ID.search(headers):
            return found[1].lower()
    return ""
