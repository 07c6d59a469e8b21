"""The pages about passkeys: allauth's, in our look, and stricter: every passkey checks its person."""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.webauthn import views as allauth_views
from allauth.mfa.webauthn.internal import auth
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from randa.core.addresses import own_address
from randa.identity.sessions.elsewhere import OffersToSignOutElsewhere


class _StrictAddView(allauth_views.AddWebAuthnView):  # type: ignore[misc]  # allauth has no types, here and below
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        return values | {"js_data": auth.begin_registration(self.request.user, passwordless=True)}


class AddPasskeyView(OffersToSignOutElsewhere, _StrictAddView):
    """Make a passkey. The device is asked to check its person and to remember which account the key is for."""

    template_name = "identity/passkey_add.html"


class PasskeysView(allauth_views.ListWebAuthnView):  # type: ignore[misc]
    template_name = "identity/passkeys.html"


class RenamePasskeyView(allauth_views.EditWebAuthnView):  # type: ignore[misc]
    template_name = "identity/passkey_rename.html"


class RemovePasskeyView(OffersToSignOutElsewhere, allauth_views.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "identity/passkey_remove.html"


@method_decorator(never_cache, name="dispatch")
class PasskeySignInView(allauth_views.LoginWebAuthnView):  # type: ignore[misc]
    """GET from a script: what the device shall sign. POST: the signed answer, which signs the person in without a password."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002 - the name is allauth's
        back = own_address(self.request, self.request.POST.get("next", ""), "")
        values = {"passernyckel": "okand"} | ({"next": back} if back else {})
        return redirect(f"{reverse('account_login')}?{urlencode(values)}")


class ConfirmWithPasskeyView(allauth_views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "identity/passkey_confirm.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return FormView.form_invalid(self, form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().get_context_data()
        return values | kwargs
