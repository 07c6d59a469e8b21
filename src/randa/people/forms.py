"""allauth's forms with our manners: the label stands above the field, so nothing is repeated inside it."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm


class _Quiet:
    """Take the placeholders away, and let a code field open the digits of a phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # the form that this is mixed into has them
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"


class QuietLoginForm(_Quiet, LoginForm):  # type: ignore[misc]  # allauth has no types, here and below
    pass


class QuietChangePasswordForm(_Quiet, ChangePasswordForm):  # type: ignore[misc]
    pass


class QuietResetPasswordForm(_Quiet, ResetPasswordForm):  # type: ignore[misc]
    pass


class QuietResetPasswordKeyForm(_Quiet, ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class QuietAuthenticateForm(_Quiet, AuthenticateForm):  # type: ignore[misc]
    pass


class QuietReauthenticateForm(_Quiet, ReauthenticateForm):  # type: ignore[misc]
    pass


class QuietActivateTOTPForm(_Quiet, ActivateTOTPForm):  # type: ignore[misc]
    pass
