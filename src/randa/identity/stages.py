"""The second factor at sign-in: not asked for when a provider has vouched for two."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """allauth's stage, except where this very request is a provider's answer with an accepted level."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not getattr(request, "vouched_by_provider", False) and bool(super()._should_handle(request))
