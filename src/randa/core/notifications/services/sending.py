"""Sending mail: each once, again after trouble, and never quietly lost."""

import datetime as dt
import logging
import smtplib
from typing import Any

from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from randa.core.notifications.mail_text import message_for
from randa.core.notifications.models import OutgoingMail
from randa.core.notifications.services.post import gather_due
from randa.core.notifications.services.returns import note_return

logger = logging.getLogger(__name__)
State = OutgoingMail.State

ROUND = 2000  # mails that one round of the worker takes
# Minutes until the next attempt: together about two days, as mail servers themselves do.
WAITS = (1, 5, 15, 60, 240, 720, 1440)


class ServerTroubleError(Exception):
    """The mail server cannot be used at all just now; it is no fault of the mail that was tried."""


def deliver_due(now: dt.datetime | None = None) -> int:
    """Gather and send everything that is due; return how many mails left. Called by the worker, by several at once if need be."""
    now = now or timezone.now()
    gather_due(now)
    waiting = OutgoingMail.objects.filter(state=State.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")
    sent = 0
    connection = django_mail.get_connection()
    try:
        for pk in list(waiting.values_list("pk", flat=True)[:ROUND]):
            sent += _send_or_set_aside(pk, connection, now)
    except ServerTroubleError as trouble:
        logger.warning("mail server: %s", trouble)  # the others wait for the next minute
    finally:
        connection.close()
    return sent


def _send_or_set_aside(pk: Any, connection: Any, now: dt.datetime) -> bool:
    """Send one mail; a fault of ours in one must not keep the others waiting."""
    try:
        return send(pk, connection, now)
    except ServerTroubleError:
        raise
    except Exception as error:  # whatever it is, it is in the log, counted, and tried again later
        logger.exception("mail %s", pk)
        with transaction.atomic():
            mail = OutgoingMail.objects.select_for_update().get(pk=pk)
            mail.attempts += 1
            _again(mail, f"{type(error).__name__}: {error}", now)
        return False


def send(pk: Any, connection: Any, now: dt.datetime) -> bool:
    """Send one mail; return whether it left. The row is locked meanwhile, so another worker passes it by.

    Raises:
        ServerTroubleError: the server did not answer, or refused us rather than the mail. The attempt is stored first.
    """
    trouble: Exception | None = None
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("recipient")
            .filter(pk=pk, state=State.QUEUED, next_try_at__lte=now)
            .first()
        )
        if mail is None:
            return False
        rows = list(mail.notifications.filter(done_at__isnull=True).order_by("created_at", "pk"))
        if not rows or not mail.recipient.is_active:
            _end(mail, State.DROPPED)
            return False
        mail.attempts += 1
        try:
            connection.send_messages([message_for(mail, rows)])
        except smtplib.SMTPRecipientsRefused as refusal:
            _refused(mail, *_answer_of(refusal), now)
            return False
        except smtplib.SMTPDataError as refusal:
            _refused_content(mail, refusal, now)
            return False
        except (OSError, smtplib.SMTPException) as error:  # no TLS, a wrong password, our sender refused, silence
            trouble = error
            _again(mail, _words(error), now)
        else:
            mail.sent_at = now
            _end(mail, State.SENT)
            return True
    raise ServerTroubleError(_words(trouble))


def _answer_of(refusal: smtplib.SMTPRecipientsRefused) -> tuple[int, str]:
    code, said = next(iter(refusal.recipients.values()))
    return code, f"{code} {_text(said)}"


def _refused(mail: OutgoingMail, code: int, said: str, now: dt.datetime) -> None:
    """The server does not take mail for the address: for good (5xx), or for now (4xx)."""
    if code >= 500:
        note_return(mail=mail, reason=said, now=now)
    else:
        _again(mail, said, now)


def _refused_content(mail: OutgoingMail, refusal: smtplib.SMTPDataError, now: dt.datetime) -> None:
    said = f"{refusal.smtp_code} {_text(refusal.smtp_error)}"
    if refusal.smtp_code >= 500:
        mail.last_error = said[:300]
        _end(mail, State.FAILED)
    else:
        _again(mail, said, now)


def _again(mail: OutgoingMail, said: str, now: dt.datetime) -> None:
    mail.last_error = said[:300]
    if mail.attempts > len(WAITS):
        _end(mail, State.FAILED)
        return
    mail.next_try_at = now + dt.timedelta(minutes=WAITS[mail.attempts - 1])
    mail.save(update_fields=["attempts", "last_error", "next_try_at"])


def _end(mail: OutgoingMail, state: State) -> None:
    mail.state, mail.next_try_at = state, None
    if state == State.SENT:
        mail.last_error = ""
    elif state == State.FAILED:
        logger.error("mail %s failed after %d attempts: %s", mail.pk, mail.attempts, mail.last_error)
    mail.save(update_fields=["state", "next_try_at", "attempts", "last_error", "sent_at"])


def _words(error: Exception | None) -> str:
    said = getattr(error, "smtp_error", None)
    return f"{type(error).__name__}: {_text(said) if said else error}"


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
