"""Refusals about asking for an account."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class TooManyRequestsError(DomainError):
    """Somebody asks for accounts too often."""

    code = "too_many_account_requests"
    status = 429

    def __init__(self) -> None:
        super().__init__(_("Det har kommit för många begäranden härifrån. Vänta en timme och försök igen."))


class RegistrationDecidedError(DomainError):
    """The request has had its answer."""

    code = "registration_decided"

    def __init__(self) -> None:
        super().__init__(_("Någon annan hann svara på begäran. Svaret står här, och ditt är inte skickat."))


class DecisionReasonMissingError(InvalidInputError):
    """A decision needs its reason."""

    code = "decision_reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv varför. Den som frågade får läsa det."))


class NotClosedHereError(DomainError):
    """The account is open, or closed for another reason than that no role remained."""

    code = "not_closed_here"

    def __init__(self) -> None:
        super().__init__(
            _("Kontot kan inte öppnas här. Det är öppet redan, hopslaget med ett annat eller stängt av er katalog.")
        )
