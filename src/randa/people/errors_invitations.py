"""Refusals about invitations."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class InvitedAlreadyError(DomainError):
    """The same role is proposed to the same address already."""

    code = "invited_already"

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(
            _("%(email)s är redan inbjuden till rollen. Skicka inbjudan igen från listan i stället.") % {"email": email}
        )


class InvitationClosedError(DomainError):
    """The invitation has been accepted, taken back, declined or is too old."""

    code = "invitation_closed"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("Inbjudan gäller inte längre. Be den som bjöd in dig att skicka en ny."))


class NotInvitedError(DomainError):
    """Somebody else is signed in than the one who was invited."""

    code = "not_invited"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Inbjudan gäller en annan adress än ditt kontos. Logga ut och öppna länken igen."))
