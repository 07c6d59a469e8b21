"""The mail to somebody who has asked for an account. It goes when everything is stored."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from randa.core.notifications.mail_text import address_of
from randa.people.models import RegistrationRequest

logger = logging.getLogger(__name__)


def send_receipt(asked: RegistrationRequest) -> None:
    """Say that the request has come in, and to whom."""
    with translation.override(asked.language):
        subject = _("Randa: din begäran om konto har kommit fram")
        _after_commit(subject, "registration_received", {"asked": asked}, asked.email)


def send_has_account(email: str, language: str) -> None:
    """Say, only to whoever reads mail there, that the address has an account."""
    with translation.override(language):
        words = {"address": address_of(reverse("account_login"))}
        _after_commit(_("Randa: du har redan ett konto"), "registration_has_account", words, email)


def send_answer(asked: RegistrationRequest) -> None:
    """Say that the answer is no, and why."""
    with translation.override(asked.language):
        subject = _("Randa: svar på din begäran om konto")
        _after_commit(subject, "registration_refused", {"asked": asked}, asked.email)


def _after_commit(subject: str, template: str, words: Mapping[str, object], to: str) -> None:
    message = EmailMessage(subject, render_to_string(f"people/mail/{template}.txt", words), to=[to])

    def send() -> None:
        try:
            message.send()
        except (SMTPException, OSError) as error:
            logger.warning("mail about an account did not leave: %s", type(error).__name__)

    transaction.on_commit(send)
