"""allauth's pages that change a code app or recovery codes, with the offer to sign out everywhere else."""

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView

from randa.identity.sessions.elsewhere import OffersToSignOutElsewhere


class AddCodeAppView(OffersToSignOutElsewhere, ActivateTOTPView):  # type: ignore[misc]  # allauth has no types, here and below
    pass


class RemoveCodeAppView(OffersToSignOutElsewhere, DeactivateTOTPView):  # type: ignore[misc]
    pass


class NewRecoveryCodesView(OffersToSignOutElsewhere, GenerateRecoveryCodesView):  # type: ignore[misc]
    pass
