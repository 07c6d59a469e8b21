"""The mail with an invitation's link: sent at once, when the invitation is stored."""

import logging
from collections.abc import Sequence
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.notifications.mail_text import address_of
from randa.core.ui.formats import day_words
from randa.people.models import Invitation

logger = logging.getLogger(__name__)


def send_after_commit(invitation: Invitation, token: str) -> None:
    """Send the link when everything is stored; an address that the mail server refuses is noted on the invitation."""
    message = _message(invitation, token)
    transaction.on_commit(lambda: _send(message, invitation.pk))


def send_all_after_commit(letters: Sequence[tuple[Invitation, str]]) -> None:
    """Send many links when everything is stored, over one connection to the mail server."""
    messages = [(_message(invitation, token), invitation.pk) for invitation, token in letters]
    transaction.on_commit(lambda: _send_all(messages))


def _send_all(messages: Sequence[tuple[EmailMessage, int]]) -> None:
    connection = get_connection()
    for message, pk in messages:
        message.connection = connection
        if not _send(message, pk):
            connection.close()  # what is left of a connection that was refused is not to be trusted
    connection.close()


def _message(invitation: Invitation, token: str) -> EmailMessage:
    with translation.override(invitation.language):
        words = {
            "invitation": invitation,
            "role": invitation.role.name,
            "sentence": invitation.role.sentence,
            "expires": day_words(timezone.localtime(invitation.expires_at).date()) if invitation.expires_at else "",
            "address": address_of(reverse("people:invitation_accept", args=[token])),
        }
        subject = _("Randa: du är inbjuden till %(organisation)s") % {"organisation": invitation.organisation}
        return EmailMessage(subject, render_to_string("people/mail/invitation.txt", words), to=[invitation.email])


def _send(message: EmailMessage, pk: int) -> bool:
    try:
        if message.connection is not None:
            message.connection.open()
        message.send()
    except (SMTPException, OSError) as error:
        logger.warning("invitation %s did not leave: %s", pk, type(error).__name__)
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        with as_system("what the mail server answers is noted after the request"):
            Invitation.objects.filter(pk=pk).update(bounced_at=timezone.now(), bounce_reason=reason)
        return False
    return True
