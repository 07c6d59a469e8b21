"""allauth's forms for passkeys, with sentences of ours. A passkey of Randa's always checks its person: finger, face or PIN."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from randa.identity.limits import LOCKED, locked, minutes_to_wait

NAME_LENGTH = 60
UNKNOWN = _("Passernyckeln gick inte att använda. Den kan vara borttagen, eller så har sidan varit öppen för länge.")
NOT_MADE = _("Passernyckeln kunde inte sparas. Försök en gång till.")
# What a browser never sends: an answer that is no answer makes the decoder stumble in any of these ways.
_NONSENSE = (TypeError, ValueError, KeyError, AttributeError, IndexError)


class _NameForm(forms.Form):
    name = forms.CharField(
        label=_("Namn på passernyckeln"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Så att du känner igen den, till exempel Jobbdatorn eller Min telefon."),
    )


class AddPasskeyForm(_NameForm, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types, here and below
    """A new passkey: always one that can be used without a password."""

    passwordless = None

    def clean(self) -> dict[str, Any]:
        with _refused(NOT_MADE):
            return dict(super().clean() or {})


class RenamePasskeyForm(_NameForm, EditWebAuthnForm):  # type: ignore[misc]
    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        return name or str(self.instance.wrap().name)


class _AnswerForm:
    """An answer from the person's device; one that cannot be read is refused like one that is wrong."""

    user: Any

    def clean_credential(self) -> Any:
        try:
            with _refused(UNKNOWN):
                return super().clean_credential()  # type: ignore[misc]  # the form that this is mixed into has it
        except ValidationError as refusal:
            if refusal.code != LOCKED:
                raise
            key = f"mfa-auth-user-{self.user.pk}"  # as allauth names it
            raise locked(minutes_to_wait(context.request, "login_failed", key)) from refusal


class PasskeySignInForm(_AnswerForm, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class SecondStepPasskeyForm(_AnswerForm, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmPasskeyForm(_AnswerForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


@contextmanager
def _refused(sentence: Any) -> Iterator[None]:
    try:
        yield
    except ValidationError as refusal:
        if refusal.code == LOCKED:
            raise
        raise ValidationError(sentence, code="passkey") from refusal
    except _NONSENSE as nonsense:
        raise ValidationError(sentence, code="passkey") from nonsense
