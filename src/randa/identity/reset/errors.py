"""Why a second factor is not reset."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class HowCheckedMissingError(InvalidInputError):
    """It must stand how the identity was checked."""

    code = "identity_check_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv hur du kontrollerade vem personen är, och varför du nollställer."))


class NothingToResetError(DomainError):
    """The person has no second factor."""

    code = "nothing_to_reset"

    def __init__(self) -> None:
        super().__init__(
            _("Personen har inget andra steg. Det ordnas vid nästa inloggning, och du behöver inte göra något.")
        )
