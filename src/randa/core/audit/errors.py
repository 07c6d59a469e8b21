"""When the log cannot be written, nothing else is either."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class AuditUnavailableError(DomainError):
    """The database refused the audit row; the change of the same transaction does not happen."""

    code = "audit_unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            _(
                "Randas logg tar inte emot något just nu, och utan den ändras eller öppnas inget. "
                "Inget har sparats. Vänta en minut och försök igen."
            )
        )
