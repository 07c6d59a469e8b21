"""Refusals about accounts and roles."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.people.models import RoleAssignment


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

    def __init__(self, starts_on: dt.date) -> None:
        self.starts_on = starts_on
        super().__init__(_("Rollen börjar %(day)s. Välj ett slutdatum efter den dagen.") % {"day": starts_on})
