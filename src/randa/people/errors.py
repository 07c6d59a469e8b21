"""Refusals about accounts and roles."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError
from randa.people.models import RoleAssignment, User


class EmailTakenError(DomainError):
    """Another account has the address."""

    code = "email_taken"

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(_("%(email)s har redan ett konto. Sök upp personen och ge rollen där.") % {"email": email})


class RoleAlreadyHeldError(DomainError):
    """The person has the role at the organisation during a part of the period."""

    code = "role_already_held"

    def __init__(self, held: RoleAssignment) -> None:
        self.held = held
        text = _(
            "%(person)s är redan %(role)s i %(organisation)s från %(day)s. Avsluta den rollen först, eller välj en annan period."
        )
        super().__init__(
            text % {"person": held.user, "role": held.role, "organisation": held.organisation, "day": held.starts_on}
        )


class RoleEndsBeforeItStartsError(DomainError):
    """The end is not after the start."""

    code = "role_ends_before_it_starts"
    status = 400
    field = "last_day"

    def __init__(self, starts_on: dt.date) -> None:
        self.starts_on = starts_on
        super().__init__(_("Rollen börjar %(day)s. Välj den dagen eller en senare som sista dag.") % {"day": starts_on})


class InvalidAccountError(InvalidInputError):
    """The address is not one, or a name is missing or too long; `problems` has a sentence for each."""

    code = "invalid_account"

    def __init__(self, problems: list[str]) -> None:
        super().__init__(_("Kontot kan inte skapas så här. Rätta e-postadress och namn:"), problems)


class WeakPasswordError(InvalidInputError):
    """The password is not accepted; `problems` has a sentence for each reason."""

    code = "weak_password"

    def __init__(self, problems: list[str]) -> None:
        super().__init__(_("Lösenordet duger inte. Välj ett annat, gärna en hel mening:"), problems)


class AdministratorExistsError(DomainError):
    """There is somebody already who can make accounts and give roles."""

    code = "administrator_exists"

    def __init__(self, person: User) -> None:
        self.person = person
        super().__init__(
            _("Det finns redan en systemförvaltare: %(person)s. Be den personen om kontot och rollen.")
            % {"person": person}
        )


class IdentityNumberTakenError(DomainError):
    """Somebody else has the number now."""

    code = "identity_number_taken"
    field = "number"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Numret finns redan hos en annan person. Kontrollera siffrorna. "
                "Är det samma människa med två konton, slå ihop dem från personens sida i stället."
            )
        )


class IdentityReasonMissingError(InvalidInputError):
    """A number is not shown, changed or taken away without a reason."""

    code = "identity_reason_missing"
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Skriv varför. Skälet sparas i loggen och personen själv kan läsa det."))


class HsaIdTakenError(DomainError):
    """Another account has the HSA-id."""

    code = "hsa_id_taken"

    def __init__(self, hsa_id: str) -> None:
        self.hsa_id = hsa_id
        super().__init__(_("%(hsa_id)s hör till ett annat konto. Kontrollera HSA-id:t.") % {"hsa_id": hsa_id})


class SharingPeriodError(InvalidInputError):
    """An agreement on sharing needs days to come, and an end within sight."""

    code = "sharing_period"

    def __init__(self) -> None:
        super().__init__(_("Perioden ska sluta efter i dag, efter sin första dag och högst tre år senare."))


class SharingAnsweredError(DomainError):
    """Somebody on the same side has answered the proposal."""

    code = "sharing_answered"

    def __init__(self) -> None:
        super().__init__(_("Förslaget har redan fått svar. Ladda om sidan för att se det."))
