"""What allauth asks us about signing in: limits, links in mail, what is encrypted."""

import logging
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.core.client_address import client_address
from randa.identity.fresh import is_fresh
from randa.identity.kept.queries import newest_kept_form
from randa.identity.limits import LOCKED, locked, minutes_to_wait
from randa.identity.linking.rules import employer_only
from randa.identity.sealing import is_sealed, seal, unseal
from randa.identity.sessions.device import device_of
from randa.people.adapters import ClosedAccountAdapter
from randa.people.models import User

security = logging.getLogger("randa.security")
TOTP_PURPOSE = "second factor"


class AccountAdapter(ClosedAccountAdapter):
    """Accounts, with limits that say how long they last and links that no request header can bend."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count the limits per address as the log and the list of sessions note it; a request from nowhere is refused."""
        if (found := client_address(request)) is None:
            raise PermissionDenied("the request has no address")
        return found

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Do not ask again whoever signed in a few minutes ago: setting up a second factor comes right after the password."""
        return not is_fresh(context.request) and super().is_reauthentication_required(app=app, **kwargs)

    def get_login_stages(self) -> list[str]:
        """A provider that vouches for two factors replaces our question about the second one."""
        own = {"allauth.mfa.stages.AuthenticateStage": "randa.identity.stages.SecondFactorStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Show people whose employer wants another way in where that is; nobody signs in as another system."""
        if user.is_technical:
            return redirect("account_inactive")
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer or employer_only(request, user)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refusal:
            if refusal.code != LOCKED:
                raise
            security.warning("sign-in shut after too many attempts, from %s", client_address(request))
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise locked(minutes_to_wait(request, "login_failed", key)) from refusal

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to what the person wrote before the session ended; else to the first page."""
        waiting = newest_kept_form(viewer=request.user) if isinstance(request.user, User) else None
        if waiting:
            return reverse("identity:kept", args=[waiting])
        return str(super().get_login_redirect_url(request))

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return address_of(context.request, path.replace("UID-KEY", key))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: their secrets are encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return seal(text, TOTP_PURPOSE)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002, ARG002 - allauth's names
        """Name a passkey after the browser it is made in; its person may write something better."""
        return device_of(context.request)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the host of RANDA_URL, which no request header can bend; without it, to the host of the request."""
        host = urlsplit(address_of(context.request, "/")).hostname or ""
        return {"id": host, "name": "Randa"}

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; one that was stored before secrets were encrypted is returned as it stands."""
        return unseal(encrypted_text, TOTP_PURPOSE) if is_sealed(encrypted_text) else encrypted_text


def address_of(request: HttpRequest, path: str) -> str:
    """Return the whole address of `path`: under RANDA_URL, else under the host that the request was checked for."""
    return (
        urljoin(f"{settings.RANDA_URL}/", path.lstrip("/")) if settings.RANDA_URL else request.build_absolute_uri(path)
    )
