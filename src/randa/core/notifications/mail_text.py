"""The words of a mail: what it is about and a link for each thing, in the person's own language. No names of ours beyond that."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from randa.core.notifications.models import Notification, OutgoingMail


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    label: str
    url: str


def address_of(path: str) -> str:
    """Return the whole address of a path of ours, as it must stand in a mail."""
    return settings.RANDA_URL.rstrip("/") + path


def return_address(token: str) -> str:
    """Return where mail that cannot be delivered comes back to; the token says which mail it was."""
    if not settings.EMAIL_RETURNS:
        return str(settings.DEFAULT_FROM_EMAIL)
    name, _at, domain = settings.EMAIL_RETURNS.partition("@")
    return f"{name}+{token}@{domain}"


def message_id(mail: OutgoingMail) -> str:
    """Return the mail's own id, the same at every attempt: a mail that went twice is then shown once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or urlsplit(settings.RANDA_URL).hostname
    return f"<{mail.pk}@{domain}>"


def message_for(mail: OutgoingMail, rows: Sequence[Notification]) -> EmailMultiAlternatives:
    """Return the mail with one line per notification, each with a link that opens it after sign-in."""
    with translation.override(mail.recipient.language):
        choices = address_of(reverse("notifications:choices"))
        words = {
            "mail": mail,
            "name": mail.recipient.given_name,
            "lines": [_line(row) for row in rows],
            "choices": choices,
            "all": address_of(reverse("notifications:list")),
            "language": mail.recipient.language,
        }
        made = EmailMultiAlternatives(
            _subject(rows),
            render_to_string("notifications/mail.txt", words),
            return_address(mail.token),
            [mail.address],
            headers={
                "From": settings.DEFAULT_FROM_EMAIL,
                "Message-ID": message_id(mail),
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "List-Unsubscribe": f"<{choices}>",
                "Content-Language": mail.recipient.language,
            },
        )
        made.attach_alternative(render_to_string("notifications/mail.html", words), "text/html")
    return made


def _line(row: Notification) -> Line:
    return Line(row.mail_title, str(row.about.label), address_of(reverse("notifications:open", args=[row.pk])))


def _subject(rows: Sequence[Notification]) -> str:
    if len(rows) == 1:
        return " ".join(f"Randa: {rows[0].mail_title}".split())
    return "Randa: " + ngettext("%(count)d sak", "%(count)d saker att titta på", len(rows)) % {"count": len(rows)}
